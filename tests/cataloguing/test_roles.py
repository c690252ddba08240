"""Which documents can stand in which role: ours in theirs, and others not."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from pydicom import Dataset

from wadows_contract.cataloguing.assign import Assignment, assign
from wadows_contract.cataloguing.facts import Facts
from wadows_contract.cataloguing.folder import scan
from wadows_contract.cataloguing.roles import Role, roles
from wadows_contract.cataloguing.trial import Trials
from wadows_contract.exchange import BodyStore
from wadows_spec.documents import TEST_DOCUMENTS, write_documents

CT = "1.2.840.10008.5.1.4.1.1.2"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Facts]:
    folder = tmp_path_factory.mktemp("documents")
    write_documents(folder)
    documents, unusable = scan(folder)
    assert [] == unusable
    return {facts.name.removesuffix(".dcm"): facts for facts in documents}


@pytest.fixture(scope="module")
def assignment(ours: Mapping[str, Facts], tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    trials = Trials(BodyStore(tmp_path_factory.mktemp("answers")))
    return assign([*ours.values()], trials.reason)


def role(name: str) -> Role:
    return next(each for each in roles() if each.name == name)


def test_our_documents_fill_every_role(assignment: Assignment) -> None:
    assert [] == assignment.missing
    assert [document.role for document in TEST_DOCUMENTS] == [*assignment.filled]


def test_each_of_ours_is_in_its_own_role_or_in_that_of_its_like(assignment: Assignment) -> None:
    elsewhere = {
        (name, facts.name.removesuffix(".dcm"))
        for name, facts in assignment.filled.items()
        if f"{name}.dcm" != facts.name
    }

    # Both are images of MR in Implicit VR, and nothing else is asked of either.
    assert elsewhere <= {("sample-retrieve", "implicit"), ("implicit", "sample-retrieve")}


#: A document of ours, and roles that it must not be taken for, with what it lacks there.
MISTAKEN = [
    ("signed", "unsigned", "unsigned values"),
    ("unsigned", "signed", "signed values"),
    ("multi-frame", "eight-bit", "one frame"),
    ("eight-bit", "multi-frame", "3 to 100 frames"),
    ("inverse", "eight-bit", "MONOCHROME2"),
    ("colour", "eight-bit", "MONOCHROME2"),
    ("jpeg", "colour", "RGB"),
    ("jpeg", "damaged", "a JPEG stream without a scan, which nobody can decode"),
    ("jpeg", "video", "a video SOP class"),
    ("video", "jpeg", "an Image Storage SOP class"),
    ("implicit", "big-endian", "stored in 1.2.840.10008.1.2.2"),
    ("manifest", "structured-report", "a structured report"),
    ("structured-report-implicit", "structured-report",
     "stored in Explicit VR Little Endian or one that nobody knows"),
    ("eight-bit", "line-break-end", "a file that ends in CR LF"),
    ("eight-bit", "longest-uid", "a SOP Instance UID of 64 characters"),
    ("encapsulated-pdf", "boundary-lines", "a file with lines like MIME boundaries"),
    ("linear-exact", "sigmoid", "a window of the function SIGMOID"),
    ("unsigned", "two-windows", "two windows or more"),
    ("unsigned", "tall-pixels",
     "pixels at least 1.5 times as high as wide, or as wide as high"),
    ("signed", "padded", "padding around the image"),
    ("inverse", "presentation-inverse", "a Presentation LUT Shape INVERSE"),
    ("rt-dose", "segmentation", "a segmentation"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "other", "lacks"), MISTAKEN)
def test_what_a_document_lacks(
    ours: Mapping[str, Facts], document: str, other: str, lacks: str
) -> None:
    assert lacks == role(other).lack(ours[document], {})[1]


def test_documents_that_belong_together_or_apart(ours: Mapping[str, Facts]) -> None:
    unsigned, sibling = ours["unsigned"], ours["unsigned-sibling"]
    stranger = replace(sibling, series="1.2.3")
    near = replace(ours["eight-bit"], series=unsigned.series)

    assert role("unsigned-sibling").fits(sibling, {"unsigned": unsigned})
    assert not role("unsigned-sibling").fits(stranger, {"unsigned": unsigned})
    assert not role("unsigned-sibling").fits(sibling, {})
    # Asked for in the series of eight-bit it would be asked for in its own: that is no mistake.
    assert not role("eight-bit").fits(near, {"unsigned": unsigned})
    assert not role("unsigned").fits(unsigned, {"signed": unsigned})


def identity(sop_class: str, instance: str, series: str = "1.2", **told: object) -> Facts:
    attributes = Dataset()
    for keyword, value in told.items():
        setattr(attributes, keyword, value)
    syntax = str(told.pop("syntax", ""))
    return Facts("1", series, instance, sop_class, syntax, attributes=attributes)


def test_identities_alone_fill_what_needs_no_more() -> None:
    report = "1.2.840.10008.5.1.4.1.1.88.11"

    found = assign(
        [identity(CT, "1"), identity(report, "2"), identity("1.2.840.10008.5.1.4.1.1.7", "3")],
        lambda facts, name: pytest.fail("there is nothing to try"),
    )

    # How many frames a Secondary Capture has nobody said, nor what it is stored in.
    assert {"signed": "1", "structured-report": "2"} == {
        name: facts.instance for name, facts in found.filled.items()
    }


def test_what_is_told_of_an_identity_counts() -> None:
    sc = "1.2.840.10008.5.1.4.1.1.7.2"
    told = {"NumberOfFrames": 5, "BitsAllocated": 8, "PhotometricInterpretation": "MONOCHROME2"}
    video = "1.2.840.10008.1.2.4.102"

    def fits(syntax: str) -> bool:
        facts = replace(identity(sc, "1", **told), transfer_syntax=syntax)
        return role("multi-frame").fits(facts, {})

    assert (True, False, False) == (fits("1.2.840.10008.1.2.4.50"), fits(""), fits(video))


def test_a_document_fills_one_role(ours: Mapping[str, Facts]) -> None:
    found = assign([ours["implicit"]], lambda facts, name: "")

    assert ["unsigned"] == [*found.filled]
    assert len(roles()) - 1 == len(found.missing)


def test_a_trial_that_fails_is_told(ours: Mapping[str, Facts]) -> None:
    found = assign([ours["signed"]], lambda facts, name: "it is broken")

    missing = next(each for each in found.missing if each.role.name == "signed")
    assert missing.nearest is not None
    assert ("signed.dcm", "it is broken") == (missing.nearest.name, missing.lacks)


def test_every_role_says_what_it_wants() -> None:
    assert [] == [each.name for each in roles() if not each.words]


def test_names_of_documents(tmp_path: Path) -> None:
    facts = identity(CT, "1.2.3")

    assert ("1.2.3", "CT Image Storage") == (facts.name, facts.kind)
    assert "a.dcm" == replace(facts, path=tmp_path / "a.dcm").name
    assert "'1.x'" == replace(facts, instance="1.x").wrong_uid
