"""The xop:Include elements of an envelope (XOP section 2.1), and what stands beside each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from wadows_spec.constants import XOP

_INCLUDE: Final = f"{{{XOP}}}Include"
#: Of what stands beside an xop:Include this much is kept: children, and characters of each text.
_MAX_BESIDE: Final = 5
_MAX_TEXT: Final = 40


@dataclass(frozen=True)
class Include:
    """An xop:Include: its href, empty if it has none, and the name of the element it stands in.

    `beside` are the first few other children of that element: elements as `{namespace}name`, text
    by how it begins. `blank_beside` says whether there is white space, a comment or the like.
    """

    href: str
    parent: str
    beside: tuple[str, ...] = ()
    blank_beside: bool = False


def read_includes(envelope: etree._Element) -> tuple[Include, ...]:
    """Read every xop:Include, element by element."""
    # A mapping keeps their order, and each element that holds several once.
    parents = dict.fromkeys(include.getparent() for include in envelope.iter(_INCLUDE))
    return tuple(
        include for parent in parents if parent is not None for include in _in_element(parent)
    )


def _in_element(parent: etree._Element) -> Iterator[Include]:
    name = etree.QName(parent).localname
    children = list(_children(parent))
    solid = [number for number, (_, words) in enumerate(children) if words]
    for number, (child, _) in enumerate(children):
        if child is not None and child.tag == _INCLUDE:
            others = [other for other in solid[: _MAX_BESIDE + 1] if other != number]
            yield Include(
                href=child.get("href", ""),
                parent=name,
                beside=tuple(children[other][1] for other in others[:_MAX_BESIDE]),
                blank_beside=len(solid) < len(children),
            )


def _children(parent: etree._Element) -> Iterator[tuple[etree._Element | None, str]]:
    """Yield children with words for each, in their order; None for text, no words for a blank."""
    if parent.text:
        yield None, parent.text.strip()[:_MAX_TEXT]
    for child in parent:
        yield child, str(child.tag) if isinstance(child.tag, str) else ""
        if child.tail:
            yield None, child.tail.strip()[:_MAX_TEXT]
