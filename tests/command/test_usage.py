"""Wrong usage and configuration: one clear message, exit code 2, and nothing begun."""

import re
import resource
from pathlib import Path

import pytest

from tests.command.commands import ROOT, Said, results_in, run, run_pytest
from wadows_contract.evidence import read_events
from wadows_spec.documents import write_documents

STATEMENT = ROOT / "spec" / "statements" / "dcm4chee-arc.toml"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    write_documents(folder)
    return folder


def assert_usage(said: Said, *words: str) -> None:
    """One message of at most two lines, the problem and what to do about it."""
    assert 2 == said.code
    assert "" == said.output
    assert len(said.errors) in (1, 2)
    for word in words:
        assert word in said.errors[0]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([""], "the URL is empty"),
        (["archive:8080/path"], "'archive:8080/path' is no URL"),
        (["http://archive:port/path"], "'http://archive:port/path' is no URL"),
        (["--statement", "nonsense"], "'nonsense'"),
        (["--documents", "nowhere"], "nowhere"),
        (["--documents", "."], "no catalogue.toml"),
        (["--select", "@T9999"], "'@T9999' names no scenario"),
        (["--select", "@must and"], "'@must and' is no tag expression"),
        (["--out", "file"], "file cannot be made: File exists"),
        (["--out", "file/out"], "file/out cannot be made: Not a directory"),
        (["--out", "full"], "full holds other files"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_certify(arguments: list[str], word: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "full").mkdir(mode=0o755)
    (tmp_path / "full" / "letter.txt").touch()
    before = sorted(tmp_path.rglob("*"))

    said = run("certify", *arguments, cwd=tmp_path)

    assert_usage(said, word)
    assert before == sorted(tmp_path.rglob("*"))
    assert 0o755 == (tmp_path / "full").stat().st_mode & 0o777


def test_an_option_out_of_range() -> None:
    said = run("certify", "--jobs", 0)

    assert 2 == said.code
    assert "'--jobs'" in said.errors[-1]


def test_an_unknown_key_of_a_statement_is_named(tmp_path: Path) -> None:
    path = tmp_path / "statement.toml"
    path.write_text(f"colour = 1\n{STATEMENT.read_text(encoding='utf-8')}", encoding="utf-8")

    assert_usage(run("certify", "--statement", path, cwd=tmp_path), str(path), "'colour'")


def test_a_document_that_is_not_there_is_named(documents: Path, tmp_path: Path) -> None:
    text = (documents / "catalogue.toml").read_text(encoding="utf-8")
    path = documents / "lost.toml"
    path.write_text(text.replace('"signed.dcm"', '"lost.dcm"'), encoding="utf-8")

    said = run("certify", "--documents", path, cwd=tmp_path)

    assert_usage(said, str(path), "[documents.signed]", "lost.dcm")


def test_a_folder_is_used_once(tmp_path: Path) -> None:
    first = run("certify", "--out", tmp_path / "out", "--select", "T0501[rad69]")
    evidence = (tmp_path / "out" / "evidence.jsonl").read_bytes()

    said = run("certify", "--out", tmp_path / "out")

    assert 0 == first.code
    assert_usage(said, f"{tmp_path / 'out'} holds the evidence of another run")
    assert evidence == (tmp_path / "out" / "evidence.jsonl").read_bytes()
    assert "incomplete" == results_in(tmp_path / "out")["verdict"]


def test_a_catalogue_without_a_role(documents: Path, tmp_path: Path) -> None:
    text = (documents / "catalogue.toml").read_text(encoding="utf-8")
    (documents / "fewer.toml").write_text(
        re.sub(r"(?ms)^\[documents\.damaged\]\n.*?(?=^\[)", "", text), encoding="utf-8"
    )

    said = run("certify", "--documents", documents / "fewer.toml", "--out", tmp_path / "out")

    assert 0 == said.code, said
    (message,) = said.errors
    assert message.startswith("The catalogue has no document in the role damaged: ")
    results = results_in(tmp_path / "out")
    assert "conforms to dcm4chee-arc" == results["verdict"]
    assert 0.9 < results["coverage"] < 1
    states = {entry["id"]: entry["state"] for entry in results["requirements"]}
    # Only what cannot be decoded makes rendering fail.
    assert {"REN-15": "not shown"} == {id_: state for id_, state in states.items()
                                       if state != "passed"}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (None, "holds no evidence"),
        ('{"event": "run", "format": 1}\n{"event": }\n', "line 2 is not JSON"),
    ],
    ids=["no evidence", "changed evidence"],
)
def test_rejudge(content: str | None, word: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "evidence.jsonl").write_text(content, encoding="utf-8")

    assert_usage(run("rejudge", tmp_path), word)


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["--documents", "nowhere"], 2, "nowhere"),
        (["--endpoint", "archive:8080"], 2, "'archive:8080' is no URL"),
        (["--select=@T9999"], 2, "'@T9999' names no scenario"),
        (["--statement", "nonsense", "-n", "2"], 2, "there is no statement 'nonsense'"),
        (["--endpoint", "http://no..body/x"], 3, "http://no..body/x cannot be reached"),
        (["--endpoint", "http://no..body/x", "-n", "2"], 3, "http://no..body/x cannot be reached"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_features_in_a_checkout(arguments: list[str], code: int, word: str, tmp_path: Path) -> None:
    said = run_pytest(*arguments, "--out", tmp_path / "out")

    assert code == said.code
    assert word in said.output + "\n".join(said.errors)


def test_a_suite_that_fails_says_where(tmp_path: Path) -> None:
    """With files limited to 1 MiB, the evidence cannot grow to its end."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, before[1]))
    try:
        said = run("certify", "--out", tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert (4, "") == (said.code, said.output)
    assert said.errors[0].startswith("The suite failed: OSError: ")
    log = Path(said.errors[1].removeprefix("Where it failed stands in ").removesuffix("."))
    assert "File too large" in log.read_text(encoding="utf-8")
    log.unlink()
    # What was recorded until then can still be read.
    assert "exchange" in {event["event"] for event in read_events(tmp_path / "out")}
