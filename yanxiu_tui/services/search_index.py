"""What stands in a manuscript, put where 查找 finds it."""

from db import search
from db.models import Manuscript, Passage, PrepSession, Remark
from yanxiu_tui.rules.search import words
from yanxiu_tui.services.manuscript_rights import SESSION


def put(manuscript_id: int) -> None:
    """Let a manuscript be found by all that stands in it; called within a transaction."""
    row = Manuscript.get_by_id(manuscript_id)
    passages = Passage.select(Passage.text).where(Passage.manuscript == manuscript_id)
    texts = [row.title, *(each.text for each in passages.order_by(Passage.id))]
    if row.kind == SESSION:
        said = Remark.select(Remark.words).join(PrepSession)
        texts += [
            each.words
            for each in said.where(
                PrepSession.notes == manuscript_id, Remark.struck_at.is_null()
            ).order_by(Remark.id)
        ]
    search.put(manuscript_id, words("\n".join(texts)))
