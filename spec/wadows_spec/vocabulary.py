"""What a conformance statement can speak of: operations, groups, situations and readings."""

from typing import Final

OPERATIONS: Final = ("retrieve", "rendered")
GROUPS: Final = ("image", "video", "structured-report", "other")
#: What can go wrong with a request that is well formed; a statement maps each to error codes.
SITUATIONS: Final = (
    "document-unknown",
    "study-unknown",
    "series-unknown",
    "identifiers-inconsistent",
    "repository-unknown",
    "transfer-syntax-refused",
    "content-type-refused",
    "not-an-image",
    "frame-missing",
    "frame-out-of-range",
    "value-invalid",
    "parameter-unsupported",
    "anonymization-unsupported",
    "processing-failure",
)
SUPPORTED: Final = "supported"
#: Situations that come about by what a statement leaves out, and not by a wrong request.
REFUSED_BY_DECLARATION: Final = (
    "parameter-unsupported",
    "anonymization-unsupported",
    "content-type-refused",
)
#: Readings that say how much it weighs where a SHOULD is missed.
LEVEL_READINGS: Final = ("response-action-must-understand", "severity-left-out")
#: What becomes of a request that the sources disagree about.
_OPEN: Final = ("either", "refused", "served")
#: Keys of the ledger's readings, and the values that each can have: the first is the default.
READINGS: Final = {
    "response-action-must-understand": ("warning", "must"),
    "severity-left-out": ("warning", "must"),
    "repository-unknown": ("either", "refused"),
    "identifiers-inconsistent": ("either", "refused"),
    "fault-status": ("either", "400"),
    "enlargement": ("either", "enlarged", "not-enlarged"),
    "echo": ("asked", "used"),
    "rendered-registry-response": ("either", "wado", "ebrs"),
    "number-writing": _OPEN,
    "blanks-around-a-value": _OPEN,
    "decimal-number": _OPEN,
    "decimal-window": _OPEN,
    "empty-parameter": _OPEN,
    "content-type-parameters": _OPEN,
    "content-type-wildcard": _OPEN,
    "frame-of-a-single-frame": _OPEN,
    "what-is-an-image": _OPEN,
    "several-reasons": ("either", "first"),
    "extension-elements": ("either", "ignored"),
}
#: Keys of the readings that say whether what was asked for is served at all.
OPEN_READINGS: Final = tuple(key for key, values in READINGS.items() if values is _OPEN)
#: Stands for every transfer syntax of the table of a group.
TABLE: Final = "table"
#: The patient and general study modules: what an archive corrects in a document without asking.
COERCED: Final = (
    "PatientName", "PatientID", "IssuerOfPatientID", "PatientBirthDate", "PatientSex",
    "OtherPatientIDsSequence", "PatientComments", "EthnicGroup", "PatientBirthTime",
    "StudyDate", "StudyTime", "AccessionNumber", "ReferringPhysicianName", "StudyID",
    "StudyDescription", "SpecificCharacterSet",
)  # fmt: skip
