"""XOP and MTOM: the envelope in the root part, and the parts that it includes."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from wadows_contract.judge.finding import Case, Finding, check, compare, rule
from wadows_contract.judge.mime import RELATED, SOAP_TYPE, XOP_TYPE, named, owes_mtom
from wadows_contract.judge.soap import in_soap11_as_asked
from wadows_contract.level import Level
from wadows_contract.wire.includes import Include
from wadows_contract.wire.media_type import MediaType, parse_media_type
from wadows_contract.wire.message import Message
from wadows_contract.wire.multipart import Part

#: The mechanisms of RFC 2045 section 6.1.
_ENCODINGS: Final = ("7bit", "8bit", "binary", "quoted-printable", "base64")
_MAX_NAMED: Final = 5


def _root_type(answer: Message) -> MediaType:
    return parse_media_type(answer.root.headers.get("Content-Type") if answer.root else "")


def _is_another_package(answer: Message) -> bool:
    """Tell whether this is a fault in a package that neither is nor claims to be one of XOP."""
    claimed = parse_media_type(answer.media_type.parameters.get("type", "")).name
    fault = answer.envelope is not None and answer.envelope.fault is not None
    return fault and XOP_TYPE not in (claimed, _root_type(answer).name)


@check("XOP-02")
def root_media_type(case: Case) -> Iterator[Finding]:
    """XOP section 4.1 and MTOM: the root says what it is and of what it is the packaging.

    By XOP section 4.1 start-info says the latter, too; of an MTOM message it is judged elsewhere.
    """
    answer = case.answer
    if not answer or not answer.multipart or not answer.root or _is_another_package(answer):
        return
    if in_soap11_as_asked(case):  # which has another media type
        return
    root = _root_type(answer)
    inner = parse_media_type(root.parameters.get("type", "")).name
    got = f"{root.name}; type={inner}"
    if (count := len(answer.root.headers.all("Content-Type"))) > 1:
        got = f"{count} of them, the first {got}"
    yield compare(f"{XOP_TYPE}; type={SOAP_TYPE}", got, "Content-Type of the root part")
    if answer.media_type.name == RELATED and root.name == XOP_TYPE and not owes_mtom(case):
        info = parse_media_type(answer.media_type.parameters.get("start-info", "")).name
        yield compare(SOAP_TYPE, info, "start-info of Content-Type")


def _includes(case: Case) -> Iterator[tuple[Message, Include, Part | None]]:
    """Yield every xop:Include of the answer with the part that it names."""
    if answer := case.answer:
        for include in answer.includes:
            yield answer, include, answer.part_for(include.href)


def _included(case: Case) -> Iterator[tuple[Message, Part]]:
    """Yield every part that an xop:Include names, once."""
    yield from {part: (answer, part) for answer, _, part in _includes(case) if part}.values()


@check("XOP-01")
def includes_resolve(case: Case) -> Iterator[Finding]:
    """XOP section 3.2, RFC 2392: the cid URL, percent-decoded, is the Content-ID of a part."""
    for answer, include, part in _includes(case):
        if part is None and answer.multipart and answer.multipart.cut:
            continue  # it may be one of the parts that were not read
        href = include.href or "no href"
        got = include.href if part else f"{href}, which no part has"
        yield rule(part is not None, "the Content-ID of a part", got, _where(include))


def _where(include: Include) -> str:
    return f"xop:Include in {include.parent}"


@check("XOP-03")
def includes_alone(case: Case) -> Iterator[Finding]:
    """XOP section 3.1 replaces all children by the Include; 3.2 resolves it as the sole child.

    Strictly that excludes white space and comments, too, over which most consumers pass.
    """
    for _, include, _ in _includes(case):
        blank = ("white space or a comment",) if include.blank_beside else ()
        got = ", ".join(include.beside or blank)
        at_most = Level.FAILED if include.beside else Level.WARNING
        expected = "nothing beside the xop:Include"
        yield Finding("", not got, expected, got or "nothing", _where(include), at_most)


@check("XOP-04")
def parts_of_their_own(case: Case) -> Iterator[Finding]:
    """MTOM section 4.3.1.1: no part is referenced by more than one xop:Include."""
    naming = Counter(part for _, _, part in _includes(case) if part)
    for answer, part in _included(case):
        count = naming[part]
        got = "one" if count == 1 else f"{count} of them"
        yield rule(count == 1, "one xop:Include that names it", got, named(answer, part))


@check("XOP-05")
def transfer_encodings(case: Case) -> Iterator[Finding]:
    """MTOM section 4.3.1.1: a part that is included has a Content-Transfer-Encoding.

    RFC 2045 section 6.1 lists them, section 3 has one in a part, section 6.2 wants the proper one:
    what sections 2.7, 2.8, 6.7 and 6.8 exclude is none. One with an «x-» is allowed (section 6.3),
    and strongly discouraged: nobody else can read it.
    """
    for answer, part in _included(case):
        transfer = answer.transfer(part)
        encodings = ", ".join(transfer.encodings)
        met = encodings in _ENCODINGS and not transfer.misfit
        got = f"{encodings}, but {transfer.misfit}" if transfer.misfit else encodings or "nothing"
        private = len(transfer.encodings) == 1 and encodings.startswith("x-")
        at_most = Level.WARNING if private else Level.FAILED
        expected = f"{', '.join(_ENCODINGS[:-1])} or {_ENCODINGS[-1]}, as it is"
        where = f"Content-Transfer-Encoding of {named(answer, part)}"
        yield Finding("", met, expected, got, where, at_most)


@check("XOP-06")
def parts_of_nobody(case: Case) -> Iterator[Finding]:
    """MTOM section 4.3.1.1, note: parts that no Include names are allowed, and no message."""
    answer = case.answer
    if answer and answer.multipart and answer.root and answer.envelope:
        included = {part for _, part in _included(case)}
        others = [
            part for part in answer.multipart.parts if part not in included and part != answer.root
        ]
        names = ", ".join(named(answer, part) for part in others[:_MAX_NAMED])
        more = f" and {len(others) - _MAX_NAMED} more" if len(others) > _MAX_NAMED else ""
        got = f"{names or 'none'}{more}"
        yield rule(not others, "no part that no xop:Include names", got, "the parts")
