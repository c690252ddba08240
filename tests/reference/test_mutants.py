"""Mutants: each changes what it says, leaves alone what it has nothing to say about."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client

from tests.reference.client import NS, RETRIEVE, URL, Asked, envelope, mtom, read, retrieve
from tests.reference.recordings import Exchanges, mutated
from wadows_reference import create_app
from wadows_reference.message import Message, RecordedRequest
from wadows_reference.mutants import all_mutants, find_mutant
from wadows_reference.replay import mutate
from wadows_spec.errors import ConfigurationError
from wadows_spec.register import register

Uids = Callable[[str], Asked]

# Which recorded exchanges each mutant changes: exactly these.
RETRIEVED = {"documents", "mixed", "implicit", "axis2"}
PICTURES = {"window", "size", "frame", "colour"}
DELIVERED = RETRIEVED | PICTURES
ERRORS = {
    "mixed", "none", "refused", "undecodable", "anonymize", "region", "png", "report",
    "frameless", "value", "range", "damaged",
}  # fmt: skip
ANSWERS = DELIVERED | ERRORS
FAULTS = {"fault", "not-understood", "version"}
CHANGES = {
    "body-shorter-than-declared": ANSWERS | FAULTS,
    "answer-with-status-500": ANSWERS,
    "fault-with-status-200": FAULTS,
    "answer-called-text-xml": ANSWERS,
    "no-closing-boundary": ANSWERS,
    "start-names-nothing": ANSWERS,
    "parts-called-text-plain": DELIVERED,
    "include-names-no-part": DELIVERED,
    "root-called-text-xml": ANSWERS,
    "envelope-in-soap-1.1": ANSWERS,
    "fault-blames-receiver": {"fault"},
    "unknown-header-called-sender-fault": {"not-understood"},
    "version-mismatch-called-sender-fault": {"version"},
    "fault-without-reason": FAULTS,
    "action-of-a-port-type": ANSWERS,
    "relates-to-another-message": ANSWERS | {"not-understood"},
    "action-need-not-be-understood": ANSWERS,
    "element-of-no-schema": ANSWERS,
    "partial-success-of-oasis": {"mixed"},
    "success-beside-an-error": ERRORS,
    "error-without-code": ERRORS,
    "error-without-context": ERRORS,
    "error-without-location": ERRORS,
    "document-dropped": DELIVERED,
    "second-document-dropped": {"documents"},
    "document-twice": DELIVERED,
    "another-repository": DELIVERED,
    "home-community-dropped": {"documents"},
    "axis2-boundary-refused": {"axis2"},
    "document-called-octet-stream": RETRIEVED,
    "pixel-changed": RETRIEVED,
    "another-transfer-syntax": RETRIEVED,
    "transfer-syntax-refused-with-another-code": {"refused"},
    "unknown-document-with-another-code": {"mixed", "none"},
    "all-or-nothing": {"mixed"},
    "implicit-vr-refused": {"implicit"},
    "document-without-preamble": RETRIEVED,
    "document-with-another-uid": RETRIEVED,
    "image-is-png": PICTURES,
    "parameters-not-echoed": {"window", "size", "frame"},
    "size-ignored": {"size"},
    "window-inverted": {"window"},
    "one-quality-for-all": PICTURES,
    "wrong-frame": {"frame"},
    "anonymization-refused-with-another-code": {"anonymize"},
    "parameter-refused-with-another-code": {"region"},
    "content-type-refused-with-another-code": {"png"},
    "not-an-image-with-another-code": {"report"},
    "frame-missing-with-another-code": {"frameless"},
    "invalid-value-with-another-code": {"value"},
    "frame-out-of-range-with-another-code": {"range"},
    "processing-failure-with-another-code": {"undecodable", "damaged"},
    "red-and-blue-swapped": {"colour"},
}


def test_every_mutant_is_known_here() -> None:
    assert sorted(CHANGES) == sorted(mutant.name for mutant in all_mutants())


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


@pytest.mark.parametrize("name", sorted(set(CHANGES) - {"body-shorter-than-declared"}))
def test_the_length_stays_true(name: str, exchanges: Exchanges) -> None:
    for exchange in exchanges.values():
        _, headers, body = mutated(name, exchange)
        assert str(len(body)) == headers["Content-Length"]


# Mutants after which the message can still be read by this strict reader.
READABLE = sorted(
    set(CHANGES)
    - {"no-closing-boundary", "start-names-nothing", "answer-called-text-xml",
       "include-names-no-part", "axis2-boundary-refused"}
)  # fmt: skip


@pytest.mark.parametrize("name", READABLE)
def test_a_changed_message_is_well_formed(name: str, exchanges: Exchanges) -> None:
    for exchange in exchanges.values():
        answer = read(*mutated(name, exchange))
        assert answer.root is not None
        if name not in ("parts-called-text-plain", "envelope-in-soap-1.1"):
            assert len(answer.documents) == len(answer.all("//x:Include"))


def test_the_live_server_has_the_same_mutants(folder: Path, uids: Uids) -> None:
    kind, body = mtom(envelope(RETRIEVE, retrieve(uids("signed"))))
    client = Client(create_app(folder, mutant="another-repository"))

    with client.post(URL, data=body, content_type=kind) as response:
        answer = read(response.status_code, dict(response.headers), response.get_data())

    assert ["1.2.3"] == answer.all("//i:RepositoryUniqueId/text()")
    assert str(len(answer.body)) == answer.headers["Content-Length"]


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
            "body-shorter-than-declared", "root-called-text-xml", "no-closing-boundary"
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
        [sys.executable, "-m", "wadows_reference", "mutate", "document-dropped", "--out",
         str(tmp_path / "out")],
        input="\n".join(lines), capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip

    answered = [json.loads(line) for line in done.stdout.splitlines()]
    assert list(exchanges) == [exchange["id"] for exchange in answered]
    for exchange in answered:
        response = exchange["response"]
        status, headers, body = mutated("document-dropped", exchanges[exchange["id"]])
        assert (status, headers) == (response["status"], dict(response["headers"]))
        assert body == Path(response["body"]).read_bytes()
    assert NS["s"].encode() in body
