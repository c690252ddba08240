"""The file of expected failures: what can be in it, and that every mistake is named."""

from datetime import date
from pathlib import Path

import pytest

from wadows_contract.expected_failures import ExpectedFailure, in_force, load_expected_failures
from wadows_spec.errors import ConfigurationError

ENTRY = '[[expected]]\nid = "REG-05"\nreason = "Ticket 4711"\n'


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "known.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_the_guide_shows(tmp_path: Path) -> None:
    text = """
    [[expected]]
    id = "REG-05"
    reason = "Ticket 4711: location is left out until release 6"
    until = 2027-03-31

    [[expected]]
    id = "T0604[signed]"
    reason = " known since May "
    """

    entries = load_expected_failures(written(tmp_path, text))

    assert [
        ExpectedFailure(
            "REG-05", "Ticket 4711: location is left out until release 6", date(2027, 3, 31)
        ),
        ExpectedFailure("T0604[signed]", "known since May"),
    ] == list(entries)


def test_a_file_may_be_empty(tmp_path: Path) -> None:
    assert [] == list(load_expected_failures(written(tmp_path, "# nothing is known to fail\n")))


WRONG = [
    # What stands in the file, what the message says, what the hint says
    ("[[expected]]\nid = 'REG-05'", "entry 1: key 'reason' is missing", "Add 'reason'"),
    ("[[expected]]\nreason = 'x'", "entry 1: key 'id' is missing", "Add 'id'"),
    (
        f"{ENTRY}{ENTRY.replace('REG-05', 'REG-99')}",
        "no requirement or scenario 'REG-99'",
        "--list",
    ),
    (ENTRY.replace("REG-05", "reg-05"), "no requirement or scenario 'reg-05'", "--list"),
    (ENTRY.replace("REG-05", "T9999"), "no requirement or scenario 'T9999'", "--list"),
    (ENTRY.replace("REG-05", "T0604"), "no requirement or scenario 'T0604'", "such as T0604["),
    (ENTRY.replace("REG-05", "T0604[x]"), "no requirement or scenario 'T0604[x]'", "--list"),
    (ENTRY.replace("REG-05", "REG"), "no requirement or scenario 'REG'", "--list"),
    (ENTRY * 2, "REG-05 stands there twice", "Keep one entry"),
    (f"{ENTRY}cause = 1", "entry 1: unknown key 'cause'", "Known keys: id, reason, until."),
    (f"{ENTRY}[[other]]", "unknown key 'other'", "Known keys: expected."),
    ("id = 'REG-05'\nreason = 'x'", "unknown key 'id'", "Known keys: expected."),
    ("[expected]\nid = 'REG-05'", "'expected' is no list of tables", "Write [[expected]]"),
    ("expected = ['REG-05']", "'expected' is no list of tables", "Write [[expected]]"),
    (ENTRY.replace('"REG-05"', "5"), "entry 1: 'id' is no text", 'id = "REG-05"'),
    (ENTRY.replace('"Ticket 4711"', "4711"), "entry 1: 'reason' is no text", "reason = "),
    (ENTRY.replace("Ticket 4711", "  "), "entry 1: 'reason' is no text", "reason = "),
    (f"{ENTRY}until = '2027-03-31'", "entry 1: 'until' is no date", "until = 2027-03-31"),
    (f"{ENTRY}until = 2027-03-31T00:00:00", "entry 1: 'until' is no date", "until = 2027-03-31"),
    (f"{ENTRY}until = 2027", "entry 1: 'until' is no date", "until = 2027-03-31"),
    (f"{ENTRY}until = 2027-02-30", "is not TOML", "Mend the line"),
    ("[[expected", "is not TOML", "Mend the line"),
]


@pytest.mark.parametrize(("text", "problem", "hint"), WRONG, ids=[row[1] for row in WRONG])
def test_a_mistake_is_named(text: str, problem: str, hint: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)

    with pytest.raises(ConfigurationError) as error:
        load_expected_failures(path)

    assert str(path) in str(error.value)
    assert problem in str(error.value)
    assert hint in error.value.hint


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml cannot be read"):
        load_expected_failures(tmp_path / "nowhere.toml")


def test_what_evidence_pins_may_name_what_is_there_no_more(tmp_path: Path) -> None:
    path = written(tmp_path, ENTRY.replace("REG-05", "REG-99"))

    assert ["REG-99"] == [entry.id for entry in load_expected_failures(path, pinned=True)]


def test_what_counts_on_a_day() -> None:
    entries = [
        ExpectedFailure("always", "x"),
        ExpectedFailure("until then", "x", date(2026, 11, 22)),
        ExpectedFailure("until before", "x", date(2026, 11, 21)),
    ]

    assert ["always", "until then"] == list(in_force(entries, date(2026, 11, 22)))
