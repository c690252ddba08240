"""Changing a response about to be sent, and applying a mutant to one that was recorded."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wadows_reference.message import Message, RecordedRequest
from wadows_reference.mtom import Reply
from wadows_reference.multipart import Headers, header
from wadows_reference.mutants import Mutant
from wadows_spec.errors import ConfigurationError


class RawReply(Reply):
    """A reply whose headers are taken as they are, whether they are true or not."""

    def __init__(self, status: int, headers: Headers, body: bytes) -> None:
        super().__init__(status, header(headers, "Content-Type"), [body])
        self.headers = headers


def change_reply(
    change: Callable[[Message], None], request: RecordedRequest, reply: Reply
) -> Reply:
    """Return what a mutant or variant makes of a reply, which is read into memory for it."""
    try:
        body = b"".join(reply)
    finally:
        reply.close()
    message = Message(request, reply.status, reply.headers, body)
    change(message)
    return RawReply(*message.serialise())


def mutate(mutant: Mutant, message: Message) -> tuple[int, Headers, bytes]:
    """Return what a mutant makes of a message."""
    mutant.change(message)
    return message.serialise()


def mutate_line(mutant: Mutant, line: str, number: int, out: Path) -> str:
    """Return one recorded exchange, a JSON line, with its response changed.

    The new body becomes a file in `out`.
    Raises `ConfigurationError` that names the line if it is not such an exchange.
    """
    try:
        exchange: dict[str, Any] = json.loads(line)
        request, response = exchange["request"], exchange["response"]
        message = Message(
            RecordedRequest(_pairs(request["headers"]), Path(request["body"]).read_bytes()),
            int(response["status"]),
            _pairs(response["headers"]),
            Path(response["body"]).read_bytes(),
        )
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise ConfigurationError(
            f"line {number} of the standard input is no recorded exchange: {error!r}",
            'Each line is {"id": …, "request": {"headers": [[name, value]], "body": path}, '
            '"response": {"status": number, "headers": …, "body": path}}.',
        ) from error
    status, headers, body = mutate(mutant, message)
    path = out / f"{number:06d}.body"
    path.write_bytes(body)
    exchange["response"] = {
        **response,
        "status": status,
        "headers": [list(pair) for pair in headers],
        "body": str(path),
    }
    return json.dumps(exchange)


def _pairs(headers: Any) -> Headers:
    return [(str(name), str(value)) for name, value in headers]
