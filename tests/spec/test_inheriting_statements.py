"""Statements that take over from a shipped one: what becomes of each key, and of mistakes."""

import tomllib
from pathlib import Path

import pytest

from wadows_spec.data import data_path
from wadows_spec.errors import ConfigurationError
from wadows_spec.statement import Statement, load_statement, parse_statement


def inheriting(tmp_path: Path, text: str, name: str = "acme") -> str:
    """A statement that takes over what it does not say, by default from dcm4chee-arc."""
    path = tmp_path / "inheriting.toml"
    above = "" if "inherits" in text else 'inherits = "dcm4chee-arc"\n'
    path.write_text(f'{above}name = "{name}"\ntitle = "Acme"\n{text}', encoding="utf-8")
    return str(path)


def test_what_a_statement_does_not_say_it_takes_over(tmp_path: Path) -> None:
    ours = load_statement("dcm4chee-arc")
    statement = load_statement(inheriting(tmp_path, ""))

    for key in Statement.__dataclass_fields__.keys() - {"name", "title", "text"}:
        assert getattr(ours, key) == getattr(statement, key), key
    assert ("acme", "Acme") == (statement.name, statement.title)


def test_tables_are_merged_key_by_key_and_lists_replaced(tmp_path: Path) -> None:
    text = """
operations = ["retrieve"]
[emits]
document-unknown = "X"
[accepts]
study-unknown = ["Y"]
[groups.image]
converts_to = ["1.2.840.10008.1.2.4.90"]
[parameters]
Rows = "parameter-unsupported"
[readings]
fault-status = "400"
"""
    ours = load_statement("dcm4chee-arc")
    statement = load_statement(inheriting(tmp_path, text))

    assert ("retrieve",) == statement.operations
    assert {**ours.emits, "document-unknown": "X"} == statement.emits
    assert {"Y", "XDSMissingDocument"} == statement.accepts["study-unknown"]
    assert {*ours.accepts["document-unknown"], "X"} == statement.accepts["document-unknown"]
    assert ("1.2.840.10008.1.2.4.90",) == statement.groups["image"].converts_to
    assert ours.groups["image"].delivers_stored == statement.groups["image"].delivers_stored
    assert ours.groups["other"] == statement.groups["other"]
    assert {**ours.parameters, "Rows": "parameter-unsupported"} == statement.parameters
    assert {**ours.readings, "fault-status": "400"} == statement.readings


def test_a_chain_ends_at_the_nearest_that_says_something(tmp_path: Path) -> None:
    statement = load_statement(inheriting(tmp_path, 'inherits = "ihe"'))

    assert ("retrieve",) == statement.operations
    assert "XDSRepositoryError" == statement.emits["transfer-syntax-refused"]
    assert "urn:dicom:wado:0012" == statement.emits["value-invalid"]
    assert "must" == statement.reading("severity-left-out")


def test_the_text_of_an_inheriting_statement_needs_no_other_file(tmp_path: Path) -> None:
    """What evidence pins gives the same statement when what it inherited from has changed."""
    statement = load_statement(inheriting(tmp_path, '[emits]\ndocument-unknown = "X"\n'))
    pinned = tmp_path / "pinned.toml"
    pinned.write_text(statement.text, encoding="utf-8")

    assert "inherits" not in tomllib.loads(statement.text)
    assert statement == parse_statement(pinned)


def test_the_text_of_another_is_its_file(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(data_path("spec/statements/dcm4chee-arc.toml").read_bytes())

    assert path.read_text(encoding="utf-8") == load_statement(str(path)).text


def test_content_types_are_compared_without_case(tmp_path: Path) -> None:
    statement = load_statement(inheriting(tmp_path, 'content_types = ["Image/PNG"]'))

    assert {} == statement.refusals([{"ContentTypeList": "image/png"}])


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('inherits = "nobody"', "'nobody' in 'inherits' is no shipped statement", "ihe, wado"),
        ('inherits = "./ihe.toml"', "is no shipped statement", "dcm4chee-arc"),
        ("inherits = 7", "7 in 'inherits' is no shipped statement", "dcm4chee-arc"),
        ("operations = []", "'operations' is empty", "at least one"),
        ("rendered_actions = []", "'rendered_actions' is empty", "at least one"),
        ("[emits]\nnobody-there = 'X'", "[emits]: unknown key 'nobody-there'", "study-unknown"),
        ("[emits]\nstudy-unknown = 7", "[emits]: 'study-unknown' must be a string", "Write"),
        ("[emits]\nstudy-unknown = ''", "must be a string that is not empty", "Write"),
        ("[emits]\nstudy-unknown = ['X']", "'study-unknown' must be a string", "Write"),
        ("[accepts]\nstudy-unknown = 'X'", "'study-unknown' must be a list", '["…"]'),
        ("[accepts]\nstudy-unknown = [7]", "'study-unknown' must be a list of strings", '["…"]'),
        ("emits = 'X'", "'emits' must be a table", "[emits]"),
        ("readings = 'X'", "'readings' must be a table", "[readings]"),
        ("[readings]\necho = 'X'", "'X' is not a value of 'echo'", "asked, used"),
        ("[readings]\necho = ['used']", "is not a value of 'echo'", "asked, used"),
        ("[readings]\nsilence = 'used'", "unknown key 'silence'", "severity-left-out"),
        ("[parameters]\nRows = 'document-unknown'", "is not a value of 'Rows'", "supported"),
        ("[parameters]\nRows = {}", "'Rows' must be a string", "Write"),
        ("[groups]\nimage = 'X'", "'image' must be a table", "[groups.image]"),
        ("[groups.image]\nconverts_to = 'X'", "'converts_to' must be a list", '["…"]'),
        ("[groups.image]\nconverts_to = ['table']", "'table' in 'converts_to' is no", "UIDs"),
        ("[groups.image]\ndelivers_stored = ['all']", "'all' in 'delivers_stored'", '"table"'),
        ("coerced = 'PatientName'", "'coerced' must be a list of strings", '["…"]'),
    ],
)  # fmt: skip
def test_a_wrong_inheriting_statement_is_told_what_is_wrong(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_statement(inheriting(tmp_path, text))

    assert message in str(caught.value)
    assert hint in caught.value.hint


@pytest.mark.parametrize("name", ["dcm4chee-arc", "ihe", "wado"])
def test_a_name_that_is_shipped_says_what_is_shipped(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="is the name of a shipped statement"):
        load_statement(inheriting(tmp_path, "", name))
    copied = tmp_path / "copied.toml"
    copied.write_bytes(data_path(f"spec/statements/{name}.toml").read_bytes())
    assert load_statement(name) == load_statement(str(copied))


@pytest.mark.parametrize("key", ["name", "title"])
def test_name_and_title_are_never_taken_over(tmp_path: Path, key: str) -> None:
    path = Path(inheriting(tmp_path, ""))
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith(key)), "utf-8")

    with pytest.raises(ConfigurationError, match=f"key '{key}' is missing"):
        load_statement(str(path))
