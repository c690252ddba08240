"""Statements: the shipped ones, those of a user, and every way in which one can be wrong."""

from pathlib import Path

import pytest

from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE
from wadows_spec.data import data_path
from wadows_spec.errors import ConfigurationError
from wadows_spec.ledger import ledger
from wadows_spec.statement import load_statement
from wadows_spec.statement_file import shipped_names
from wadows_spec.vocabulary import COERCED, READINGS, SITUATIONS

CT = "1.2.840.10008.5.1.4.1.1.2"
VIDEO_PHOTOGRAPHIC = "1.2.840.10008.5.1.4.1.1.77.1.4.1"
BASIC_TEXT_SR = "1.2.840.10008.5.1.4.1.1.88.11"
JPEG_BASELINE = "1.2.840.10008.1.2.4.50"
H264 = "1.2.840.10008.1.2.4.102"
SHIPPED = data_path("spec/statements/dcm4chee-arc.toml")


def changed(tmp_path: Path, old: str, new: str) -> str:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "statement.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return str(path)


def renamed(tmp_path: Path, old: str, new: str) -> str:
    """A statement with a name of its own, and one change."""
    path = Path(changed(tmp_path, old, new))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('name = "dcm4chee-arc"', 'name = "acme"'), encoding="utf-8")
    return str(path)


def test_the_shipped_statement_is_the_specification() -> None:
    statement = load_statement("dcm4chee-arc")

    assert ("retrieve", "rendered") == statement.operations
    assert ("image/jpeg",) == statement.content_types
    assert set(SITUATIONS) == set(statement.emits)
    assert 14 == len(statement.groups["image"].delivers_stored)
    assert 17 == len(statement.groups["video"].delivers_stored)


@pytest.mark.parametrize(
    ("sop_class", "group"),
    [
        (CT, "image"),
        (VIDEO_PHOTOGRAPHIC, "video"),
        (BASIC_TEXT_SR, "structured-report"),
        ("1.2.840.10008.5.1.4.1.1.104.1", "other"),
        ("1.2.3.4.5", "other"),
    ],
)
def test_group_of(sop_class: str, group: str) -> None:
    assert group == load_statement("dcm4chee-arc").group_of(sop_class)


@pytest.mark.parametrize(
    ("sop_class", "stored", "expected"),
    [
        (CT, EXPLICIT_VR_LE, {EXPLICIT_VR_LE, IMPLICIT_VR_LE}),
        (CT, JPEG_BASELINE, {JPEG_BASELINE, EXPLICIT_VR_LE, IMPLICIT_VR_LE}),
        # Nobody decodes a video into frames, whatever SOP class it has.
        (CT, H264, set()),
        (VIDEO_PHOTOGRAPHIC, H264, {H264}),
        (VIDEO_PHOTOGRAPHIC, JPEG_BASELINE, {JPEG_BASELINE}),
        # A syntax that the group's table lacks is not declared to be returned as stored.
        (BASIC_TEXT_SR, JPEG_BASELINE, {EXPLICIT_VR_LE, IMPLICIT_VR_LE}),
    ],
)
def test_deliverable(sop_class: str, stored: str, expected: set[str]) -> None:
    assert expected == set(load_statement("dcm4chee-arc").deliverable(sop_class, stored))


def test_accepts_always_has_what_is_sent(tmp_path: Path) -> None:
    path = renamed(
        tmp_path, 'processing-failure = "urn:dicom:wado:0014"', 'processing-failure = "X"'
    )

    accepted = load_statement(path).accepts["processing-failure"]
    assert {"X", "urn:dicom:wado:0014", "XDSRepositoryError"} == accepted


def test_exact_codes_are_those_sent() -> None:
    exact = load_statement("dcm4chee-arc").exact()

    assert {"XDSMissingDocument"} == exact.accepts["document-unknown"]
    assert {frozenset({code}) for code in exact.emits.values()} == set(exact.accepts.values())


def test_what_can_be_left_out(tmp_path: Path) -> None:
    lines = SHIPPED.read_text(encoding="utf-8").partition("[readings]")[0].splitlines()
    path = tmp_path / "acme.toml"
    kept = [line for line in lines if not line.startswith(("converts_to", "name"))]
    path.write_text('name = "acme"\n' + "\n".join(kept), encoding="utf-8")

    ours, statement = load_statement("dcm4chee-arc"), load_statement(str(path))

    assert ours.groups == statement.groups
    assert ours.readings == statement.readings
    assert COERCED == statement.coerced


# The shipped statements

UNKNOWN = ("document-unknown", "study-unknown", "series-unknown", "identifiers-inconsistent")
ITI = dict.fromkeys(UNKNOWN, "XDSDocumentUniqueIdError")
INTERNAL = dict.fromkeys(("transfer-syntax-refused", "processing-failure"), "XDSRepositoryError")


@pytest.mark.parametrize(
    ("name", "operations", "codes"),
    [
        ("dcm4chee-arc", ("retrieve", "rendered"), {}),
        ("ihe", ("retrieve",), ITI | INTERNAL),
        (
            "wado",
            ("retrieve", "rendered"),
            dict(
                zip(
                    UNKNOWN,
                    [f"urn:dicom:wado:{number}" for number in ("0017", "0015", "0016", "0010")],
                    strict=True,
                )
            ),
        ),
    ],
)
def test_the_shipped_statements(
    name: str, operations: tuple[str, ...], codes: dict[str, str]
) -> None:
    statement, specification = load_statement(name), load_statement("dcm4chee-arc")

    assert (name, operations) == (statement.name, statement.operations)
    assert {**specification.emits, **codes} == statement.emits
    assert "XDSUnknownRepositoryId" == statement.emits["repository-unknown"]
    assert (specification.groups, specification.parameters) == (
        statement.groups,
        statement.parameters,
    )


def test_every_shipped_statement_is_named_by_its_file() -> None:
    assert ["dcm4chee-arc", "ihe", "wado"] == shipped_names()
    assert shipped_names() == [load_statement(name).name for name in shipped_names()]


def test_a_code_that_one_of_them_sends_is_accepted_by_all() -> None:
    """None of them blames an endpoint for the code that another standard has."""
    shipped = [load_statement(name) for name in shipped_names()]

    for situation in SITUATIONS:
        sent = {statement.emits[situation] for statement in shipped}
        assert [set()] * 3 == [sent - statement.accepts[situation] for statement in shipped]


def test_the_readings_that_are_stricter_than_the_default() -> None:
    def strict(name: str) -> dict[str, str]:
        readings = load_statement(name).readings
        assert set(READINGS) == set(readings)
        return {key: value for key, value in readings.items() if value != READINGS[key][0]}

    assert {} == strict("dcm4chee-arc")
    assert {
        "response-action-must-understand": "must",
        "severity-left-out": "must",
        "repository-unknown": "refused",
        "identifiers-inconsistent": "refused",
    } == strict("ihe")
    assert {
        "response-action-must-understand": "must",
        "identifiers-inconsistent": "refused",
    } == strict("wado")


def test_each_reading_is_asked_for_in_the_ledger() -> None:
    keys = {entry.statement_key for entry in ledger()}

    assert {f"readings.{key}" for key in READINGS} == {
        key for key in keys if key.startswith("readings.")
    }


def test_a_default_is_one_of_the_values_of_a_reading() -> None:
    assert all(len(set(values)) == len(values) >= 2 for values in READINGS.values())


# Mistakes


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "dcm4chee-arc"', 'nmae = "x"', "unknown key 'nmae'"),
        ('title = "dcm4chee-arc WADO-WS"', "", "key 'title' is missing"),
        ('Rows = "supported"', 'Rowz = "supported"', "[parameters]: unknown key 'Rowz'"),
        ('Rows = "supported"', 'Rows = "perhaps"', "'perhaps' is not a value of 'Rows'"),
        ('Rows = "supported"', "", "[parameters]: key 'Rows' is missing"),
        ("[groups.video]", "[groups.movies]", "[groups]: unknown key 'movies'"),
        ("converts_to = []", "convert = []", "[groups.video]: unknown key 'convert'"),
        ('operations = ["retrieve", "rendered"]', 'operations = "all"', "must be a list"),
        ('operations = ["retrieve", "rendered"]', 'operations = ["x"]', "'x' is not a value"),
        ('[emits]\ndocument-unknown', "[emits]\nunknown-document", "'unknown-document'"),
        ('frame-missing = ["urn', 'frame-missing = 7 # ["urn', "must be a list of strings"),
        ('understand = "warning"', 'understand = "wrning"', "'wrning' is not a value of"),
        ("response-action-must", "request-action-must", "unknown key 'request-action-must"),
        ("\n[parameters]", '\ncoerced = ["PatientNam"]\n[parameters]',
         "'PatientNam' in 'coerced' is no attribute"),
        ('title = "dcm4chee-arc WADO-WS"', 'title = "x"', "is the name of a shipped statement"),
        ("[parameters]", "[parameters", "is not TOML"),
    ],
)  # fmt: skip
def test_a_wrong_statement_is_told_what_is_wrong(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_statement(changed(tmp_path, old, new))

    assert message in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["nobody", "../dcm4chee-arc", "/no/such/file.toml"])
def test_an_unknown_statement_is_named(name: str) -> None:
    with pytest.raises(ConfigurationError, match="there is no statement") as caught:
        load_statement(name)

    assert "dcm4chee-arc" in caught.value.hint


def test_what_evidence_pinned_may_bear_a_shipped_name(tmp_path: Path) -> None:
    older = changed(tmp_path, 'title = "dcm4chee-arc WADO-WS"', 'title = "as it was"')

    assert "as it was" == load_statement(older, pinned=True).title


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"Rows": "64", "ContentTypeList": "image/jpeg"}, {}),
        ({"ContentTypeList": "image/png IMAGE/JPEG"}, {}),
        (
            {"Region": "0,0,1,1", "ContentTypeList": "image/jpeg"},
            {"parameter-unsupported": "Region"},
        ),
        ({"Anonymize": "yes"}, {"anonymization-unsupported": "Anonymize"}),
        ({"ContentTypeList": "image/png"}, {"content-type-refused": "image/png"}),
        ({"CharsetList": "utf-8"}, {}),
    ],
)
def test_refusals_by_declaration(request_: dict[str, str], expected: dict[str, str]) -> None:
    assert expected == load_statement("dcm4chee-arc").refusals([request_])
