"""A clause of a 制度, which every rule carries."""

import msgspec


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause of the school's regulation: its ID (``Z31``) and its exact words."""

    id: str
    words: str


# A rule that no clause of the school's own stands behind.
UNSAID = Clause("默认", "本校制度未规定，按常见做法")
