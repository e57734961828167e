"""What can be wrong with the memory itself, said in one Chinese sentence."""

# The server goes down or comes up, takes no more connections, or lost this one.
_AWAY = ("08", "57P01", "57P02", "57P03", "53300")


class DatabaseProblem(Exception):
    """The database cannot be used; ``str()`` of it is fit to show to a person."""


class ServerAway(DatabaseProblem):
    """The database is on a server, and that cannot be reached now."""


def server_away(error: BaseException) -> bool:
    """Whether this says that the server cannot be reached now, or has let go of us.

    Never true of a file: nothing is between it and us.
    """
    if isinstance(error, ServerAway):
        return True
    cause = error
    while isinstance(inner := getattr(cause, "orig", None), BaseException):
        cause = inner
    if type(cause).__module__.partition(".")[0] != "psycopg":
        return False
    from psycopg import InterfaceError, OperationalError

    state = getattr(cause, "sqlstate", None)
    if state is None:
        # What the client alone says, without the server, is about the way to it.
        return isinstance(cause, OperationalError | InterfaceError)
    return str(state).startswith(_AWAY)
