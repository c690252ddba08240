"""From the name of a malformed request to its bytes."""

from dataclasses import replace
from typing import Final, Protocol
from uuid import uuid4
from xml.sax.saxutils import escape

from wadows_contract.consumer.malformed.draft import (
    INSTANCE,
    LONG_UID,
    MESSAGE,
    REPOSITORY,
    SERIES,
    STUDY,
    SYNTAX,
    URL,
    Draft,
)
from wadows_contract.consumer.malformed.envelopes import ENVELOPES
from wadows_contract.consumer.malformed.messages import MESSAGES, REPEATED, RawRequest, mtom
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE

#: Of the root 2.25., a UID of a million characters.
_DIGITS: Final = 999_995


class Target(Protocol):
    """What a request is made for."""

    @property
    def url(self) -> str:
        """The endpoint's URL."""

    @property
    def catalogue(self) -> Catalogue:
        """The documents that it holds."""


def malformed_names() -> frozenset[str]:
    """Return the name of every request that can be made."""
    return frozenset((*ENVELOPES, *MESSAGES, *REPEATED))


def document_asked_for(catalogue: Catalogue) -> CatalogueDocument:
    """Return the document that malformed requests ask for: some endpoints will serve most of them.

    It is the smallest image that is not compressed, which every endpoint can deliver;
    without one, the smallest document. One whose transfer syntax nobody knows is asked for in
    Explicit VR Little Endian, and comes last.
    """
    plain = (EXPLICIT_VR_LE, IMPLICIT_VR_LE)
    return min(
        catalogue.documents.values(),
        key=lambda entry: (
            not entry.transfer_syntax_uid,
            not entry.frames or entry.transfer_syntax_uid not in plain,
            entry.size,
        ),
    )


def malformed_request(name: str, target: Target) -> RawRequest:
    """Return the request of this name; but for what its name says, it asks for a document rightly.

    Raises `KeyError` if there is none.
    """
    if name not in malformed_names():
        raise KeyError(name)
    text = replace(Draft(), **ENVELOPES.get(name, {})).text
    return MESSAGES.get(name, mtom)(_filled(text, target))


def _filled(text: str, target: Target) -> str:
    document = document_asked_for(target.catalogue)
    for place, value in (
        (URL, target.url),
        (MESSAGE, f"urn:uuid:{uuid4()}"),
        (REPOSITORY, target.catalogue.repository_unique_id),
        (STUDY, document.study_instance_uid),
        (SERIES, document.series_instance_uid),
        (INSTANCE, document.sop_instance_uid),
        (SYNTAX, document.transfer_syntax_uid or EXPLICIT_VR_LE),
        (LONG_UID, "2.25." + _DIGITS * "1"),
    ):
        text = text.replace(place, escape(value))
    return text
