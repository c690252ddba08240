"""What a rendered request is checked for, one after the other: the first that fails answers.

The order is dcm4chee-arc's; it binds this reference only.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Final

from pydicom import Dataset

from wadows_reference.answer import Refusal
from wadows_reference.frame_source import FrameSource
from wadows_reference.lookup import as_it_is, failing
from wadows_reference.requests import DocumentRequest
from wadows_reference.spool import Stored
from wadows_reference.store import StoredDocument
from wadows_reference.transcode import convertible
from wadows_spec.statement import Statement
from wadows_spec.vocabulary import SUPPORTED

#: RT Dose has pixels, but they are doses.
_RT_DOSE: Final = "1.2.840.10008.5.1.4.1.1.481.2"
#: A sign, zeros, and what is no longer than the largest number.
_INTEGER: Final = re.compile(r"([+-]?)0*([0-9]{1,10})")
_LARGEST: Final = 2**31 - 1
_REFUSED: Final = "parameter-unsupported"


class Subject:
    """A rendering asked for, with the document that it is of, whose header `read` reads."""

    def __init__(
        self,
        request: DocumentRequest,
        document: StoredDocument,
        statement: Statement,
        read: Callable[[Stored], FrameSource],
    ) -> None:
        self.request = request
        self.document = document
        self.statement = statement
        self._read = read

    @cached_property
    def file(self) -> Stored:
        """Its file as it is now; raises `Refusal` if it cannot be had."""
        return as_it_is(self.document, self.request.identity)

    @cached_property
    def source(self) -> FrameSource:
        """What to take frames from; raises `Refusal` if it cannot be read any more."""
        file = self.file
        with failing("The stored file cannot be read"):
            return self._read(file)

    @property
    def header(self) -> Dataset:
        """The data set without pixel data; raises `Refusal` if it cannot be read any more."""
        return self.source.dataset

    @property
    def frames(self) -> int:
        """How many frames the document has, at least 1."""
        with failing("NumberOfFrames cannot be read"):
            return max(1, int(self.header.get("NumberOfFrames") or 1))

    def whole(self, name: str) -> int | None:
        """Return a parameter that `_whole_number` has passed, None if it is absent."""
        text = self.request.parameter(name)
        return None if text is None else _number(text)


def _number(text: str) -> int | None:
    """Return a whole number as Java reads one from text, None if it is none."""
    found = _INTEGER.fullmatch(text)
    return None if found is None else int("".join(found.groups()))


Check = Callable[[Subject], None]


def _absent(name: str) -> Check:
    """Refuse a parameter that this reference cannot serve, whatever its value."""

    def check(subject: Subject) -> None:
        if subject.request.parameter(name) is not None:
            situation = subject.statement.parameters[name]
            raise Refusal(
                _REFUSED if situation == SUPPORTED else situation,
                f"The parameter {name} is not supported here, with any value: leave it out.",
            )

    return check


def _whole_number(name: str, least: int, most: int = _LARGEST) -> Check:
    """Refuse anything but decimal digits, perhaps with a sign, that make a number in range."""

    def check(subject: Subject) -> None:
        text = subject.request.parameter(name)
        if text is None:
            return
        situation = subject.statement.parameters[name]
        if situation != SUPPORTED:
            raise Refusal(situation, f"The parameter {name} is not supported here: leave it out.")
        number = _number(text)
        if number is None or not least <= number <= most:
            raise Refusal(
                "value-invalid",
                f"{name} is {text!r}; it must be a whole number from {least} to {most}, "
                "without white space or decimal point.",
            )

    return check


def _together(name: str, other: str) -> Check:
    def check(subject: Subject) -> None:
        if subject.request.parameter(name) is not None and (
            subject.request.parameter(other) is None
        ):
            raise Refusal("value-invalid", f"{name} needs {other} beside it: give both or none.")

    return check


def _content_type(subject: Subject) -> None:
    supported = {name.lower() for name in subject.statement.content_types}
    if not supported.intersection(name.lower() for name in subject.request.content_types):
        raise Refusal(
            "content-type-refused",
            f"The ContentTypeList has {', '.join(map(repr, subject.request.content_types))}; "
            f"this endpoint renders {', '.join(sorted(supported))}.",
        )


def _image(subject: Subject) -> None:
    document = subject.document
    video = subject.statement.group_of(document.sop_class_uid) == "video"
    if video or not convertible(document.transfer_syntax_uid):
        raise Refusal(
            "not-an-image",
            f"The document is video (SOP class {document.sop_class_uid}, "
            f"transfer syntax {document.transfer_syntax_uid}), not an image.",
        )
    if document.sop_class_uid == _RT_DOSE or "BitsAllocated" not in subject.header:
        raise Refusal(
            "not-an-image", f"A document of SOP class {document.sop_class_uid} is not an image."
        )


def _frame_chosen(subject: Subject) -> None:
    if subject.request.parameter("FrameNumber") is None and subject.frames > 1:
        raise Refusal(
            "frame-missing",
            f"The document has {subject.frames} frames: give a FrameNumber from 1 on.",
        )


def _frame_there(subject: Subject) -> None:
    if (subject.whole("FrameNumber") or 1) > subject.frames:
        raise Refusal(
            "frame-out-of-range",
            f"FrameNumber is {subject.whole('FrameNumber')}; "
            f"the document has {subject.frames} frame(s).",
        )


CHECKS: Final[tuple[Check, ...]] = (
    _absent("Anonymize"),
    _absent("Annotation"),
    _content_type,
    _image,
    _absent("Region"),
    _absent("PresentationUID"),
    _absent("PresentationSeriesUID"),
    _whole_number("ImageQuality", 1, 100),
    _whole_number("Rows", 1),
    _whole_number("Columns", 1),
    _whole_number("WindowWidth", 1),
    _together("WindowWidth", "WindowCenter"),
    _whole_number("WindowCenter", -_LARGEST - 1),
    _together("WindowCenter", "WindowWidth"),
    _frame_chosen,
    _whole_number("FrameNumber", 1),
    _frame_there,
)


def run_checks(subject: Subject) -> None:
    """Raise `Refusal` for the first thing that keeps a document from being rendered."""
    for check in CHECKS:
        check(subject)
