"""What an endpoint does beyond its statement: it is noted, and it is no mistake."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from wadows_contract.judge.documents import returned
from wadows_contract.judge.expectations import Unreadable, code, refused, registry_of
from wadows_contract.judge.finding import Case, Finding, rule
from wadows_contract.judge.registry import errors_about
from wadows_contract.judge.rendered import renderings
from wadows_contract.wire.media_type import parse_media_type
from wadows_spec.tables import transfer_syntax_name

#: The requirement that notes it.
REQUIREMENT = "STM-01"
#: The requirement that the code of a refused transfer syntax is judged for.
_CODE_OF_A_SYNTAX = "RET-04"
#: How Pillow calls the content types that an image may come in.
_FORMATS = {
    "image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/jp2": "JPEG2000",
    "image/tiff": "TIFF", "image/bmp": "BMP", "image/webp": "WEBP",
}  # fmt: skip


def not_served(case: Case, instance: str) -> Iterator[Finding]:
    """No document came by an operation that is not declared; whatever else came is not judged."""
    operation = case.asked.operation
    try:
        registry = registry_of(case)
    except Unreadable:
        served = False
    else:
        served = not isinstance(registry, str) and instance in registry.by_document
    yield _noted(f"the operation {operation}" if served else "", "the endpoint")


def syntax_refused(case: Case, instance: str, situation: str) -> Iterator[Finding]:
    """A transfer syntax that is not declared: an error, or the document in it all the same.

    Which code the error has is for another requirement to say.
    """
    came = [
        f"the document in {transfer_syntax_name(document.transfer_syntax)}"
        for document in returned(case)
        if document.response.document == instance
        and document.transfer_syntax in case.asked.transfer_syntaxes
    ]
    if able := _able(came, case, instance):
        yield from able
        return
    yield _noted("", f"document {instance}")
    yield from refused(case, instance)
    for finding in code(case, instance, situation):
        yield replace(finding, requirement=_CODE_OF_A_SYNTAX)


def in_transfer_syntaxes(case: Case, due: Mapping[str, Set[str]]) -> Iterator[Finding]:
    """Each document came in a transfer syntax asked for: one declared for it, by SOP Instance UID.

    One that was asked for and is not declared is as good an answer, and is noted.
    """
    for document in returned(case):
        instance, got = document.response.document, document.transfer_syntax
        if instance not in due:
            continue
        where, asked = f"document {instance}", got in case.asked.transfer_syntaxes
        name = transfer_syntax_name(got)
        more = asked and got not in due[instance]
        yield _noted(f"the document in {name}" if more else "", where)
        expected = " or ".join(
            f"{transfer_syntax_name(uid)} ({uid})" for uid in sorted(due[instance])
        )
        came = f"{name} ({got})" if got else document.problem or "no transfer syntax"
        yield rule(asked, expected, came, where)


def content_type_refused(case: Case, instance: str, situation: str) -> Iterator[Finding]:
    """A content type that is not declared: an error, or an image of that type all the same."""
    came = []
    for rendering in renderings(case):
        name = parse_media_type(rendering.response.mime_type).name
        asked = rendering.asked.parameters.get("ContentTypeList", "").lower().split()
        if (
            rendering.response.document == instance
            and name in asked
            and rendering.picture
            and rendering.picture.format == _FORMATS.get(name)
        ):
            came.append(f"an image as {name}")
    if able := _able(came, case, instance):
        yield from able
        return
    yield _noted("", f"document {instance}")
    yield from refused(case, instance, situation)


def _able(came: list[str], case: Case, instance: str) -> list[Finding]:
    """Return the findings for what came instead of an error, none if nothing did."""
    registry = registry_of(case)
    if not came or isinstance(registry, str) or errors_about(case, registry, instance):
        return []
    where = f"document {instance}"
    return [_noted(came[0], where), rule(True, "an error, or what was asked for", came[0], where)]


def _noted(done: str, where: str) -> Finding:
    got = f"{done}, which is not declared" if done else "nothing more"
    return Finding(REQUIREMENT, not done, "no more than is declared", got, where)
