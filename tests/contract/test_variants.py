"""Variants of the reference look different, and the suite has nothing against them.

Here a few of them are certified; `prove` certifies all.
"""

import json
import subprocess
import sys
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from tests.reference.client import RENDERED, RETRIEVE, URL, envelope, identity, mtom
from tests.reference.client import rendered as rendered_request
from tests.reference.client import retrieve as retrieve_request
from wadows_contract.reference_process import command, environment
from wadows_reference.app import Application
from wadows_reference.settings import Settings
from wadows_reference.store import Store
from wadows_reference.variants import Variant, all_variants, find_variant
from wadows_reference.variants.registry import HttpResponse
from wadows_spec.documents import write_documents
from wadows_spec.register import register
from wadows_spec.statement import load_statement
from wadows_spec.statement_file import shipped_names

VARIANTS = {variant.name: variant for variant in all_variants()}
#: One of each way to be different, and one that the suite may warn of.
CERTIFIED = (
    "accepted-codes-1",
    "chunked",
    "preamble-and-epilogue",
)
SENT = HttpResponse(200, "OK", (("Content-Type", "text/plain"), ("Content-Length", "5")), b"hello")
USUAL = [
    (
        b"HTTP/1.1 200 OK\r\n"
        b"Content-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"
    ),
    b"hello",
]
NOBODY = ("1.2", "1.3", "1.4"), ("1.2", "1.3", "1.5")
JPEG_BASELINE = "1.2.840.10008.1.2.4.50"
UNKNOWN_HEADER = '<unknown:X xmlns:unknown="urn:example:unknown" s:mustUnderstand="1"/>'
Answer = tuple[str, list[tuple[str, str]], bytes]
Ask = Callable[[Variant | None], Sequence[Answer]]


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """What the reference answers, as a variant or as it is, to a few requests."""
    folder = tmp_path_factory.mktemp("documents")
    documents = write_documents(folder).documents
    store, statement = Store.open(folder), load_statement("dcm4chee-arc")

    def asked(*roles: str) -> list[tuple[str, str, str]]:
        return [identity(documents[role]) for role in roles]

    requests = [
        mtom(text)
        for text in (
            envelope(RETRIEVE, retrieve_request(*asked("signed", "structured-report"), *NOBODY)),
            envelope(RETRIEVE, retrieve_request(*NOBODY)),
            envelope(RETRIEVE, "<nothing/>"),
            envelope(RETRIEVE, "<nothing/>", more=UNKNOWN_HEADER),
            envelope("urn:example:nothing", "<nothing/>"),
            "<version/>",
            envelope(RENDERED, rendered_request(*asked("colour", "two-windows", "jpeg"))),
            envelope(RENDERED, rendered_request(*asked("signed"), Rows="9", ImageQuality="30")),
            envelope(RENDERED, rendered_request(*asked("eight-bit"), Columns="37")),
            envelope(RENDERED, rendered_request(*asked("signed", "encapsulated-pdf"))),
            envelope(RENDERED, rendered_request(*asked("signed"), Anonymize="yes")),
        )
    ]

    jpeg = retrieve_request(*asked("jpeg", "jpeg"), syntaxes=(JPEG_BASELINE,))
    requests.append(mtom(envelope(RETRIEVE, jpeg)))
    old = envelope(RETRIEVE, jpeg, soap="http://schemas.xmlsoap.org/soap/envelope/")
    requests.append(mtom(old))
    plain = envelope(RETRIEVE, retrieve_request(*asked("signed")))
    requests.append(("application/soap+xml; charset=utf-8", plain.encode()))

    def ask(variant: Variant | None) -> Sequence[Answer]:
        client = Client(Application(store, statement, Settings(), variant=variant))
        answers = []
        for content_type, body in requests:
            with client.post(URL, data=body, content_type=content_type) as response:
                answers.append((response.status, list(response.headers), response.get_data()))
        return answers

    return ask


@pytest.fixture(autouse=True)
def _same_ids_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=0x4711))


def certified(variant: str, out: Path) -> dict[str, Any]:
    features = Path(__file__).parents[2] / "features"
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", str(features), "-q",
            "--variant", variant, "--out", str(out),
        ],
        capture_output=True, text=True, env=environment(),
    )  # fmt: skip
    assert 0 == done.returncode, done.stdout
    results: dict[str, Any] = json.loads((out / "results.json").read_text(encoding="utf-8"))
    return results


def test_they_are_listed() -> None:
    done = subprocess.run(command("variants"), capture_output=True, check=True, env=environment())
    listed = {entry["name"]: entry for entry in json.loads(done.stdout)}

    assert VARIANTS.keys() == listed.keys()
    assert len(listed) > 100
    assert all(entry["sentence"].endswith(".") for entry in listed.values())


def test_one_is_warned_of_for_what_should_be_kept_alone() -> None:
    warned = {id_ for variant in VARIANTS.values() for id_ in variant.warns}

    assert {"should"} == {register()[id_].level for id_ in warned}


@pytest.mark.parametrize("name", shipped_names())
def test_every_accepted_code_is_emitted_by_one(name: str) -> None:
    statement = load_statement(name)
    declared = [statement, *(variant.declare(statement) for variant in VARIANTS.values())]

    for situation, accepted in statement.accepts.items():
        assert accepted == {each.emits[situation] for each in declared}


def test_without_a_variant_answers_are_the_same_each_time(asking: Ask) -> None:
    assert asking(None) == asking(None)


@pytest.mark.parametrize("name", [name for name, each in VARIANTS.items() if not each.send])
def test_each_answers_otherwise(name: str, asking: Ask) -> None:
    assert asking(None) != asking(VARIANTS[name])


@pytest.mark.parametrize("name", [name for name, each in VARIANTS.items() if each.send])
def test_each_sends_otherwise(name: str) -> None:
    send = VARIANTS[name].send

    assert send
    assert list(send(SENT)) != USUAL


@pytest.mark.parametrize("name", CERTIFIED)
def test_it_conforms(name: str, tmp_path: Path) -> None:
    results = certified(name, tmp_path / "out")

    warned = [entry["id"] for entry in results["requirements"] if entry["state"] == "warning"]
    assert name == results["run"]["variant"]
    assert "conforms to dcm4chee-arc" == results["verdict"]
    assert list(find_variant(name).warns) == warned
