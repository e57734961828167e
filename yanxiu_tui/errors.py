"""The one way to say no to a person."""


class Refused(Exception):
    """A rule says no. ``reason`` names it for records; the sentence says it and what to do."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
