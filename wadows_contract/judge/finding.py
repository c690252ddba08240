"""Findings, the case that they are about, and the table of checks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from wadows_contract.exchange import Exchange
from wadows_contract.wire.media_type import parse_media_type
from wadows_contract.wire.message import Message
from wadows_contract.wire.request import Asked
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.statement import Statement


@dataclass(frozen=True)
class Finding:
    """What one check found of one requirement: met, or broken with what was expected and got."""

    requirement: str
    met: bool
    expected: str = ""
    got: str = ""
    where: str = ""
    warning: bool = False


@dataclass(frozen=True)
class Case:
    """An exchange with all that it is judged by."""

    exchange: Exchange
    statement: Statement
    catalogue: Catalogue

    @cached_property
    def answer(self) -> Message | None:
        """The response's facts, or None if no response came."""
        response = self.exchange.response
        return None if response is None else Message(response.headers, response.body)

    @cached_property
    def asked(self) -> Asked:
        """What was asked for, read from the request's own bytes."""
        request = self.exchange.request
        return Message(request.headers, request.body).asked

    @cached_property
    def asked_as_mtom(self) -> bool:
        """Whether the request was an MTOM message."""
        content_type = self.exchange.request.headers.get("Content-Type")
        return parse_media_type(content_type).name == "multipart/related"

    def known(self, instance: str) -> CatalogueDocument | None:
        """Return the catalogue's document with this SOP Instance UID."""
        documents = self.catalogue.documents.values()
        return next((entry for entry in documents if entry.sop_instance_uid == instance), None)

    def original(self, document: CatalogueDocument) -> Path | None:
        """Return the file that a document was loaded from, if it is at hand and unchanged."""
        if self.catalogue.folder is None or not document.file:
            return None
        path = self.catalogue.folder / document.file
        unchanged = path.is_file() and path.stat().st_size == document.size
        return path if unchanged else None


Check = Callable[[Case], Iterator[Finding]]
CHECKS: Final[list[tuple[str, Check]]] = []


def check(requirement: str) -> Callable[[Check], Check]:
    """Enter a check into the table of those that sweep every exchange."""

    def enter(function: Check) -> Check:
        CHECKS.append((requirement, function))
        return function

    return enter


def compare(expected: str, got: str, where: str = "") -> Finding:
    """Return a finding, its requirement still open, that is met if both are equal."""
    return Finding("", expected == got, expected, got or "nothing", where)


def rule(met: bool, expected: str, got: str, where: str = "") -> Finding:
    """Return a finding, its requirement still open."""
    return Finding("", met, expected, got, where)
