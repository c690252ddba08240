"""Redacted documents: as long as they were, read as they were, and only coding left in them."""

import io
import re
import zlib

import pytest
from pydicom import Dataset, dcmread
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.tag import Tag
from pydicom.uid import UID, UID_dictionary

from wadows_contract.redaction.attributes import known_vr, redacted_value
from wadows_contract.redaction.deflating import deflated
from wadows_contract.redaction.documents import redacted_document
from wadows_contract.redaction.pseudonyms import Pseudonyms
from wadows_contract.redaction.words import kept_uids
from wadows_spec.documents import TEST_DOCUMENTS
from wadows_spec.documents.role import TestDocument, built

#: From PS3.15 Table E.1-1, Basic Profile, as published: one of each kind that is to go.
ANNEX_E = """
AccessionNumber AcquisitionComments AcquisitionDate AcquisitionDateTime AcquisitionTime
AcquisitionDeviceProcessingDescription AcquisitionProtocolDescription AdditionalPatientHistory
AdmissionID AdmittingDate AdmittingDiagnosesDescription Allergies BranchOfService CassetteID
ClinicalTrialSiteName ClinicalTrialSubjectID CommentsOnThePerformedProcedureStep
ContentCreatorName ContentDate ContrastBolusAgent CountryOfResidence CurrentPatientLocation
CurveDate DerivationDescription DetectorID DeviceSerialNumber InstitutionName InstitutionAddress
OperatorsName OtherPatientIDs PatientName PatientID PatientBirthDate PatientSex PatientAge
PatientSize PatientWeight PatientAddress PatientComments PerformingPhysicianName ProtocolName
ReferringPhysicianName RequestedProcedureDescription SeriesDate SeriesDescription StationName
StudyDate StudyDescription StudyID StudyTime
"""
#: Kept as they are by purpose: how a data set and its pixels are coded.
CODING_GROUP = 0x0028


def redacted(content: bytes, keep_pixels: bool = False) -> bytes:
    found = redacted_document(content, Pseudonyms(kept_uids()), keep_pixels)
    assert len(content) == len(found.content)
    return found.content


def original(role: str) -> bytes:
    return next(built(each) for each in TEST_DOCUMENTS if role == each.role)


def read(content: bytes) -> Dataset:
    dataset = dcmread(io.BytesIO(content))
    dataset.walk(lambda dataset, element: None)
    return dataset


@pytest.mark.parametrize("document", TEST_DOCUMENTS, ids=lambda document: document.role)
def test_what_is_left_of_a_document(document: TestDocument) -> None:
    content = built(document)
    before, after = read(content), read(redacted(content))

    assert [element.tag for element in before.iterall()] == [
        element.tag for element in after.iterall()
    ]
    for element in after.iterall():
        value = element.value
        if element.VR == "SQ" or element.tag.group in (CODING_GROUP, 0x7FE0):
            continue
        if element.VR == "UI":
            uids = [value] if isinstance(value, str) else value
            assert all(re.fullmatch(r"[0-9.]*", uid) for uid in uids)
        elif element.keyword != "SpecificCharacterSet":
            left = value if isinstance(value, (bytes, list)) else str(value or "").encode()
            assert not [each for each in left if each not in (0, "", None)], element


@pytest.mark.parametrize("role", ["signed", "implicit", "big-endian", "deflated", "jpeg", "rle"])
def test_pixels_go_or_stay(role: str) -> None:
    content = original(role)
    pixels = read(content).PixelData

    without, kept = read(redacted(content)).PixelData, read(redacted(content, True)).PixelData

    assert len(pixels) == len(without)
    assert pixels == kept
    # What is left of encapsulated pixels are tags, lengths, and where frames begin.
    left = 40 if read(content).file_meta.TransferSyntaxUID.is_compressed else 0
    assert sum(map(bool, without)) <= left


def test_nothing_of_annex_e_is_kept() -> None:
    for keyword in ANNEX_E.split():
        tag = tag_for_keyword(keyword)
        assert tag is not None, keyword
        for vr in (known_vr(tag), "", "UN", "CS", "UI", "US"):
            kept = redacted_value(tag, vr, b"CANARY 4711 ", Pseudonyms(), keep_pixels=True)
            assert b"" == kept.strip(b"\0 "), (keyword, vr)
    assert all(dictionary_VR(tag) for tag in map(tag_for_keyword, ANNEX_E.split()) if tag)


@pytest.mark.parametrize(
    ("tag", "vr", "value"),
    [
        (0x00280010, "LO", b"DOE "),
        (0x00280010, "US", b"DOE^JOHN" * 9),
        (0x00280008, "IS", b"DOE^JOHN"),
        (0x00280004, "CS", b"DOE JOHN"),
        (0x00080005, "CS", b"DOE JOHN"),
        (0x00020001, "OB", b"DOE "),
        (0x00080018, "UI", b"DOE^JOHN"),
        (0x00110010, "LO", b"DOE "),
        (0x00091001, "UI", b"1.2.3.4."),
        (0x00189999, "US", b"DOE "),
    ],
)
def test_nothing_travels_in_what_is_kept(tag: int, vr: str, value: bytes) -> None:
    kept = redacted_value(tag, vr, value, Pseudonyms(), keep_pixels=True)
    assert len(value) == len(kept)
    assert b"" == kept.strip(b"\0 0"), Tag(tag)


def test_what_is_cut_off_or_no_element_is_overwritten() -> None:
    content = original("signed")
    pseudonyms = Pseudonyms(kept_uids())
    for cut in range(140, len(content) - 24000, 7):
        found = redacted_document(content[:cut] + b"JOHN DOE JOHN DOE JOHN DOE", pseudonyms, False)
        assert len(found.content) == cut + 26
        assert b"DOE" not in found.content, cut
        assert b"Testperson" not in found.content, cut


def test_pixels_in_place_of_an_offset_table() -> None:
    """Of encapsulated pixels without a table, the first item is a frame."""
    content = original("jpeg")
    start = content.index(b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff")
    assert b"\xfe\xff\x00\xe0\4\0\0\0\0\0\0\0" == content[start + 12 : start + 24]
    without_table = content[: start + 12] + content[start + 24 :]

    assert b"\xff\xd8\xff" not in redacted(without_table)


def test_uids_are_valid_and_the_same_each_time() -> None:
    pseudonyms = Pseudonyms(kept_uids())
    longest = "1.2.826.0.1.3680043.10.4711." + "9" * 36
    for uid in ("1.2.3.4", "0.39.1", "2.25.123456789", longest, "1.2.840.113619.2.1"):
        other = pseudonyms.uid(uid)
        assert len(uid) == len(other)
        assert uid != other
        assert UID(other).is_valid
        assert other == pseudonyms.uid(uid)
    assert all(uid == pseudonyms.uid(uid) for uid in UID_dictionary)
    assert 500 == len({pseudonyms.uid(f"1.2.3.{number}00") for number in range(1, 501)})
    assert Pseudonyms().uid(longest) != pseudonyms.uid(longest)
    # Content-IDs are often numbered, and none may be taken for another.
    assert 100 == len({pseudonyms.identifier(f"part-{number}@there") for number in range(100)})


@pytest.mark.parametrize("size", [1, 100, 5000])
def test_deflated_to_a_length(size: int) -> None:
    content = bytes(range(256)) * size
    least = len(zlib.compress(content, 9)) + 70
    for length in range(least, least + 12):
        stream = deflated(content, length)
        assert stream is not None
        assert length == len(stream)
        assert content == zlib.decompress(stream, -zlib.MAX_WBITS)
    assert deflated(content, 3) is None
