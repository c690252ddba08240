"""What a run would send, told by a run in which nothing is sent, and what would come back.

Requests are counted and measured as they would be; of answers the sizes are estimated.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydicom import dcmread

from wadows_contract.evidence import Event, exchanges
from wadows_contract.judge.finding import Case
from wadows_contract.report.text import size_in_words
from wadows_contract.wire.request import AskedDocument
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE
from wadows_spec.statement import Statement

#: Bytes of an answer beside its documents, and of what it says of each document.
_ANSWER: Final = 1500
_RESPONSE: Final = 200
#: Bytes of a JPEG image's tables, and of each of its pixels.
_JPEG_TABLES: Final = 600
_JPEG_PIXEL: Final = 0.25
#: Bytes of a pixel, of which the file is not at hand to say more.
_PIXEL: Final = 2
_PLAIN: Final = (EXPLICIT_VR_LE, IMPLICIT_VR_LE, "1.2.840.10008.1.2.2")


@dataclass(frozen=True)
class Plan:
    """How much a run asks for: `up` and `down` are the bytes of all bodies.

    `silent` scenarios send nothing: they do not apply, lack a document, or wait for --hostile,
    as `hostile` of them do.
    """

    scenarios: int
    requests: int
    up: int
    down: int
    silent: int
    hostile: int

    def in_words(self, rate: float = 0.0) -> str:
        """Say it, with the least time that it takes at so many requests a second; 0 is no limit."""
        up, down = size_in_words(self.up), size_in_words(self.down)
        lines = [
            f"{self.scenarios} scenarios, {self.requests} requests, about {up} up and {down} down"
        ]
        if rate:
            lines.append(
                f"at {rate:g} requests a second at least {_duration(self.requests / rate)}"
            )
        if self.hostile:
            lines.append(f"{self.hostile} scenarios are sent with --hostile alone")
        if others := self.silent - self.hostile:
            lines.append(
                f"{others} scenarios send nothing: they belong to what the statement does not "
                "declare, or the catalogue has no document for them"
            )
        return "\n".join(lines)


def _duration(seconds: float) -> str:
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes} min {left} s" if minutes else f"{left} s"


def planned(
    events: Iterable[Event],
    folder: Path,
    statement: Statement,
    catalogue: Catalogue,
    spared: Collection[str] = (),
    added: int = 0,
) -> Plan:
    """Count what the evidence of a run holds, whether it was sent or not.

    `spared` are the scenarios that the endpoint is spared, for what they could do to it;
    `added` are the bytes that each request has on its way and not in the evidence.
    """
    listed = list(events)
    heard = {event["id"]: event for event in listed if event["event"] == "exchange"}
    # The specification's sample responses are judged without anything being sent.
    sent = [each for id_, each in exchanges(listed, folder).items() if "fixture" not in heard[id_]]
    states = {event["scenario"]: event["state"] for event in listed if event["event"] == "scenario"}
    judging = {event["scenario"] for event in heard.values()}
    return Plan(
        scenarios=len({each.scenario for each in sent}),
        requests=len(sent),
        up=sum(each.request.body.size + added for each in sent),
        down=sum(_answer(Case(each, statement, catalogue)) for each in sent),
        silent=len(states.keys() - judging),
        hostile=sum(states.get(id_) == "not shown" for id_ in spared),
    )


def _answer(case: Case) -> int:
    """Estimate the size of an answer: of what is not asked for properly, a fault."""
    if not case.asked_in_full:
        return _ANSWER // 2
    size = {"retrieve": _stored, "rendered": _rendered}.get(case.asked.operation)
    documents = case.asked.documents if size else ()
    return _ANSWER + sum(
        _RESPONSE + size(case, known, asked)
        for asked in documents
        if size and (known := case.known(asked.document))
    )


def _stored(case: Case, known: CatalogueDocument, _: AskedDocument) -> int:
    """Return the size of a document as it is stored, else as it is without compression."""
    asked = case.asked.transfer_syntaxes
    deliverable = case.statement.deliverable(known.sop_class_uid, known.transfer_syntax_uid)
    offered = [syntax for syntax in deliverable if syntax in asked]
    if not offered:
        return 0
    if known.transfer_syntax_uid in offered or known.transfer_syntax_uid in _PLAIN:
        return known.size
    return max(known.size, known.frames * known.rows * known.columns * _bytes(case, known))


def _bytes(case: Case, known: CatalogueDocument) -> int:
    """Return the bytes of a pixel that is not compressed."""
    path = case.original(known)
    if path is None:
        return _PIXEL
    attributes = dcmread(path, stop_before_pixels=True)
    samples = int(attributes.get("SamplesPerPixel") or 1)
    return samples * int(attributes.get("BitsAllocated") or 8) // 8 or 1


def _rendered(_: Case, known: CatalogueDocument, asked: AskedDocument) -> int:
    if not known.frames:
        return 0
    sides = []
    for name, own in (("Rows", known.rows), ("Columns", known.columns)):
        text = asked.parameters.get(name, "")
        sides.append(min(int(text), own) if text.isdecimal() else own)
    return _JPEG_TABLES + round(sides[0] * sides[1] * _JPEG_PIXEL)
