"""What a Then step expects of one answer: pure functions from a case to findings."""

from collections.abc import Iterable, Iterator, Set

from wadows_contract.judge.finding import Case, Finding, rule
from wadows_contract.judge.registry import STATUSES, errors_about
from wadows_contract.pixels.compare import MAX_IMAGE, decode
from wadows_contract.wire.registry import RegistryAnswer, RegistryError


class Unreadable(Exception):
    """The answer cannot be judged at all; the message says what came instead."""


def registry_of(case: Case) -> RegistryAnswer | str:
    """Return the registry response, or in words the fault that came instead.

    Raises `Unreadable` if what came is neither.
    """
    answer = case.answer
    if answer is None:
        raise Unreadable(f"no answer: {case.exchange.failure}")
    if answer.envelope is None:
        raise Unreadable(f"no envelope: {answer.envelope_problem}")
    if (fault := answer.envelope.fault) is not None:
        reason = "; ".join(text for _, text in fault.reasons)
        return f"a {fault.name or fault.code} fault: {reason}"
    if answer.registry is None:
        raise Unreadable("the Body is empty")
    return answer.registry


def in_short(case: Case) -> str:
    """Say in a few words what came: a fault, documents, errors, or why it cannot be read."""
    try:
        registry = registry_of(case)
    except Unreadable as reason:
        return str(reason)
    if isinstance(registry, str):
        return registry
    errors = "; ".join(map(_in_words, registry.errors))
    return f"{len(registry.documents)} documents{' and ' if errors else ''}{errors}"


def delivered(case: Case, instance: str) -> Iterator[Finding]:
    """The document is returned, and no error speaks of it.

    As often as it was asked for with different parameters.
    """
    where = f"document {instance}"
    times = _times_asked(case, instance)
    expected = "the document" if times == 1 else f"the document in {times} renderings"
    registry = registry_of(case)
    if isinstance(registry, str):
        yield rule(False, expected, registry, where)
        return
    came = _times_returned(registry, instance)
    errors = errors_about(case, registry, instance)
    got = "; ".join(map(_in_words, errors)) or (f"{came} of them" if came > 1 else "")
    got = got or ("the document" if came else "nothing")
    yield rule(came >= times and not errors, expected, got, where)


def one_of_two(case: Case, instance: str, situation: str) -> Iterator[Finding]:
    """Of a document asked for in two ways one rendering is returned, one is refused."""
    where, expected = f"document {instance}", f"one rendering, and {_codes(case, situation)}"
    registry = registry_of(case)
    if isinstance(registry, str):
        yield rule(False, expected, registry, where)
        return
    errors = errors_about(case, registry, instance)
    right = any(error.code in case.statement.accepts[situation] for error in errors)
    came = _times_returned(registry, instance)
    got = f"{came} and {'; '.join(map(_in_words, errors)) or 'no error'}"
    yield rule(came == 1 and right, expected, got, where)


def _times_asked(case: Case, instance: str) -> int:
    """Return in how many different ways a document was asked for, at least one."""
    asked = {
        tuple(sorted(entry.parameters.items()))
        for entry in case.asked.by_document.get(instance, ())
    }
    return max(1, len(asked))


def _times_returned(registry: RegistryAnswer, instance: str) -> int:
    return len(registry.by_document.get(instance, ()))


def refused(case: Case, instance: str, *situations: str) -> Iterator[Finding]:
    """The document is not returned, and an error says why: with a code of a situation, if any."""
    where = f"document {instance}"
    expected = _codes(case, *situations) if situations else "an error"
    registry = registry_of(case)
    if isinstance(registry, str):
        yield rule(False, expected, registry, where)
        return
    errors = errors_about(case, registry, instance)
    codes = _accepted(case, *situations) if situations else {error.code for error in errors}
    met = any(error.code in codes for error in errors)
    yield rule(met, expected, "; ".join(map(_in_words, errors)) or "no error", where)
    there = instance in registry.by_document
    yield rule(not there, "no document beside its error", "the document", where)


def refused_or_delivered(case: Case, instance: str, situation: str) -> Iterator[Finding]:
    """The document is returned, or refused with a code of the situation, but never both."""
    registry = registry_of(case)
    if isinstance(registry, str) or errors_about(case, registry, instance):
        yield from refused(case, instance, situation)
        return
    there = instance in registry.by_document
    expected = f"the document, or {_codes(case, situation)}"
    yield rule(there, expected, "the document" if there else "neither", f"document {instance}")


def code(case: Case, instance: str, situation: str) -> Iterator[Finding]:
    """The error about the document, if there is any, has a code of the situation."""
    registry = registry_of(case)
    if not isinstance(registry, str) and errors_about(case, registry, instance):
        yield next(refused(case, instance, situation))


def _accepted(case: Case, *situations: str) -> frozenset[str]:
    return frozenset[str]().union(*(case.statement.accepts[entry] for entry in situations))


def _codes(case: Case, *situations: str) -> str:
    first = case.statement.emits[situations[0]]
    others = ", ".join(sorted(_accepted(case, *situations) - {first}))
    return f"error {first} (or {others})" if others else f"error {first}"


def _in_words(error: RegistryError) -> str:
    return f"error {error.code or 'without code'}: {error.context or 'no context'}"


def status(case: Case, name: str) -> Iterator[Finding]:
    """The status of the registry response is Success, PartialSuccess or Failure."""
    registry = registry_of(case)
    got = registry if isinstance(registry, str) else registry.status or "nothing"
    yield rule(got == STATUSES[name], STATUSES[name], got, "RegistryResponse/@status")


def fault(case: Case, code: str) -> Iterator[Finding]:
    """A SOAP fault with this code; HTTP alone may refuse what is no SOAP message.

    Where any of several codes will do, they are joined by `or`.
    """
    answer, codes = case.answer, code.split(" or ")
    if answer is None:
        raise Unreadable(f"no answer: {case.exchange.failure}")
    http = case.exchange.response.status if case.exchange.response else 0
    envelope = answer.envelope
    if envelope is None and "Sender" in codes and http == 400:
        yield rule(True, "a Sender fault or a bare 400", "400 without a fault")
        return
    got = f"HTTP {http} without a fault"
    if envelope and envelope.fault:
        got = envelope.fault.name or envelope.fault.code or "a fault without code"
        got += " of no namespace" if got in codes and not envelope.fault.name else ""
    yield rule(got in codes, f"a {code} fault", got, "Fault/Code")


def better_image(worse: Case, better: Case) -> Iterator[Finding]:
    """The image of the second exchange is quantised more finely, and has more bytes."""
    coarse, fine = _image(worse), _image(better)
    yield rule(
        coarse[0] > fine[0] > 0,  # 0 is no JPEG
        "finer quantisation at the higher quality",
        f"steps of {coarse[0]} in all at the lower, {fine[0]} at the higher",
        "the quantisation tables",
    )
    yield rule(
        coarse[1] < fine[1],
        "more bytes at the higher quality",
        f"{coarse[1]} bytes at the lower, {fine[1]} at the higher",
        "the images",
    )


def broken_at_most(swept: Iterable[Finding], allowed: Set[str]) -> Iterator[Finding]:
    """Of all that was found of an answer, no requirement is broken but these."""
    broken = {entry.requirement for entry in swept if not entry.met}
    expected = f"broken: at most {', '.join(sorted(allowed)) or 'none'}"
    yield rule(broken <= allowed, expected, ", ".join(sorted(broken)) or "none")


def _image(case: Case) -> tuple[float, int]:
    """Return the coarseness and the size in bytes of the one image of an answer."""
    registry = registry_of(case)
    if isinstance(registry, str):
        raise Unreadable(registry)
    answer = case.answer
    assert answer is not None
    contents = [answer.content(document) for document in registry.documents]
    if not contents or contents[0] is None:
        raise Unreadable("no image came")
    try:
        return decode(contents[0].read(MAX_IMAGE)).coarseness, contents[0].length
    except ValueError as error:
        raise Unreadable(f"the image cannot be decoded: {error}") from None
