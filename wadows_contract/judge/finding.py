"""Findings, the case that they are about, and the table of checks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from wadows_contract.exchange import Exchange
from wadows_contract.judge import request
from wadows_contract.level import Level
from wadows_contract.wire.message import Message, read_message
from wadows_contract.wire.request import Asked
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.statement import Statement


@dataclass(frozen=True)
class Finding:
    """What one check found of one requirement: met, or broken with what was expected and got.

    `at_most` says how much it weighs if the requirement itself weighs more.
    """

    requirement: str
    met: bool
    expected: str = ""
    got: str = ""
    where: str = ""
    at_most: Level = Level.FAILED


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
        return None if response is None else read_message(response.headers, response.body)

    @cached_property
    def question(self) -> Message:
        """The request's facts."""
        return read_message(self.exchange.request.headers, self.exchange.request.body)

    @property
    def asked(self) -> Asked:
        """What was asked for, read from the request's own bytes."""
        return self.question.asked

    @cached_property
    def sent_properly(self) -> bool:
        """Whether the request was sent as an MTOM message."""
        return request.sent_properly(self.exchange.request, self.question)

    @cached_property
    def addressed_properly(self) -> bool:
        """Whether the addressing headers of the request can be gone by."""
        return request.addressed_properly(self.question)

    @cached_property
    def asked_properly(self) -> bool:
        """Whether the request says without doubt what is asked for."""
        return request.asked_properly(self.question)

    @property
    def asked_in_full(self) -> bool:
        """Whether nothing is wrong with the request that an endpoint could refuse it for."""
        return self.sent_properly and self.addressed_properly and self.asked_properly

    @property
    def answered_here(self) -> bool:
        """Whether the answer belongs on the connection of the request."""
        return request.answered_here(self.question.envelope)

    def known(self, instance: str) -> CatalogueDocument | None:
        """Return the catalogue's document with this SOP Instance UID."""
        return self.catalogue.by_instance.get(instance)

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
