"""Mutants: each changes what it says, leaves alone what it has nothing to say about."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from werkzeug.test import Client

from tests.reference.client import RETRIEVE, URL, envelope, mtom, read, retrieve
from tests.reference.mutant_changes import CHANGES, NO_MESSAGE
from tests.reference.recordings import Exchanges, applied, mutated, send
from wadows_reference import Settings, create_app
from wadows_reference.limits import Limits
from wadows_reference.message import Message, RecordedRequest
from wadows_reference.multipart import Headers
from wadows_reference.mutants import Way, all_mutants, find_mutant
from wadows_reference.replay import mutate
from wadows_spec.errors import ConfigurationError
from wadows_spec.register import register

OUT = [mutant.name for mutant in all_mutants() if mutant.way == Way.OUT]


def test_every_mutant_is_known_here() -> None:
    assert sorted(CHANGES) == sorted(OUT)


def test_every_requirement_has_its_mutant() -> None:
    known = {(mutant.requirement, mutant.name) for mutant in all_mutants()}

    assert (
        set()
        == {
            (requirement.id, requirement.mutant)
            for requirement in register().values()
            if requirement.mutant
        }
        - known
    )


@pytest.mark.parametrize("name", CHANGES)
def test_a_mutant_changes_what_it_should_and_nothing_else(name: str, exchanges: Exchanges) -> None:
    changed = {
        key
        for key, (request, answer) in exchanges.items()
        if mutated(name, (request, answer)) != (answer.status, answer.headers, answer.body)
    }

    assert CHANGES[name] == changed


LENGTHS = {"body-shorter-than-declared", "second-content-length"}


@pytest.mark.parametrize("name", sorted(set(CHANGES) - LENGTHS))
def test_the_length_stays_true(name: str, exchanges: Exchanges) -> None:
    for exchange in exchanges.values():
        _, headers, body = mutated(name, exchange)
        assert str(len(body)) == headers["Content-Length"]


# Mutants after which the message can still be read by this strict reader.
READABLE = sorted(
    set(CHANGES)
    - {"no-closing-boundary", "start-names-nothing", "answer-called-text-xml",
       "include-names-no-part", "axis2-boundary-refused", "text-after-the-end",
       "line-feeds-alone", "content-id-without-brackets", "parts-without-transfer-encoding",
       "plain-request-gets-nothing", "second-content-type"}
)  # fmt: skip


@pytest.mark.parametrize("name", READABLE)
def test_a_changed_message_is_well_formed(name: str, exchanges: Exchanges) -> None:
    for key in sorted(exchanges.keys() - NO_MESSAGE):
        answer = read(*mutated(name, exchanges[key]))
        assert answer.root is not None
        if name not in ("parts-called-text-plain", "envelope-in-soap-1.1"):
            assert len(answer.documents) == len(answer.all("//x:Include"))


UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def without_uuids(status: int, headers: Headers, body: bytes) -> tuple[int, Headers, str]:
    """Return a response with the same text in place of every UUID."""
    named = [(name, UUID.sub("uuid", value)) for name, value in headers]
    return status, named, UUID.sub("uuid", body.decode("latin-1"))


@pytest.mark.parametrize("name", CHANGES)
def test_the_live_server_has_the_same_mutants(
    name: str, folder: Path, exchanges: Exchanges
) -> None:
    client = Client(create_app(folder, mutant=name))

    for key in sorted(CHANGES[name])[:3]:
        live = send(client, key, exchanges[key][0])
        assert without_uuids(*applied(name, exchanges[key])) == without_uuids(*live)


def test_a_mutant_works_on_replies_to_what_was_not_read(folder: Path) -> None:
    """Neither a body above the limit nor one that breaks off keeps a mutant from its work."""
    settings = Settings(limits=Limits(request_bytes=8))
    client = Client(create_app(folder, mutant="second-content-length", settings=settings))
    kind, body = mtom(envelope(RETRIEVE, retrieve(("1", "2", "3"))))

    for length, status in ((len(body), 413), (8, 400)):
        with client.post(
            URL,
            data=body[:7] if status == 400 else body,
            content_type=kind,
            environ_overrides={"CONTENT_LENGTH": str(length)},
        ) as response:
            lengths = response.headers.getlist("Content-Length")
            assert status == response.status_code
            assert [len(response.get_data()), len(response.get_data()) + 1] == [*map(int, lengths)]


def test_an_unknown_mutant() -> None:
    with pytest.raises(ConfigurationError, match="nobody"):
        find_mutant("nobody")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([], b""),
        ([("Content-Type", "text/html")], b"<html>"),
        ([("Content-Type", "application/soap+xml")], b"not XML"),
        ([("Content-Type", 'multipart/related; boundary="x"')], b"no part"),
        ([("Content-Type", 'multipart/related; boundary="x"')], b"--x\r\n\r\nnot XML\r\n--x--"),
    ],
)
def test_what_cannot_be_read_is_left_alone(headers: list[tuple[str, str]], body: bytes) -> None:
    for mutant in all_mutants():
        message = Message(RecordedRequest([], b""), 200, headers, body)
        if mutant.name not in (
            "body-shorter-than-declared", "root-called-text-xml", "no-closing-boundary",
            "start-names-nothing", "text-after-the-end", "line-feeds-alone", "boundary-too-long",
            "type-is-not-the-roots", "part-of-nobody",
        ):  # fmt: skip
            assert (200, headers, body) == mutate(mutant, message)


def test_the_command_does_the_same_to_recordings(exchanges: Exchanges, tmp_path: Path) -> None:
    lines = []
    for name, (request, answer) in exchanges.items():
        (tmp_path / f"{name}.request").write_bytes(request.body)
        (tmp_path / f"{name}.response").write_bytes(answer.body)
        lines.append(
            json.dumps(
                {
                    "id": name,
                    "mutant": "document-dropped",
                    "out": str(tmp_path / f"{name}.changed"),
                    "request": {
                        "headers": list(request.headers),
                        "body": str(tmp_path / f"{name}.request"),
                    },
                    "response": {
                        "status": answer.status,
                        "headers": list(answer.headers.items()),
                        "body": str(tmp_path / f"{name}.response"),
                    },
                }
            )
        )

    done = subprocess.run(
        [sys.executable, "-m", "wadows_reference", "mutate"],
        input="\n".join(lines), capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip

    answered = [json.loads(line) for line in done.stdout.splitlines()]
    assert list(exchanges) == [exchange["id"] for exchange in answered]
    for exchange in answered:
        response = exchange["response"]
        status, headers, body = mutated("document-dropped", exchanges[exchange["id"]])
        assert (status, headers) == (response["status"], dict(response["headers"]))
        assert body == Path(response["body"]).read_bytes()
