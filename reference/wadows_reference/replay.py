"""Changing a request, a response about to be sent, or, by a mutant, a recorded one."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from wadows_reference.message import Message, RecordedRequest
from wadows_reference.multipart import Headers, header
from wadows_reference.mutants import Mutant, Way, find_mutant
from wadows_reference.mutants.registry import Send, at_once
from wadows_reference.reply import Reply
from wadows_spec.errors import ConfigurationError


class RawReply(Reply):
    """A reply whose headers are taken as they are, whether they are true or not."""

    def __init__(self, status: int, headers: Headers, chunks: Iterator[bytes]) -> None:
        super().__init__(status, header(headers, "Content-Type"), [], 0)
        self.headers = headers
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks


def change_reply(
    change: Callable[[Message], None], request: RecordedRequest, reply: Reply, send: Send = at_once
) -> Reply:
    """Return what a mutant or variant makes of a reply, which is read into memory for it."""
    try:
        body = b"".join(reply)
    finally:
        reply.close()
    message = Message(request, reply.status, reply.headers, body)
    change(message)
    status, headers, changed = message.serialise()
    return RawReply(status, headers, send(request, iter([changed])))


def mutate(mutant: Mutant, message: Message) -> tuple[int, Headers, bytes]:
    """Return what a mutant makes of a message."""
    mutant.change(message)
    return message.serialise()


def mutate_request(mutant: Mutant, content_type: str, body: bytes) -> tuple[str, bytes]:
    """Return Content-Type and body of a request as a mutant reads them."""
    if mutant.way != Way.IN:
        return content_type, body
    headers = [("Content-Type", content_type)]
    message = Message(RecordedRequest(headers, body), 0, headers, body)
    mutant.change_request(message)
    _, headers, body = message.serialise()
    return header(headers, "Content-Type"), body


def find_offline(name: str) -> Mutant:
    """Return a mutant that can be applied to recorded exchanges.

    Raises `ConfigurationError` if there is none of that name, or it needs a running server.
    """
    mutant = find_mutant(name)
    if mutant.way != Way.OUT:
        raise ConfigurationError(
            f"the mutant {name} cannot be applied to recorded exchanges: its way is {mutant.way}",
            f"`python -m wadows_reference serve --mutant {name}` misbehaves like that.",
        )
    return mutant


def mutate_line(line: str, number: int) -> str:
    """Return one recorded exchange, a JSON line, with its response changed by the mutant it names.

    The new body goes into the file that it names as `out`.
    Raises `ConfigurationError` that names the line if it is not such an exchange.
    """
    try:
        exchange: dict[str, Any] = json.loads(line)
        name, out = str(exchange["mutant"]), Path(exchange["out"])
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
            'Each line is {"id": …, "mutant": name, "out": path, '
            '"request": {"headers": [[name, value]], "body": path}, '
            '"response": {"status": number, "headers": …, "body": path}}.',
        ) from error
    status, headers, body = mutate(find_offline(name), message)
    try:
        out.write_bytes(body)
    except OSError as error:
        raise ConfigurationError(
            f"the file {out} cannot be written: {error.strerror}", "Name another as out."
        ) from error
    exchange["response"] = {
        **response,
        "status": status,
        "headers": [list(pair) for pair in headers],
        "body": str(out),
    }
    return json.dumps(exchange)


def _pairs(headers: Any) -> Headers:
    return [(str(name), str(value)) for name, value in headers]
