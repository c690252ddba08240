"""How much is taken from a peer, and how long is waited for it."""

from collections.abc import Iterable
from dataclasses import Field, dataclass, field, fields
from typing import Any, Final

from wadows_spec.errors import ConfigurationError

#: More than anybody needs, so that a slip of the hand is told.
_MOST: Final = 10**12


def _limit(default: float, bounds: str, answer: str, least: float = 1, most: float = _MOST) -> Any:
    text = {"bounds": bounds, "answer": answer, "least": least, "most": most}
    return field(default=default, metadata=text)


@dataclass(frozen=True)
class Limits:
    """Limits of the reference; no standard gives a value for any of them.

    `bounds` of a field says what it bounds, `answer` what a peer gets that goes beyond it;
    it may be set from `least` to `most`.
    """

    # Ten thousand documents that each have a study and a series of their own, all UIDs of 64
    # characters and each element on an indented line, take less than 8 MB.
    request_bytes: int = _limit(
        8 * 1024 * 1024, "length of a request without its HTTP headers", "HTTP status 413"
    )
    documents: int = _limit(10_000, "documents or renderings asked for at once", "fault Sender")
    parts: int = _limit(100, "parts of a multipart request", "fault Sender")
    # 256 is where the parser itself gives up.
    depth: int = _limit(64, "elements of a request inside each other", "fault Sender", 8, 255)
    # Python's HTTP server takes no more than 99.
    headers: int = _limit(
        64, "header fields of a request, or of one of its parts", "HTTP status 431, fault Sender",
        1, 99,
    )  # fmt: skip
    header_bytes: int = _limit(
        32 * 1024,
        "length of a request line with its headers, or of the headers of a part",
        "HTTP status 414 or 431, fault Sender",
    )
    pixels: int = _limit(
        64_000_000, "pixels of a rendered image", "registry error for a processing failure"
    )
    header_seconds: float = _limit(
        20, "time for the headers of a request, with the TLS handshake",
        "HTTP status 408; no answer to half a handshake", 0.1,
    )  # fmt: skip
    body_seconds: float = _limit(120, "time for what follows the headers", "HTTP status 408", 0.1)
    stall_seconds: float = _limit(
        60, "time in which a peer takes the next piece of an answer", "the connection ends", 0.1
    )
    connections: int = _limit(
        100, "connections served at once", "more have to wait until one of them ends"
    )
    crowded_seconds: float = _limit(
        5, "time that a peer keeps its connection waiting when there is none left for others",
        "the connection ends, that of the slowest peer first", 0,
    )  # fmt: skip
    grace_seconds: float = _limit(
        8, "time to finish what is under way on SIGTERM or SIGINT", "the connection ends", 0
    )


def limit_fields() -> dict[str, "Field[Any]"]:
    """Return the fields of `Limits` by their names."""
    return {each.name: each for each in fields(Limits)}


def read_limits(given: Iterable[str]) -> Limits:
    """Return the limits with some set anew, each by a text NAME=VALUE.

    Raises `ConfigurationError` if there is no such limit, or if it cannot have such a value.
    """
    values: dict[str, Any] = {}
    for text in given:
        name, _, value = text.partition("=")
        if name not in limit_fields():
            raise ConfigurationError(
                f"there is no limit {name!r}", f"The limits are {', '.join(limit_fields())}."
            )
        values[name] = _value(limit_fields()[name], value)
    return Limits(**values)


def _value(limit: "Field[Any]", text: str) -> float:
    least, most = limit.metadata["least"], limit.metadata["most"]
    kind = float if limit.name.endswith("_seconds") else int
    try:
        value = kind(text)
    except ValueError:
        value = -1
    if not least <= value <= most:
        what = "number" if kind is float else "whole number"
        raise ConfigurationError(
            f"the limit {limit.name} cannot be {text!r}",
            f"It is a {what} from {least} to {most}, as in {limit.name}={limit.default}.",
        )
    return value
