"""One recorded exchange of each kind, and what mutants make of them."""

from collections.abc import Callable

from werkzeug.test import Client

from tests.reference.client import (
    IMPLICIT,
    MESSAGE_ID,
    RENDERED,
    REPOSITORY,
    RETRIEVE,
    URL,
    Answer,
    Asked,
    envelope,
    header,
    mtom,
    read,
    rendered,
    retrieve,
)
from wadows_reference.message import Message, RecordedRequest
from wadows_reference.multipart import Headers
from wadows_reference.mutants import find_mutant
from wadows_reference.replay import mutate

Exchanges = dict[str, tuple[RecordedRequest, Answer]]
UNKNOWN = ("1.2", "1.3", "1.4")
NOWHERE = "2.25.99999999999999999999999999999999999999"
#: Exchanges that are no POST.
VERBS = {"verb": "PUT"}


def record(client: Client, uids: Callable[[str], Asked]) -> Exchanges:
    """Record one exchange of each kind."""
    two = retrieve(uids("signed"), uids("colour"), home="urn:oid:1.2")
    text = envelope(RETRIEVE, retrieve(UNKNOWN))
    requests = {
        "documents": (RETRIEVE, two, "edge"),
        "mixed": (RETRIEVE, retrieve(uids("signed"), UNKNOWN), "edge"),
        "none": (RETRIEVE, retrieve(UNKNOWN), "edge"),
        "implicit": (RETRIEVE, retrieve(uids("signed"), syntaxes=(IMPLICIT,)), "edge"),
        "loop": (RETRIEVE, retrieve(uids("multi-frame")), "edge"),
        "refused": (RETRIEVE, retrieve(uids("video")), "edge"),
        "undecodable": (RETRIEVE, retrieve(uids("damaged")), "edge"),
        "axis2": (RETRIEVE, retrieve(uids("signed")), "MIMEBoundary_0"),
        "window": (
            RENDERED,
            rendered(uids("signed"), WindowCenter="40", WindowWidth="400"),
            "edge",
        ),
        "size": (RENDERED, rendered(uids("signed"), Rows="48", ImageQuality="95"), "edge"),
        "frame": (RENDERED, rendered(uids("multi-frame"), FrameNumber="2"), "edge"),
        "colour": (RENDERED, rendered(uids("colour")), "edge"),
        "anonymize": (RENDERED, rendered(uids("signed"), Anonymize="yes"), "edge"),
        "region": (RENDERED, rendered(uids("signed"), Region="x"), "edge"),
        "png": (RENDERED, rendered(uids("signed"), types=("image/png",)), "edge"),
        "report": (RENDERED, rendered(uids("structured-report")), "edge"),
        "frameless": (RENDERED, rendered(uids("multi-frame")), "edge"),
        "value": (RENDERED, rendered(uids("signed"), Rows="x"), "edge"),
        "range": (RENDERED, rendered(uids("multi-frame"), FrameNumber="9"), "edge"),
        "damaged": (RENDERED, rendered(uids("damaged")), "edge"),
    }
    messages = {
        name: mtom(envelope(action, content), boundary)
        for name, (action, content, boundary) in requests.items()
    }
    messages["fault"] = mtom(text[:-1])
    messages["not-understood"] = mtom(
        envelope(RETRIEVE, retrieve(UNKNOWN), more='<u:X xmlns:u="u" s:mustUnderstand="1"/>')
    )
    messages["version"] = mtom("<x/>")
    one = retrieve(uids("signed"))
    messages["elsewhere"] = mtom(envelope(RETRIEVE, one.replace(REPOSITORY, NOWHERE)))
    messages["soap-action"] = mtom(envelope(RETRIEVE, one))
    messages["spaced"] = mtom(
        envelope(
            RETRIEVE,
            one,
            header("Action", f"\n {RETRIEVE} ") + header("MessageID", MESSAGE_ID),
        )
    )
    messages["plain"] = ("application/soap+xml", envelope(RETRIEVE, one).encode())
    content_type, body = mtom(envelope(RETRIEVE, one))
    messages["root-second"] = (content_type, b"--edge\r\n\r\nnot the root\r\n" + body)
    messages["media-type"] = ("text/plain", b"text")
    messages["verb"] = ("text/plain", b"")
    recorded = {}
    for name, (content_type, body) in messages.items():
        headers = [("Content-Type", content_type)]
        if name == "soap-action":
            headers.append(("SOAPAction", '"urn:example:wadows-contract:soap-action"'))
        request = RecordedRequest(headers, body)
        status, received, content = send(client, name, request)
        recorded[name] = (request, read(status, dict(received), content))
    return recorded


def send(client: Client, name: str, request: RecordedRequest) -> tuple[int, Headers, bytes]:
    """Send the request of an exchange and return status, headers and body of what comes back."""
    with client.open(
        URL, method=VERBS.get(name, "POST"), data=request.body, headers=list(request.headers)
    ) as response:
        return response.status_code, list(response.headers), response.get_data()


def applied(name: str, exchange: tuple[RecordedRequest, Answer]) -> tuple[int, Headers, bytes]:
    """Return status, headers and body of a recorded response after a mutant."""
    request, answer = exchange
    message = Message(request, answer.status, list(answer.headers.items()), answer.body)
    return mutate(find_mutant(name), message)


def mutated(
    name: str, exchange: tuple[RecordedRequest, Answer]
) -> tuple[int, dict[str, str], bytes]:
    """Return the same, the headers by name: the last of those that stand twice."""
    status, headers, body = applied(name, exchange)
    return status, dict(headers), body


def after(name: str, exchange: str, exchanges: Exchanges) -> Answer:
    """Return the response of one recorded exchange after a mutant."""
    return read(*mutated(name, exchanges[exchange]))
