"""An envelope with other namespace declarations, which mean the same."""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from lxml import etree

from wadows_reference.xml import qname
from wadows_spec.constants import SOAP12, WSA

#: Elements and attributes whose value is a name with a prefix.
_NAMES: Final = (qname(SOAP12, "Value"), qname(WSA, "ProblemHeaderQName"))
_NAME_ATTRIBUTE: Final = "qname"
_XML: Final = "http://www.w3.org/XML/1998/namespace"

#: Gives what an element declares, by prefix; it gets the element and the namespaces of its own
#: name, its attributes and its value.
Prefixes = Callable[[etree._Element, Collection[str]], Mapping[str | None, str] | Mapping[str, str]]


def namespaces_of(node: etree._Element) -> list[str]:
    """Return the namespaces that one element itself uses, each once, its own first."""
    used = [etree.QName(name).namespace for name in (node, *node.attrib)]
    used += [namespace for namespace, _ in (_value(node), _attribute(node)) if namespace]
    return [name for name in dict.fromkeys(used) if name and name != _XML]


def rewritten(root: etree._Element, prefixes: Prefixes) -> etree._Element:
    """Return a copy of an element in which every element declares what `prefixes` gives."""
    return _copy(root, None, prefixes)


def _copy(
    node: etree._Element, parent: etree._Element | None, prefixes: Prefixes
) -> etree._Element:
    declared = dict(prefixes(node, namespaces_of(node)))
    known = {*declared.values(), *(parent.nsmap.values() if parent is not None else ())}
    for namespace, _ in (_value(node), _attribute(node)):
        if namespace and namespace not in known:
            # No name of an element would have it declared.
            declared["named"] = namespace
    made = (
        etree.Element(node.tag, nsmap=declared)
        if parent is None
        else etree.SubElement(parent, node.tag, nsmap=declared)
    )
    for name, value in node.attrib.items():
        made.set(name, value)
    made.text, made.tail = node.text, node.tail
    namespace, name = _value(node)
    if namespace:
        made.text = _prefixed(made, namespace, name)
    namespace, name = _attribute(node)
    if namespace:
        made.set(_NAME_ATTRIBUTE, _prefixed(made, namespace, name))
    for child in node:
        if isinstance(child.tag, str):
            _copy(child, made, prefixes)
    return made


def _value(node: etree._Element) -> tuple[str, str]:
    return _resolved(node, node.text) if node.tag in _NAMES else ("", "")


def _attribute(node: etree._Element) -> tuple[str, str]:
    return _resolved(node, node.get(_NAME_ATTRIBUTE))


def _resolved(node: etree._Element, text: str | None) -> tuple[str, str]:
    """Return namespace and local name of a name with a prefix; empty without one."""
    prefix, _, name = (text or "").strip().rpartition(":")
    return (node.nsmap.get(prefix) or "", name) if prefix else ("", "")


def _prefixed(node: etree._Element, namespace: str, name: str) -> str:
    """Write a name with the prefix that a namespace has there; the default one has none."""
    # A qname with a default namespace of its own is resolved by it as any xs:QName is.
    prefix = next(prefix for prefix, found in node.nsmap.items() if found == namespace)
    return name if prefix is None else f"{prefix}:{name}"
