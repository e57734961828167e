"""What can be wrong with the memory itself, said in one Chinese sentence."""


class DatabaseProblem(Exception):
    """The database cannot be used; ``str()`` of it is fit to show to a person."""
