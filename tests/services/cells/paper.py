"""Who may print a paper that is written to be handed in or filed."""

from tests.services.cells import Row, of_group
from yanxiu_tui.services import paper
from yanxiu_tui.services.permission import Act

ROWS: list[Row] = [
    of_group(Act.VIEW_PREP, paper.paper, lambda w: (w.shared.id,), host=True),
]
