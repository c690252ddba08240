"""What became of the documents that an exchange asked for, as the evidence shows it."""

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pydicom.filereader import read_dataset

from wadows_contract.exchange import Exchange
from wadows_contract.results import BrokenFinding
from wadows_contract.wire.content import Content
from wadows_contract.wire.message import Message, read_message
from wadows_contract.wire.registry import RegistryAnswer
from wadows_contract.wire.request import AskedDocument
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.tables import transfer_syntax_name

_UID: Final = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_MAX_CODE: Final = 80


class Became(StrEnum):
    """What became of a document that was asked for, the worst first."""

    WRONG = "wrong"
    REFUSED = "refused"
    CONVERTED = "converted"
    DELIVERED = "delivered"
    NOT_SHOWN = "not shown"


#: How each is told, by symbol and by words.
BECAME: Final[Mapping[Became, tuple[str, str]]] = {
    Became.DELIVERED: ("✓", "delivered as stored"),
    Became.CONVERTED: ("→", "converted to the transfer syntax asked for"),
    Became.REFUSED: ("⊘", "refused with an error; the number is that of its code"),
    Became.WRONG: ("✗", "wrong: unreadable, in a transfer syntax not asked for, or against a rule"),
    Became.NOT_SHOWN: ("·", "not shown: no exchange of the run asked for it"),
}


@dataclass(frozen=True)
class Shown:
    """What one exchange shows of one document.

    `codes` are the error codes of a refusal, `came` is the Transfer Syntax UID of what came,
    `reason` says why it is wrong.
    """

    scenario: str
    exchange: str
    role: str
    became: Became
    codes: tuple[str, ...] = ()
    came: str = ""
    reason: str = ""

    @property
    def words(self) -> str:
        """All of that in one line."""
        more = {
            Became.WRONG: self.reason,
            Became.REFUSED: ", ".join(self.codes),
            Became.CONVERTED: transfer_syntax_name(self.came),
        }.get(self.became, "")
        told = f"{self.became}: {more}" if more else f"{self.became}"
        return f"{self.exchange}, {self.role}, {told}"


def became_of(
    exchange: Exchange, catalogue: Catalogue, failed: Sequence[tuple[str, BrokenFinding]]
) -> Iterator[tuple[CatalogueDocument, str, Shown]]:
    """Yield documents asked for, with the transfer syntax that each counts under."""
    asked = read_message(exchange.request.headers, exchange.request.body).asked
    if asked.operation != "retrieve":
        return
    known = {entry.sop_instance_uid: entry for entry in catalogue.documents.values()}
    listed = tuple(dict.fromkeys(filter(None, asked.transfer_syntaxes)))
    instances = {each.document for each in asked.documents}
    response = exchange.response
    answer = read_message(response.headers, response.body) if response else None
    for each in dict.fromkeys(one.document for one in asked.documents):
        document = known.get(each)
        requests = [one for one in asked.documents if one.document == each]
        # A refusal of wrong identifiers says nothing of transfer syntaxes;
        # of a document that nobody knows the stored one of, there is no row.
        if (
            document
            and document.transfer_syntax_uid
            and all(_names_it(one, document, catalogue) for one in requests)
        ):
            against = [
                requirement
                for requirement, finding in failed
                if each in (named := instances & {*_UID.findall(finding.where)}) or not named
            ]
            became = _became(answer, document, instances, listed, sorted({*against}))
            if became:
                facts = Shown(exchange.scenario, exchange.id, document.role, **became)
                under = (facts.came,) if facts.came in listed else listed
                yield from ((document, requested, facts) for requested in under)


def _names_it(asked: AskedDocument, document: CatalogueDocument, catalogue: Catalogue) -> bool:
    return (
        asked.study == document.study_instance_uid
        and asked.series == document.series_instance_uid
        and asked.repository == catalogue.repository_unique_id
        and asked.home in (None, catalogue.home_community_id)
    )


def _became(
    answer: Message | None,
    document: CatalogueDocument,
    instances: set[str],
    listed: Sequence[str],
    against: Sequence[str],
) -> dict[str, Any]:
    """Return what became of a document as fields of `Shown`; empty if nothing tells it.

    A fault or no answer is about the request as a whole, and tells only if a rule was broken.
    """
    registry = answer.registry if answer else None
    if answer is None or registry is None:
        return {"became": Became.WRONG, "reason": ", ".join(against)} if against else {}
    codes = _codes(registry, document.sop_instance_uid, instances)
    responses = [each for each in registry.documents if each.document == document.sop_instance_uid]
    if not responses:
        reasons = [*against, *([] if codes else ["neither a document nor an error came"])]
        became = Became.WRONG if reasons else Became.REFUSED
        return {"became": became, "codes": codes, "reason": ", ".join(reasons)}
    content = answer.content(responses[0])
    came = _transfer_syntax(content) if content else ""
    reasons = list(against)
    if not came:
        reasons.append("what came is not readable")
    elif came not in listed:
        reasons.append(f"it came in {transfer_syntax_name(came)[:_MAX_CODE]}")
    as_stored = came == document.transfer_syntax_uid
    became = Became.DELIVERED if as_stored else Became.CONVERTED
    return {
        "became": Became.WRONG if reasons else became,
        "came": came,
        "reason": ", ".join(reasons),
    }


def _codes(registry: RegistryAnswer, instance: str, instances: set[str]) -> tuple[str, ...]:
    """Return the codes of the errors that name an instance, or no other that was asked for."""
    return tuple(
        dict.fromkeys(
            (error.code or "no code")[:_MAX_CODE]
            for error in registry.errors
            if instance in (named := instances & {(error.location or "").strip()}) or not named
        )
    )


def _transfer_syntax(content: Content) -> str:
    """Return what the file meta information says, without reading the data set."""
    with warnings.catch_warnings(), content.open() as file:
        warnings.simplefilter("ignore")
        try:
            if file.read(132)[128:] != b"DICM":
                return ""
            meta = read_dataset(
                file,
                is_implicit_VR=False,
                is_little_endian=True,
                stop_when=lambda tag, vr, length: tag.group != 2,
            )
            return str(meta.get("TransferSyntaxUID", ""))
        except Exception:  # noqa: BLE001  pydicom raises whatever a broken file provokes
            return ""
