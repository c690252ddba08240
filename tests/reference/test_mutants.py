"""Mutants: each changes what it says, leaves alone what it has nothing to say about."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from werkzeug.test import Client

from tests.reference.client import RETRIEVE, URL, envelope, mtom, read, retrieve
from tests.reference.recordings import Exchanges, applied, mutated, send
from wadows_reference import Settings, create_app
from wadows_reference.message import Message, RecordedRequest
from wadows_reference.multipart import Headers
from wadows_reference.mutants import all_mutants, find_mutant
from wadows_reference.replay import mutate
from wadows_spec.errors import ConfigurationError
from wadows_spec.register import register

# Which recorded exchanges each mutant changes: exactly these.
RETRIEVED = {
    "documents", "mixed", "implicit", "axis2", "soap-action", "spaced", "plain",
    "root-second", "loop",
}  # fmt: skip
PICTURES = {"window", "size", "frame", "colour"}
DELIVERED = RETRIEVED | PICTURES
ERRORS = {
    "mixed", "none", "refused", "undecodable", "anonymize", "region", "png", "report",
    "frameless", "value", "range", "damaged", "elsewhere",
}  # fmt: skip
ANSWERS = DELIVERED | ERRORS
FAULTS = {"fault", "not-understood", "version"}
NO_MESSAGE = {"media-type", "verb"}
CHANGES = {
    "body-shorter-than-declared": ANSWERS | FAULTS | NO_MESSAGE,
    "answer-with-status-500": ANSWERS,
    "fault-with-status-200": FAULTS,
    "second-content-length": ANSWERS | FAULTS | NO_MESSAGE,
    "verbs-not-named": {"verb"},
    "no-message-gets-500": NO_MESSAGE,
    "soap-action-obeyed": {"soap-action"},
    "answer-called-text-xml": ANSWERS,
    "no-closing-boundary": ANSWERS,
    "start-names-nothing": ANSWERS,
    "parts-called-text-plain": DELIVERED,
    "text-after-the-end": ANSWERS,
    "line-feeds-alone": ANSWERS,
    "boundary-too-long": ANSWERS,
    "content-id-without-brackets": DELIVERED,
    "type-is-not-the-roots": ANSWERS,
    "start-of-request-ignored": {"root-second"},
    "include-names-no-part": DELIVERED,
    "root-called-text-xml": ANSWERS,
    "text-beside-include": DELIVERED,
    "part-shared": {"documents"},
    "parts-without-transfer-encoding": DELIVERED,
    "part-of-nobody": ANSWERS,
    "envelope-in-soap-1.1": ANSWERS,
    "fault-blames-receiver": {"fault"},
    "unknown-header-called-sender-fault": {"not-understood"},
    "version-mismatch-called-sender-fault": {"version"},
    "fault-without-reason": FAULTS,
    "processing-instruction": ANSWERS,
    "header-of-no-namespace": ANSWERS,
    "must-understand-yes": ANSWERS,
    "fault-with-stack-trace": FAULTS,
    "not-understood-unnamed": {"not-understood"},
    "upgrade-left-out": {"version"},
    "plain-request-gets-nothing": {"plain"},
    "action-of-a-port-type": ANSWERS,
    "relates-to-another-message": ANSWERS | {"not-understood"},
    "action-need-not-be-understood": ANSWERS,
    "message-id-twice": ANSWERS,
    "action-parameter-differs": ANSWERS,
    "message-id-without-scheme": ANSWERS,
    "fault-without-action": FAULTS,
    "action-with-white-space-refused": {"spaced"},
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
    "error-with-text": ERRORS,
    "highest-severity-too-low": ERRORS,
    "request-id-given": ANSWERS,
    "error-without-severity": ERRORS,
    "other-repository-unanswered": {"elsewhere"},
    "axis2-boundary-refused": {"axis2"},
    "document-called-octet-stream": RETRIEVED,
    "pixel-changed": RETRIEVED,
    "another-transfer-syntax": RETRIEVED,
    "transfer-syntax-refused-with-another-code": {"refused"},
    "unknown-document-with-another-code": {"mixed", "none"},
    "misplaced-document-with-another-code": {"mixed", "none"},
    "all-or-nothing": {"mixed"},
    "implicit-vr-refused": {"implicit"},
    "document-without-preamble": RETRIEVED,
    "document-with-another-uid": RETRIEVED,
    "new-instance-uid": RETRIEVED,
    "file-meta-of-another-instance": RETRIEVED,
    "line-break-after-the-data-set": RETRIEVED,
    "attributes-lost": RETRIEVED,
    "frames-swapped": {"loop"},
    "pixel-changed-in-conversion": RETRIEVED,
    "lossy-for-lossless": {"documents", "loop"},
    "relabelled-without-conversion": RETRIEVED - {"implicit"},
    "converted-without-relabelling": RETRIEVED,
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
    "anonymize-overlooked": {"anonymize"},
    "parameter-overlooked": {"region"},
    "content-type-overlooked": {"png"},
    "no-image-overlooked": {"report"},
    "missing-frame-overlooked": {"frameless"},
    "value-overlooked": {"value"},
    "last-frame-overlooked": {"range"},
    "failure-overlooked": {"damaged"},
    "rows-taken-for-columns": {"size"},
    "quality-turned-round": {"size"},
    "mirrored": {"size", "frame"},
    "upside-down": {"size", "frame"},
    "rows-as-columns": {"size", "frame"},
    "stretched": {"size"},
    "shown-as-ybr": {"colour"},
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
       "plain-request-gets-nothing"}
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
    settings = Settings(max_request_bytes=8)
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
