"""Every service that asks who may do it: its act, whom it is about, and how to call it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from tests.services.cells.world import World
from yanxiu_tui.services.permission import Act


class Of(Enum):
    """What a call is about: one group's affair, the whole school's, or whatever one reaches."""

    GROUP = auto()
    SCHOOL = auto()
    REACH = auto()


@dataclass(frozen=True)
class Row:
    """One call of a service.

    Any of ``acts`` opens it, and every one of ``needs`` beside; no act at all leaves it to the
    owner. ``owner`` names a teacher who may whatever their office, and with ``host`` so may the
    activity's host. Who may not is refused for one of ``reasons``, or is answered without what
    ``shows`` looks for.
    """

    acts: tuple[Act, ...]
    service: Callable[..., Any]
    args: Callable[[World], Sequence[Any]]
    of: Of = Of.SCHOOL
    needs: tuple[Act, ...] = ()
    owner: Callable[[World], int] | None = None
    host: bool = False
    reasons: tuple[str, ...] = ("not_allowed",)
    shows: Callable[[Any, World], bool] | None = None

    @property
    def name(self) -> str:
        """The service's module and name."""
        return f"{self.service.__module__.rpartition('.')[2]}.{self.service.__name__}"


def row(acts: Act | Sequence[Act], service: Callable[..., Any], args: Any, **more: Any) -> Row:
    """A row about the whole school, unless ``of`` says otherwise."""
    return Row((acts,) if isinstance(acts, Act) else tuple(acts), service, args, **more)


def of_group(acts: Act | Sequence[Act], service: Callable[..., Any], args: Any, **more: Any) -> Row:
    """A row about the affairs of ``World.group``."""
    return row(acts, service, args, of=Of.GROUP, **more)


def something(found: Any, _: World) -> bool:
    """For ``shows``: anything at all."""
    return bool(found)


def reaching(acts: Act | Sequence[Act], service: Callable[..., Any], args: Any, **more: Any) -> Row:
    """A row that shows each as far as they reach."""
    return row(acts, service, args, of=Of.REACH, **more)


def own(service: Callable[..., Any], args: Any, owner: Any, *reasons: str, **more: Any) -> Row:
    """A row that is open to one person only, whatever office others hold."""
    return Row((), service, args, owner=owner, reasons=reasons, **more)
