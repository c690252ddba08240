"""What a variant is, and the list of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from wadows_reference.message import Message
from wadows_reference.settings import Settings
from wadows_spec.errors import ConfigurationError
from wadows_spec.statement import Statement


@dataclass(frozen=True)
class HttpResponse:
    """A response as HTTP carries it; the headers are those of the application alone."""

    status: int
    phrase: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


Change = Callable[[Message], None]
Declare = Callable[[Statement], Statement]
Set = Callable[[Settings], Settings]
#: Gives all the bytes of a response, status line included, in the pieces that they go out in.
Send = Callable[[HttpResponse], Iterable[bytes]]


def _nothing(message: Message) -> None:
    """Leave a message as it is."""


def _same_statement(statement: Statement) -> Statement:
    return statement


def _same_settings(settings: Settings) -> Settings:
    return settings


@dataclass(frozen=True)
class Variant:
    """Another way to be right: its name, what it does in one sentence, and how.

    It changes each message, keeps to another statement, has other settings, or sends otherwise.
    `warns` names the requirements that it does not keep because they only should be kept.
    """

    name: str
    sentence: str
    warns: tuple[str, ...] = ()
    change: Change = _nothing
    declare: Declare = _same_statement
    set: Set = _same_settings
    send: Send | None = None


_VARIANTS: dict[str, Variant] = {}
F = TypeVar("F", bound=Callable[..., Any])


def _entering(kind: str, name: str, sentence: str, warns: tuple[str, ...] = ()) -> Callable[[F], F]:
    def enter(function: F) -> F:
        if name in _VARIANTS:
            raise ValueError(f"there are two variants {name}")
        ways: dict[str, Any] = {kind: function}
        _VARIANTS[name] = Variant(name, sentence, warns, **ways)
        return function

    return enter


def variant(name: str, sentence: str, warns: tuple[str, ...] = ()) -> Callable[[Change], Change]:
    """Enter the decorated function, which changes a message, as a variant."""
    return _entering("change", name, sentence, warns)


def declaring(name: str, sentence: str) -> Callable[[Declare], Declare]:
    """Enter the decorated function, which gives the statement to keep to, as a variant."""
    return _entering("declare", name, sentence)


def setting(name: str, sentence: str) -> Callable[[Set], Set]:
    """Enter the decorated function, which gives other settings, as a variant."""
    return _entering("set", name, sentence)


def sending(name: str, sentence: str) -> Callable[[Send], Send]:
    """Enter the decorated function, which writes a response as HTTP, as a variant."""
    return _entering("send", name, sentence)


def all_variants() -> tuple[Variant, ...]:
    """Return every variant in the order of the modules."""
    return tuple(_VARIANTS.values())


def find_variant(name: str) -> Variant:
    """Return a variant; raises `ConfigurationError` if there is none of that name."""
    if name not in _VARIANTS:
        raise ConfigurationError(
            f"there is no variant {name!r}", "`python -m wadows_reference variants` lists them."
        )
    return _VARIANTS[name]
