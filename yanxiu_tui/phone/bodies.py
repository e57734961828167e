"""What a phone may send and what it is told: the whole of the door's vocabulary."""

from typing import Annotated

from msgspec import Meta, Struct

Code = Annotated[str, Meta(max_length=40)]
Typed = Annotated[str, Meta(max_length=64)]
Ticket = Annotated[str, Meta(max_length=128)]
PhoneKey = Annotated[str, Meta(pattern=r"^([0-9a-f]{32})?\Z")]
Proof = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]
Public = Annotated[str, Meta(pattern=r"^[0-9a-f]{512}\Z")]
Sealed = Annotated[str, Meta(pattern=r"^[0-9a-f]{192}\Z")]


class Body(Struct):
    """The base of all: what it says is never printed, for it may let somebody in."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class Asked(Body, forbid_unknown_fields=True):
    """The base of all that is asked: a word too many is a mistake."""


class Enter(Asked):
    """The code scanned or typed, and the key this phone has, "" for none."""

    code: Code
    phone: PhoneKey


class Names(Asked):
    """What somebody typed to find their name."""

    ticket: Ticket
    typed: Typed


class Register(Asked):
    """Whose this phone shall be; ``sealed`` is the PIN, ``proof`` of the phone it was before."""

    ticket: Ticket
    staff_no: Typed
    phone: PhoneKey
    proof: Proof
    public: Public
    sealed: Sealed


class SignIn(Asked):
    """One tap."""

    ticket: Ticket
    phone: PhoneKey
    proof: Proof


class Entered(Body):
    """The activity, the ticket to act for it, the phone's owner ("" unknown), our public value."""

    title: str
    when: str
    place: str
    ticket: str
    name: str
    exchange: str


class Person(Struct):
    """One of the people a typed name may mean."""

    staff_no: str
    name: str
    group: str


class People(Struct):
    """All of them, the likeliest first."""

    people: list[Person]


class Done(Body):
    """A sign-in as its owner reads it: ``at`` on the school's clock, ``status`` in words."""

    name: str
    title: str
    at: str
    first: bool
    status: str


class Registered(Done, kw_only=True):
    """The same, with the phone's key and its secret, sealed."""

    phone: str
    secret: str


class No(Struct):
    """A refusal: the reason for the page, the sentence for its reader."""

    reason: str
    sentence: str
