"""What an answer gives away about the machine behind it (CWE-209)."""

import html
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import unquote

from wadows_contract.judge.finding import Case, Finding, check, rule

#: No more than this many characters or bytes of one text are looked at.
_READ: Final = 1 << 20
#: A finding quotes this many leaks, and this many characters of each.
_QUOTED: Final = (3, 120)
#: What has an address of its own and is no secret: URLs, but for those of files, and URNs.
_ADDRESSES: Final = re.compile(
    r"\b(?!file:)[a-z][a-z0-9+.-]{1,20}://[^\s\"'<>{}]*|\burn:[^\s\"'<>{}]*", re.IGNORECASE
)
_TAGS: Final = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
#: A line of a stack trace begins so; in JSON a tab before it is written as two characters.
_AT: Final = r"(?:\b|\\t)at\s"
_FILE_OF_JAVA: Final = r"[\w$]{1,100}\.(?:java|kt|scala|groovy):\d{1,7}"
_NO_FILE_OF_JAVA: Final = r"Native Method|Unknown Source"
_PACKAGE: Final = r"(?<![\w.$])(?:(?:[A-Za-z_][\w$]{0,80}\.){2,20}|System\.)"
#: Exceptions of JavaScript and Python that stand in no package; whatever is caught says them so.
_BUILT_IN: Final = (
    r"(?:Type|Reference|Range|Syntax|URI|Eval|Aggregate|Value|Key|Index|Lookup|Attribute|Name|OS"
    r"|Runtime|Recursion|Assertion|Memory|UnicodeDecode|UnicodeEncode|NotImplemented)Error"
)
_TOP: Final = r"(?:(?<![\w/.~%@+-])|file:/{0,2})/(?:home|opt|usr|var|etc|srv|tmp|mnt|Users)"
_METHOD_OF_NET: Final = r"[\w.`<>+\[\],]{3,300}\([^()\n]{0,300}\)"
_DRIVE: Final = r"(?<!\w)[A-Za-z]:\\{1,2}\w[\w.$~-]{0,254}"
#: What a leak looks like. Every repetition is bounded: texts may be long and hostile.
_LEAKS: Final = tuple(
    (what, re.compile(pattern))
    for what, pattern in (
        ("stack trace", rf"{_AT}[\w$.<>/@~-]{{3,300}}\((?:{_FILE_OF_JAVA}|{_NO_FILE_OF_JAVA})\)"),
        ("stack trace", rf"{_AT}{_METHOD_OF_NET} in [^\n]{{1,300}}?:line \d{{1,7}}"),
        ("stack trace", r"\b[\w$-]{1,80}\.[cm]?[jt]s:\d{1,7}:\d{1,7}\b"),
        ("stack trace", r"Traceback \(most recent call last\)"),
        ("stack trace", r'File "[^"\n]{1,300}", line \d{1,7}'),
        ("exception", rf"{_PACKAGE}[A-Za-z_][\w$]{{0,80}}(?:Exception|Error|Fault)\b"),
        ("exception", rf"(?<![\w.$]){_BUILT_IN}(?=:)"),
        ("path", rf"{_TOP}(?:/[\w.@+~$-]{{1,255}}){{1,40}}"),
        ("path", rf"{_DRIVE}(?:\\{{1,2}}[\w.$~ -]{{1,255}}){{0,40}}"),
    )
)
#: Of each pattern so many matches are held against what was sent.
_MATCHES: Final = 50
#: Media types of which a page of an HTTP server may be, beside everything that is text.
_TEXTS: Final = ("", "application/json", "application/problem+json", "application/xml",
                 "application/xhtml+xml", "application/soap+xml")  # fmt: skip


@check("SOAP-09")
def nothing_is_given_away(case: Case) -> Iterator[Finding]:
    """CWE-209: an error message says nothing about code, classes and files of the server.

    What the request itself contained is no secret. A location may name a module
    (ITI TF-3 Table 4.2.4.1-1), so that only codeContext is judged.
    """
    sent = _sent(case)
    for where, text in _error_messages(case):
        found = list(leaks(text, sent))
        expected = "no stack trace, no class of an exception, no path of the machine"
        yield rule(not found, expected, "; ".join(found) or "nothing of that", where)


def leaks(text: str, sent: str = "") -> Iterator[str]:
    """Yield what a text gives away that was not sent to its author, the first of it, shortened."""
    count, length = _QUOTED
    shown = _ADDRESSES.sub(" ", text[:_READ])
    found: dict[str, None] = {}
    for what, leak in _LEAKS:
        for match in islice(leak.finditer(shown), _MATCHES):
            given = match.group().strip().rstrip(".")
            if given not in sent:
                found.setdefault(f"{what}: {given[:length]}")
    yield from islice(found, count)


def _sent(case: Case) -> str:
    """Return the texts of the request: its URL, its header fields, its body."""
    request = case.exchange.request
    body = request.body.read(0, _READ).decode("utf-8", "replace")
    fields = [value for _, value in request.headers.fields]
    return "\n".join((request.url, unquote(request.url), *fields, body, html.unescape(body)))


def _error_messages(case: Case) -> Iterator[tuple[str, str]]:
    """Yield each text by which an answer explains an error, and where it stands."""
    response, answer = case.exchange.response, case.answer
    if not response or not answer:
        return
    if answer.envelope is None:
        name = answer.media_type.name
        if response.status >= 400 and (name.startswith("text/") or name in _TEXTS):
            page = answer.body.read(0, _READ).decode("utf-8", "replace")
            yield "the body", html.unescape(_TAGS.sub(" ", page))
    elif fault := answer.envelope.fault:
        yield "Fault/Reason", "\n".join(text for _, text in fault.reasons)
        yield "Fault/Detail", fault.detail
    for error in answer.registry.errors if answer.registry else ():
        yield f"codeContext of RegistryError {error.location or ''}", error.context or ""
