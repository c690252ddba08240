"""`serve` and `documents write`: what they say when they cannot, and that they leave nothing."""

import signal
import socket
from pathlib import Path

import pytest

from tests.command.commands import ROOT, finish, run, serving, start
from wadows_spec.catalogue import load_catalogue
from wadows_spec.documents import TEST_DOCUMENTS

STATEMENT = ROOT / "spec" / "statements" / "dcm4chee-arc.toml"


def test_a_port_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = run("serve", "--port", port)

    assert (2, "") == (said.code, said.output)
    (message,) = said.errors
    assert message.startswith(f"error: cannot listen on 127.0.0.1 port {port}: Address already in")
    assert message.endswith("Choose another --port; 0 takes a free one.")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nowhere"], "the folder nowhere does not exist"),
        (["--mutant", "nonsense"], "nonsense"),
        (["--variant", "nonsense"], "nonsense"),
        (["--statement", "nonsense"], "nonsense"),
        (["--host", "b\xfccher..test"], "'b\xfccher..test' is no name of a host"),
        (["--host", "192.0.2.1"], "cannot listen on 192.0.2.1"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage(arguments: list[str], word: str, tmp_path: Path) -> None:
    said = run("serve", *arguments, "--port", 0, cwd=tmp_path)

    assert (2, "") == (said.code, said.output)
    assert 1 == len(said.errors)
    assert word in said.errors[0]


def test_an_unknown_key_of_a_statement_is_named(tmp_path: Path) -> None:
    path = tmp_path / "statement.toml"
    path.write_text(f"colour = 1\n{STATEMENT.read_text(encoding='utf-8')}", encoding="utf-8")

    said = run("serve", "--statement", path)

    assert 2 == said.code
    assert 1 == len(said.errors)
    assert "colour" in said.errors[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_the_reference_with_it(number: signal.Signals) -> None:
    with start("serve", "--port", 0) as process:
        assert process.stdout is not None
        _, _, url = process.stdout.readline().strip().partition(" ")
        process.send_signal(number)
        # The reference holds the other end too: this ends when both have.
        said = finish(process)

    assert 0 == said.code
    port = int(url.split(":")[2].split("/")[0])
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_the_repository_can_be_another_than_the_catalogues(tmp_path: Path) -> None:
    with serving("--repository-unique-id", "1.2.3") as url:
        said = run("certify", url, "--select", "@T0604", "--out", tmp_path / "out")

    assert 1 == said.code
    findings = (tmp_path / "out" / "results.json").read_text(encoding="utf-8")
    assert "This is the repository 1.2.3, not '1.3.6.1.4.1.21367.13.80.110'." in findings


def test_documents_are_written(tmp_path: Path) -> None:
    said = run("documents", "write", tmp_path / "documents")

    catalogue = load_catalogue(tmp_path / "documents")
    assert (0, []) == (said.code, said.errors)
    assert said.output.startswith(f"{len(TEST_DOCUMENTS)} documents and catalogue.toml in ")
    assert {document.role for document in TEST_DOCUMENTS} == set(catalogue.documents)
    expected = {f"{role}.dcm" for role in catalogue.documents} | {"catalogue.toml"}
    assert expected == {path.name for path in (tmp_path / "documents").iterdir()}


def test_documents_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    said = run("documents", "write", tmp_path / "file" / "documents")

    assert (2, "") == (said.code, said.output)
    assert "cannot be written: Not a directory" in said.errors[0]
