"""The tables hold what the specification's tables hold, counted and sampled by hand."""

from collections import Counter

from wadows_spec.ledger import ledger
from wadows_spec.register import register
from wadows_spec.statement import load_statement
from wadows_spec.tables import (
    error_codes,
    rendered_parameters,
    sop_classes,
    transfer_syntax_name,
    transfer_syntaxes,
)


def test_error_codes() -> None:
    numbers = [row.code.removeprefix("urn:dicom:wado:") for row in error_codes()]

    assert ["0002", "0006", "0007", "0008", "0012", "0013", "0014", "0018"] == numbers
    assert all(row.situation for row in error_codes())


def test_rendered_parameters() -> None:
    supported = {row.name for row in rendered_parameters() if row.supported}
    refused = {row.name for row in rendered_parameters() if not row.supported}

    assert {
        "SOP Class",
        "Rows",
        "Columns",
        "Window Center",
        "Window Width",
        "Image Quality",
        "Content Type",
        "Frame Number",
    } == supported
    assert {
        "Region",
        "Annotation",
        "Presentation UID",
        "Presentation Series UID",
        "Anonymize",
    } == refused


def test_transfer_syntaxes() -> None:
    expected = {"image": 14, "video": 17, "structured-report": 3, "other": 2}

    assert expected == Counter(row.group for row in transfer_syntaxes())
    assert "RLE Lossless" == transfer_syntax_name("1.2.840.10008.1.2.5")
    assert "1.2.3" == transfer_syntax_name("1.2.3")


def test_sop_classes() -> None:
    expected = {"image": 76, "video": 3, "structured-report": 21, "other": 136, "none": 2}

    assert expected == Counter(row.group for row in sop_classes())
    assert len(sop_classes()) == len({row.uid for row in sop_classes()})


def test_only_what_was_read_can_fail_a_run() -> None:
    assert {"R"} == {entry.certainty for entry in register().values() if entry.can_fail}
    assert not register()["WSA-03"].can_fail


def test_the_readings_of_the_statement_are_in_the_ledger() -> None:
    keys = {entry.statement_key for entry in ledger()}

    for reading in load_statement("dcm4chee-arc").readings:
        assert f"readings.{reading}" in keys


def test_a_ledger_entry_leaves_a_choice() -> None:
    assert all(len(entry.readings) >= 2 for entry in ledger())
