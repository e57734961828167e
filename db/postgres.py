"""A PostgreSQL database that comes back by itself after the connection was lost."""

from peewee import OperationalError, PostgresqlDatabase
from playhouse.shortcuts import ReconnectMixin

from db.storing import Storing


class LastingPostgresqlDatabase(Storing, ReconnectMixin, PostgresqlDatabase):
    """Reconnects when the server was restarted or the network broke, never inside a transaction.

    Inside one the act fails and nothing of it is kept; the next act connects again.
    """

    reconnect_errors = tuple(
        (OperationalError, words)
        for words in (
            "terminating connection",
            "the connection is closed",
            "the connection is lost",
            "server closed the connection",
            "connection has been closed",
            "connection reset by peer",
            "could not receive data from server",
            "could not send data to server",
            "no connection to the server",
        )
    )
