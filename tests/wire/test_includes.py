"""The xop:Include elements of an envelope, wherever they are."""

import pytest
from lxml import etree

from wadows_contract.wire.includes import Include, read_includes
from wadows_spec.constants import XOP

NAME = f"{{{XOP}}}Include"
ONE = '<o:Include href="cid:1@x"/>'


def read(content: str) -> list[Include]:
    return list(read_includes(etree.fromstring(f'<e xmlns:o="{XOP}">{content}</e>')))


CONTENTS: list[tuple[str, str, list[Include]]] = [
    ("none", "<Document>AQID</Document>", []),
    ("alone", f"<Document>{ONE}</Document>", [Include("cid:1@x", "Document")]),
    ("of another namespace", '<Document><Include href="cid:1@x"/></Document>', []),
    ("in a namespace", f'<Document xmlns="urn:x">{ONE}</Document>',
     [Include("cid:1@x", "Document")]),
    ("no href", "<a><o:Include/></a>", [Include("", "a")]),
    ("in the envelope itself", ONE, [Include("cid:1@x", "e")]),
    ("in two elements", f"<a>{ONE}</a><b><o:Include href='cid:2@x'/></b>",
     [Include("cid:1@x", "a"), Include("cid:2@x", "b")]),
    ("beside text", f"<a> text {ONE} more </a>", [Include("cid:1@x", "a", ("text", "more"))]),
    ("beside white space", f"<a>\n{ONE}</a>", [Include("cid:1@x", "a", (), True)]),
    ("beside a comment", f"<a>{ONE}<!-- text --></a>", [Include("cid:1@x", "a", (), True)]),
    ("beside an instruction", f"<a>{ONE}<?text?></a>", [Include("cid:1@x", "a", (), True)]),
    ("beside text in CDATA", f"<a>{ONE}<![CDATA[text]]></a>",
     [Include("cid:1@x", "a", ("text",))]),
    ("beside elements", f'<a><b/>{ONE} <c xmlns="urn:c">text</c></a>',
     [Include("cid:1@x", "a", ("b", "{urn:c}c"), True)]),
    ("beside another", f"<a>{ONE}<o:Include href='cid:2@x'/></a>",
     [Include("cid:1@x", "a", (NAME,)), Include("cid:2@x", "a", (NAME,))]),
    ("in another", "<a><o:Include href='cid:1@x'><o:Include href='cid:2@x'/></o:Include></a>",
     [Include("cid:1@x", "a"), Include("cid:2@x", "Include")]),
    ("with children", "<a><o:Include href='cid:1@x'><more/></o:Include></a>",
     [Include("cid:1@x", "a")]),
    ("beside much", f"<a>{'<b/>' * 9}{ONE}{'t' * 99}</a>", [Include("cid:1@x", "a", ("b",) * 5)]),
    ("beside long text", f"<a>{ONE}{'t' * 99}</a>", [Include("cid:1@x", "a", ("t" * 40,))]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"), [row[1:] for row in CONTENTS], ids=[row[0] for row in CONTENTS]
)
def test_includes(content: str, expected: list[Include]) -> None:
    assert expected == read(content)


def test_the_envelope_is_no_element_that_includes() -> None:
    assert () == read_includes(etree.fromstring(f'<o:Include xmlns:o="{XOP}" href="cid:1@x"/>'))


def test_many_in_one_element_are_read_in_time() -> None:
    """Were time to grow with the square, this would not end."""
    includes = read(f"<a>{ONE * 50_000}</a>")

    assert [Include("cid:1@x", "a", (NAME,) * 5)] * 50_000 == includes
