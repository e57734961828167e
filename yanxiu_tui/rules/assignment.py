"""The assignment problem: a column for each row, so that all together gain the most."""

from collections.abc import Sequence

_FAR = 1 << 62


def assign(gains: Sequence[Sequence[int]]) -> list[int | None]:
    """The column of each row; None where going without gains more.

    ``gains[row][column]`` is a whole number; one below zero is never taken. Shortest augmenting
    paths: R. Jonker and A. Volgenant, Computing 38 (1987), 325-340. Rows come one by one, and
    each may make others change places; at most rows x rows x columns steps. Of answers equally
    good it is always the same one.
    """
    if not gains:
        return []
    count, columns = len(gains), len(gains[0])
    # Beside the real ones as many columns that gain nothing, for whoever is to go without.
    plan = _Plan([[*(-gain for gain in row), *([0] * count)] for row in gains])
    for row in range(count):
        plan.seat(row)
    places = {owner: column for column, owner in enumerate(plan.owners[:columns])}
    return [places.get(row) for row in range(count)]


class _Plan:
    """Who has which column so far, and the prices at which nobody would rather change."""

    def __init__(self, costs: Sequence[Sequence[int]]) -> None:
        self.costs = costs
        width = len(costs[0])
        self.owners: list[int | None] = [None] * width
        self.row_prices, self.column_prices = [0] * len(costs), [0] * width

    def seat(self, newcomer: int) -> None:
        """Find one more row a column by the cheapest chain of changes (Dijkstra)."""
        width = len(self.owners)
        reach, come_from = [_FAR] * width, [-1] * width
        left, settled = list(range(width)), []
        row, here, spent = newcomer, -1, 0
        while True:
            costs, prices = self.costs[row], self.column_prices
            paid = spent - self.row_prices[row]
            for column in left:
                cost = paid + costs[column] - prices[column]
                if cost < reach[column]:
                    reach[column], come_from[column] = cost, here
            here = min(left, key=reach.__getitem__)
            spent, owner = reach[here], self.owners[here]
            if owner is None:
                break
            left.remove(here)
            settled.append(here)
            row = owner
        self._reprice(newcomer, [(column, spent - reach[column]) for column in settled], spent)
        self._change_places(newcomer, here, come_from)

    def _reprice(self, newcomer: int, gaps: Sequence[tuple[int, int]], spent: int) -> None:
        self.row_prices[newcomer] += spent
        for column, gap in gaps:
            owner = self.owners[column]
            assert owner is not None
            self.row_prices[owner] += gap
            self.column_prices[column] -= gap

    def _change_places(self, newcomer: int, free: int, come_from: Sequence[int]) -> None:
        """Everybody along the chain moves one on, and the newcomer takes the place at its start."""
        while (before := come_from[free]) >= 0:
            self.owners[free] = self.owners[before]
            free = before
        self.owners[free] = newcomer
