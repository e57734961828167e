"""师徒结对协议书: 甲方 and 乙方, what each owes, three signatures, 一式三份 (DOMAIN §8)."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.clock import local
from yanxiu_tui.reports.word import WIDTH, Cell, grid, line, paper, row, write
from yanxiu_tui.rules.pairing_agreements import Signer

if TYPE_CHECKING:
    from docx.document import Document

    from yanxiu_tui.rules.pairings import PairQuota
    from yanxiu_tui.services.pairing_papers import AgreementPaper
    from yanxiu_tui.services.pairing_views import AddendumView, SignatureView

_LABEL = 3.4
_COLUMNS = [_LABEL, WIDTH - _LABEL]
_ROOM = 1.5  # centimetres, to sign by hand beside what was signed at the terminal
_BOTH: Mapping[Signer, str] = {Signer.MENTOR: "甲方签字", Signer.APPRENTICE: "乙方签字"}
_PARTIES: Mapping[Signer, str] = {**_BOTH, Signer.SCHOOL: "学校（盖章）"}
_COPIES = (
    "本协议一式三份，甲方、乙方、学校各执一份，三方签字后生效。需要变更的，由甲乙双方另签补充协议。"
)


def write_agreement(path: Path, agreement: "AgreementPaper") -> None:
    """The agreement as a Word file; Refused when it cannot be written or stands there already."""
    said = "，".join(filter(None, (f"编号 {agreement.number}", agreement.standing)))
    made = paper("师徒结对协议书", f"{agreement.school}（{said}）")
    _terms(made, agreement)
    line(made, "")
    line(made, _COPIES)
    _signatures(made, _PARTIES, agreement.signatures)
    for addendum in agreement.addenda:
        _addendum(made, addendum)
    write(made, path)


def _terms(made: "Document", agreement: "AgreementPaper") -> None:
    table = grid(made, _COLUMNS)
    for name, words in (
        ("甲方（师傅）", agreement.mentor),
        ("乙方（徒弟）", agreement.apprentice),
        ("学科", agreement.subject),
        ("期限", f"{_day(agreement.first)}至{_day(agreement.last)}"),
        ("培养目标", agreement.aims),
        ("甲方职责", agreement.mentor_duties),
        ("甲方每学期", owed(agreement.mentor_quotas)),
        ("乙方职责", agreement.apprentice_duties),
        ("乙方每学期", owed(agreement.apprentice_quotas)),
    ):
        row(table, [Cell(name, label=True), Cell(words)])


def owed(quotas: Iterable["PairQuota"]) -> str:
    """「听徒弟的课不少于 8 节；指导不少于 8 次」."""
    said = (f"{quota.name}不少于 {quota.least} {quota.unit}" for quota in quotas)
    return "；".join(said) or "不限"


def _addendum(made: "Document", addendum: "AddendumView") -> None:
    """What is otherwise, and both signatures under it, on a page of its own."""
    waits = "" if addendum.signed_at else "（尚未签齐）"
    made.add_page_break()
    line(made, f"补充协议第 {addendum.number} 号{waits}", bold=True, centred=True)
    table = grid(made, _COLUMNS)
    row(table, [Cell("补充内容", label=True), Cell(addendum.words)])
    if addendum.last is not None:
        row(table, [Cell("期限改到", label=True), Cell(_day(addendum.last))])
    for side, name in (("mentor", "甲方每学期"), ("apprentice", "乙方每学期")):
        if addendum.quotas is not None:
            theirs = owed(quota for quota in addendum.quotas if quota.side == side)
            row(table, [Cell(f"{name}\n改为", label=True), Cell(theirs)])
    line(made, "")
    _signatures(made, _BOTH, {each.side: each for each in addendum.signatures})


def _signatures(
    made: "Document", parties: Mapping[Signer, str], signed: Mapping[Signer, "SignatureView"]
) -> None:
    table = grid(made, _COLUMNS)
    for side, name in parties.items():
        words = _signed(signed[side]) if side in signed else ""
        row(table, [Cell(name, label=True), Cell(words)], least=_ROOM)


def _signed(signature: "SignatureView") -> str:
    """Who signed at the terminal, and when; never a signature under other words than these."""
    at = local(signature.at)
    if not signature.intact:
        return f"{signature.name}签过，但文字后来变了，请重新签"
    return f"{signature.name}　{_day(at.date())} {at:%H:%M} 凭口令签字"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
