"""One answer, packed as the SOAP stacks of the field pack it: nothing of that fails."""

from dataclasses import dataclass

import pytest

from tests.judge.builder import RESPONSE_ACTION, Said, World, retrieved
from tests.judge.documents import DOCUMENTS
from wadows_contract.judge.sweep import sweep
from wadows_contract.level import Level

ROOT = 'Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"'
BINARY = "Content-Transfer-Encoding: binary"
DICOM, BYTES = "Content-Type: application/dicom", "Content-Type: application/octet-stream"
ACTION = rf"application/soap+xml;action=\"{RESPONSE_ACTION}\""


@dataclass(frozen=True)
class Stack:
    """How a stack packs: Content-Type, part headers, the href of the document, what it begins with.

    `warned` are the requirements that it does not keep to the letter.
    """

    name: str
    content_type: str
    boundary: str
    root: tuple[str, ...]
    part: tuple[str, ...]
    href: str
    before: str = ""
    after: str = "\r\n"
    warned: frozenset[str] = frozenset()

    def said(self) -> Said:
        said = retrieved("ct").swap("cid:1@x", self.href)
        envelope = (said.reply or b"").partition(b"\r\n\r\n")[2].partition(b"\r\n--b\r\n")[0]
        body = self.before.encode()
        for headers, content in (
            (self.root, envelope),
            (self.part, DOCUMENTS["ct"].content),
        ):
            head = "\r\n".join((f"--{self.boundary}", *headers, "", ""))
            body += head.encode() + content + b"\r\n"
        body += f"--{self.boundary}--{self.after}".encode()
        return said.saying(body).headed("Content-Type", self.content_type)


STACKS = [
    Stack(
        "CXF",
        'multipart/related; type="application/xop+xml"; boundary="uuid:0f"; '
        'start="<root.message@cxf.apache.org>"; start-info="application/soap+xml"',
        "uuid:0f",
        (ROOT, BINARY, "Content-ID: <root.message@cxf.apache.org>"),
        (DICOM, BINARY, "Content-ID: <0f-1@urn:ihe:iti:xds-b:2007>"),
        "cid:0f-1@urn%3Aihe%3Aiti%3Axds-b%3A2007",
        before="\r\n",
        after="",
    ),
    Stack(
        "CXF, whose ids are percent-encoded in both places",
        'multipart/related; type="application/xop+xml"; boundary="uuid:0f"; '
        f'start="<root.message@cxf.apache.org>"; start-info="{ACTION}"',
        "uuid:0f",
        (
            f'Content-Type: application/xop+xml; charset=UTF-8; type="{ACTION}"',
            BINARY,
            "Content-ID: <root.message@cxf.apache.org>",
        ),
        (DICOM, BINARY, "Content-ID: <0f-1@urn%3Aihe%3Aiti%3Axds-b%3A2007>"),
        "cid:0f-1@urn%3Aihe%3Aiti%3Axds-b%3A2007",
        before="\r\n",
    ),
    Stack(
        "Axis2",
        'multipart/related; boundary=MIMEBoundary_0a; type="application/xop+xml"; '
        'start="<0.urn:uuid:0A@apache.org>"; start-info="application/soap+xml"; '
        f'action="{RESPONSE_ACTION}"',
        "MIMEBoundary_0a",
        (ROOT, BINARY, "Content-ID: <0.urn:uuid:0A@apache.org>"),
        (BYTES, BINARY, "Content-ID: <1.urn:uuid:0A@apache.org>"),
        "cid:1.urn:uuid:0A@apache.org",
        warned=frozenset({"MIME-04"}),
    ),
    Stack(
        "JAX-WS RI",
        'multipart/related;start="<rootpart*0a@example.jaxws.sun.com>";'
        f'type="application/xop+xml";boundary="uuid:0a";start-info="{ACTION}"',
        "uuid:0a",
        (
            "Content-Id: <rootpart*0a@example.jaxws.sun.com>",
            f'Content-Type: application/xop+xml;charset=utf-8;type="{ACTION}"',
            BINARY,
        ),
        ("Content-Id: <0b@example.jaxws.sun.com>", DICOM, BINARY),
        "cid:0b@example.jaxws.sun.com",
        after="",
    ),
    Stack(
        "Spring-WS with SAAJ",
        'multipart/related; boundary="----=_Part_0_12.34"; type="application/xop+xml"; '
        'start="<0a@spring>"; start-info="application/soap+xml"',
        "----=_Part_0_12.34",
        (
            'Content-Type: application/xop+xml; type="application/soap+xml"; charset=utf-8',
            "Content-Transfer-Encoding: 8bit",
            "Content-ID: <0a@spring>",
        ),
        (DICOM, "Content-ID: <0b@spring>", BINARY),
        "cid:0b%40spring",
    ),
    Stack(
        "WCF",
        'multipart/related; type="application/xop+xml";start="<http://tempuri.org/0>";'
        'boundary="uuid:0a+id=1";start-info="application/soap+xml"',
        "uuid:0a+id=1",
        (
            "Content-ID: <http://tempuri.org/0>",
            "Content-Transfer-Encoding: 8bit",
            'Content-Type: application/xop+xml;charset=utf-8;type="application/soap+xml"',
        ),
        ("Content-ID: <http://tempuri.org/1/63>", BINARY, BYTES),
        "cid:http%3A%2F%2Ftempuri.org%2F1%2F63",
        before="\r\n",
        warned=frozenset({"MIME-04", "MIME-08"}),
    ),
    Stack(
        "gSOAP",
        'multipart/related; boundary="==aB+/=="; type="application/xop+xml"; '
        'start="<SOAP-ENV:Envelope>"; start-info="application/soap+xml; charset=utf-8"',
        "==aB+/==",
        (ROOT, BINARY, "Content-ID: <SOAP-ENV:Envelope>"),
        (DICOM, BINARY, "Content-ID: <id1>"),
        "cid:id1",
        warned=frozenset({"MIME-08"}),
    ),
    Stack(
        "NIST toolkit2",
        "multipart/related; boundary=MIMEBoundary112233445566778899; "
        'type="application/xop+xml"; start="<doc0@ihexds.nist.gov>"; '
        'start-info="application/soap+xml"',
        "MIMEBoundary112233445566778899",
        (ROOT, BINARY, "Content-ID: <doc0@ihexds.nist.gov>"),
        (DICOM, BINARY, "Content-ID: <doc1@ihexds.nist.gov>"),
        "cid:doc1@ihexds.nist.gov",
    ),
]


@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.name)
def test_an_answer_as_a_stack_packs_it(stack: Stack, world: World) -> None:
    findings = sweep(stack.said().case(world))
    broken = {entry.requirement: entry.at_most for entry in findings if not entry.met}

    assert dict.fromkeys(stack.warned, Level.WARNING) == broken
    assert {"RET-02", "XOP-01", "MIME-03"} <= {entry.requirement for entry in findings if entry.met}
