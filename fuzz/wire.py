"""Answers on their way: sent to the suite byte by byte, recorded, read again, judged, and shown.

The bytes are those after a socket: what `answers` takes for granted of HTTP need not be so.
"""

import hashlib
import json
import re
import socket
import threading
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from lxml import etree

from fuzz.answers import judged
from fuzz.message import Message, read_pair
from fuzz.requests import Wrong
from tests.report.handmade import Run
from wadows_contract.consumer.limits import Limits
from wadows_contract.consumer.transport import LiveTransport
from wadows_contract.evidence import EVENTS_FILE, Recorder, exchanges
from wadows_contract.exchange import Exchange, Headers, Request
from wadows_contract.judge.finding import Case, Finding
from wadows_contract.report.html import html
from wadows_contract.report.junit import junit
from wadows_contract.report.results_json import as_json
from wadows_contract.report.views import Views
from wadows_contract.verdict import summarise
from wadows_spec.documents import write_documents
from wadows_spec.statement import Statement, load_statement

_SCENARIO: Final = "HTTP-01-1"
#: All bytes have come when the connection is closed, so that no answer can take so long.
_LIMITS: Final = Limits(connect=10, read=10, answer=15, size=1 << 20)
#: What failures say that waited, though nothing more was to come.
_WAITED: Final = re.compile("no answer in time|had not ended after")
#: What of a page could do something, or ask for something.
_ACTING: Final = re.compile(
    r"<(?:script|iframe|object|embed|link|meta|base|form|svg|style)\b[^>]*>|<[^<>]*\son\w+=[^<>]*>"
)
#: Reports cost more than all the rest: one of so many inputs is shown, the same in each run.
_SHOWN: Final = 16
_BODY: Final = b"what is asked is another matter"


class Wire:
    """The suite's client of an endpoint on the loopback, which sends what it is told."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._statement = load_statement("dcm4chee-arc")
        self._catalogue = write_documents(folder / "documents")
        self._reports = Reports(folder, self._statement)
        self._endpoint = Endpoint()

    def try_one(self, data: bytes) -> None:
        """Send one answer; raises whatever goes wrong."""
        sent, self._endpoint.answer = read_pair(data)
        with TemporaryDirectory(dir=self._folder) as folder:
            exchange = self._recorded(Message.read(sent), Path(folder))
            findings = judged(Case(exchange, self._statement, self._catalogue))
            if hashlib.sha256(data).digest()[0] % _SHOWN == 0:
                self._reports.show(exchange, findings, Path(folder))

    def _recorded(self, sent: Message, folder: Path) -> Exchange:
        """Return the exchange as the evidence has it."""
        recorder = Recorder(folder)
        asked = recorder.bodies.save((_BODY,), "asked")
        transport = LiveTransport(recorder.bodies, _LIMITS)
        exchange = transport.send(_SCENARIO, 1, Request(self._endpoint.url, Headers(), asked))
        check(exchange)
        # What it was an answer to is what it is judged by.
        body = recorder.bodies.save((sent.body,), "sent")
        exchange = replace(
            exchange, request=Request("http://archive.invalid/", Headers(sent.headers), body)
        )
        recorder.exchange(exchange)
        recorder.close()
        lines = (folder / EVENTS_FILE).read_bytes().split(b"\n")
        again = exchanges([json.loads(lines[0])], folder)[exchange.id]
        if again.response != exchange.response:
            raise Wrong(f"recorded was {again.response}, and came {exchange.response}")
        return again


def check(exchange: Exchange) -> None:
    """Raise `Wrong` for an exchange that cannot have come of an endpoint that hung up."""
    if _WAITED.search(exchange.failure):
        raise Wrong(f"waited in vain: {exchange.failure}")
    if exchange.response is None:
        if not exchange.failure:
            raise Wrong("neither response nor failure")
        return
    body = exchange.response.body
    content = body.path.read_bytes()
    if (len(content), hashlib.sha256(content).hexdigest()) != (body.size, body.sha256):
        raise Wrong("the body is not what its size and hash say")


class Reports:
    """The reports of a run in which one exchange was recorded."""

    def __init__(self, folder: Path, statement: Statement) -> None:
        self._statement = statement
        (folder / "run").mkdir()
        run = Run(folder / "run")
        run.header["statement"] = {"name": statement.name, "sha256": "", "text": ""}
        self._events = run.events
        page = "".join(html(summarise(self._events, statement), self._events, Views()))
        self._acting = _ACTING.findall(page)

    def show(self, exchange: Exchange, findings: list[Finding], folder: Path) -> None:
        """Show the exchange, and all that is broken of it."""
        event = json.loads((folder / EVENTS_FILE).read_bytes())
        said = [
            {"event": "finding", "scenario": _SCENARIO, "exchange": exchange.id, **asdict(each)}
            for each in findings
            if each.requirement and not each.met
        ]
        events = [self._events[0], event, *said, *self._events[1:]]
        results = summarise(events, self._statement)
        json.dumps(as_json(results)).encode()
        etree.fromstring(junit(results, events), etree.XMLParser(huge_tree=True))
        views = Views({exchange.id: exchange}, reference={exchange.id: exchange})
        page = "".join(html(results, events, views))
        if (acting := _ACTING.findall(page)) != self._acting:
            raise Wrong(f"the page has {acting}")


class Endpoint:
    """Takes requests one by one, answers each with the same bytes, and hangs up."""

    def __init__(self) -> None:
        self.answer = b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listening.accept()
            # Who is told too much may hang up first.
            with connection, suppress(OSError):
                asked = b""
                while not asked.endswith(_BODY) and (more := connection.recv(1 << 16)):
                    asked += more
                connection.sendall(self.answer)
