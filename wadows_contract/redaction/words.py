"""The words that everybody may read: those of the standards, of the contract, of our own requests.

Nothing else of a message is kept, however harmless it looks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from lxml import etree
from pydicom._uid_dict import UID_dictionary

from wadows_contract.consumer.malformed import malformed_names, malformed_request
from wadows_contract.consumer.requests import UNKNOWN_TEXT
from wadows_contract.consumer.samples import (
    SAMPLE_ROLES,
    read_sample_response,
    sample_request,
)
from wadows_contract.features import scenarios
from wadows_contract.redaction.pseudonyms import UID_IN_TEXT
from wadows_contract.redaction.tokens import attributes_of, tokens
from wadows_spec import constants
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.data import data_path
from wadows_spec.statement import Statement, load_statement
from wadows_spec.statement_file import shipped_names
from wadows_spec.tables import rendered_parameters, sop_classes, transfer_syntaxes

#: A UID, or a UUID: where many digits stand in a row, a UID comes first.
ID: Final = re.compile(
    rf"(?P<uid>{UID_IN_TEXT.pattern})"
    r"|(?P<uuid>[0-9A-Fa-f]{8}(?:-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12})"
)
_PARTS: Final = re.compile(rb"(?:\A|\r\n)--[^\r\n]+")
_QUOTED: Final = re.compile(r'"([^"]*)"')
#: Texts longer than this are no words.
_LONGEST: Final = 1 << 12


def form(text: str) -> str:
    """Return what a text is but for its UIDs, UUIDs and case: what words are known by."""
    return ID.sub(lambda match: "#" if match["uid"] else "@", text).strip().casefold()


@cache
def _listed() -> tuple[str, ...]:
    """Return the words of the standards that stand in none of our data."""
    text = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(word for line in lines for word in line.split())


@cache
def names() -> frozenset[str]:
    """Return the local names of elements and attributes that are kept."""
    found = set(_listed())
    for path in (*data_path("wsdl").glob("*.xsd"), *data_path("wsdl").glob("*.wsdl")):
        for element in etree.parse(path).iter("{*}element", "{*}attribute"):
            found.add(str(element.get("name") or element.get("ref", "")).rpartition(":")[2])
    for kind, text in _our_tokens():
        if kind == "name":
            found.add(text)
    return frozenset(found - {""})


@cache
def words() -> frozenset[str]:
    """Return the values and texts that are kept, each in its `form`."""
    found = [*_listed(), *(text for kind, text in _our_tokens() if kind != "name")]
    found += [value for value in vars(constants).values() if isinstance(value, str)]
    for path in (*data_path("wsdl").glob("*.xsd"), *data_path("wsdl").glob("*.wsdl")):
        for element in etree.parse(path).iter("*"):
            found += [*map(str, element.attrib.values()), *map(str, element.nsmap.values())]
    found.append(UNKNOWN_TEXT)
    for text in _of_features():
        found += [text, *text.replace(",", " ").split()]
    for name in shipped_names():
        found += codes_of(load_statement(name))
    return frozenset(form(text) for text in found if len(text) <= _LONGEST)


def codes_of(statement: Statement) -> Iterator[str]:
    """Yield the error codes of a statement, its content types and its Actions."""
    yield from statement.emits.values()
    for codes in statement.accepts.values():
        yield from codes
    yield from (*statement.content_types, *statement.rendered_actions)


@cache
def kept_uids() -> frozenset[str]:
    """Return the UIDs that say nothing: those of DICOM, of the tables, and of our own requests."""
    found = {*map(str, UID_dictionary), constants.UNKNOWN_UID}
    found |= {row.uid for row in transfer_syntaxes()} | {row.uid for row in sop_classes()}
    for text in (*_of_features(), *_listed(), *(text for _, text in _our_tokens())):
        found |= {*UID_IN_TEXT.findall(text)}
    return frozenset(found)


@cache
def parameters() -> frozenset[str]:
    """Return the elements of rendered parameters, whose values are numbers."""
    return frozenset(row.element for row in rendered_parameters() if row.element)


@cache
def _of_features() -> tuple[str, ...]:
    """Return the values that the features ask with."""
    found: dict[str, None] = {}
    for scenario in scenarios():
        found |= dict.fromkeys((*scenario.cells.values(), *scenario.tables))
        found |= dict.fromkeys(
            quoted for step in scenario.steps for quoted in _QUOTED.findall(step)
        )
    return tuple(found)


@cache
def _our_tokens() -> tuple[tuple[str, str], ...]:
    """Return what our own requests, and the samples, are made of: kind and text."""
    found: dict[tuple[str, str], None] = {}
    for headers, body in (*_samples(), *_malformed()):
        for token in (*_header_tokens(headers), *_body_tokens(body)):
            found[token] = None
    return tuple(found)


def _header_tokens(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for _, value in headers:
        yield "value", value
        for quoted in _QUOTED.findall(value):
            yield "value", quoted


def _body_tokens(body: bytes) -> Iterator[tuple[str, str]]:
    for part in _PARTS.split(body):
        content = part.partition(b"\r\n\r\n")[2] if part.startswith(b"\r\n") else part
        text = content.replace(b"\0", b"").decode("latin-1").removeprefix("ÿþ")
        if not text.isascii():
            continue  # packed, or a document
        for token in tokens(text):
            if token.is_tag:
                yield "name", token.name.rpartition(":")[2]
                for attribute in attributes_of(token):
                    yield "name", attribute.name.rpartition(":")[2]
                    yield "value", attribute.value
            else:
                yield "text", token.text


def _samples() -> Iterator[tuple[Iterable[tuple[str, str]], bytes]]:
    for name in SAMPLE_ROLES:
        for sample in (sample_request(name), read_sample_response(name)):
            yield sample.headers, sample.body


@dataclass(frozen=True)
class _Nobody:
    """An endpoint that is not there, whose one document has a UID that nobody has."""

    url: str
    catalogue: Catalogue


def _nobody() -> _Nobody:
    nobody = constants.UNKNOWN_UID
    document = CatalogueDocument(
        "", "", nobody, nobody, nobody, nobody, constants.EXPLICIT_VR_LE, "", 0, 0, 0, 0, ""
    )
    return _Nobody(constants.WSA, Catalogue(nobody, "", {"": document}))


def _malformed() -> Iterator[tuple[Iterable[tuple[str, str]], bytes]]:
    for name in sorted(malformed_names()):
        request = malformed_request(name, _nobody())
        yield request.headers, request.body
