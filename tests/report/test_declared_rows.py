"""What a statement declares, row by row beside the specification: a thin one looks thin."""

from pathlib import Path

import pytest

from wadows_contract.report.declared import DeclaredRow, declared, pinned_statement
from wadows_spec.statement import Statement, load_statement
from wadows_spec.vocabulary import READINGS, SITUATIONS


def inheriting(folder: Path, text: str) -> Statement:
    path = folder / "acme.toml"
    above = 'inherits = "dcm4chee-arc"\nname = "acme"\ntitle = "Acme"\n'
    path.write_text(above + text, encoding="utf-8")
    return load_statement(str(path))


def rows(statement: Statement) -> dict[str, DeclaredRow]:
    return {row.what: row for table in declared(statement) for row in table.rows}


@pytest.mark.parametrize("name", ["dcm4chee-arc", "ihe", "wado"])
def test_every_situation_and_reading_has_a_row(name: str) -> None:
    titles = {table.title: table.rows for table in declared(load_statement(name))}

    codes = [row.what for row in titles["Codes that an error may have"]]
    readings = [row.what for row in titles["Readings of unclear clauses"]]
    assert ([*SITUATIONS], [*READINGS]) == (codes, readings)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("dcm4chee-arc", []), ("ihe", ["rendered"]), ("wado", [])],
)
def test_what_the_shipped_ones_leave_out(name: str, expected: list[str]) -> None:
    less = [row.what for row in rows(load_statement(name)).values() if row.asks_less]

    assert expected == less


def test_the_code_that_is_sent_comes_first() -> None:
    row = rows(load_statement("wado"))["study-unknown"]

    others = "XDSDocumentUniqueIdError, {}, urn:dicom:wado:0016, urn:dicom:wado:0017"
    assert (
        "urn:dicom:wado:0015, XDSDocumentUniqueIdError, XDSMissingDocument"
        == (row.statement.partition(", urn:dicom:wado:0016")[0])
    )
    first = f"XDSMissingDocument, {others.format('urn:dicom:wado:0015')}"
    assert first == row.specification


@pytest.mark.parametrize(
    ("text", "what", "statement"),
    [
        ('[accepts]\nframe-missing = ["X"]', "frame-missing", "urn:dicom:wado:0008, X"),
        ("[groups.image]\nconverts_to = []", "image: converted to", "nothing"),
        ('[parameters]\nRows = "parameter-unsupported"', "Rows", "refused: parameter-unsupported"),
        ('coerced = ["Modality"]', "attributes that may be changed", "Modality"),
    ],
)
def test_what_asks_less_is_marked(text: str, what: str, statement: str, tmp_path: Path) -> None:
    row = rows(inheriting(tmp_path, text))[what]

    assert (statement, True) == (row.statement, row.asks_less)


def test_a_stricter_reading_asks_no_less(tmp_path: Path) -> None:
    row = rows(inheriting(tmp_path, '[readings]\nrepository-unknown = "refused"'))

    assert (
        DeclaredRow("repository-unknown", "either", "refused", False) == row["repository-unknown"]
    )


def test_a_run_by_exact_codes_shows_no_others() -> None:
    header = {"event": "run", "statement": {"text": load_statement("ihe").text}}

    lenient, exact = (
        pinned_statement(header | {"exact_codes": exactly}) for exactly in (False, True)
    )

    assert lenient
    assert exact
    assert 5 == len(lenient.accepts["document-unknown"])
    assert "XDSDocumentUniqueIdError" == rows(exact)["document-unknown"].statement
