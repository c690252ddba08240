"""Speaking with a DICOMweb origin server (PS3.18): where it is, and what it says is wrong."""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from lxml import etree
from pydicom import Dataset

from wadows_contract.consumer.credentials import Credentials
from wadows_contract.consumer.failures import innermost
from wadows_contract.consumer.lengths import SeveralLengths
from wadows_contract.consumer.limits import Limits, TooLarge
from wadows_contract.errors import UnreachableError
from wadows_spec.errors import ConfigurationError

JSON: Final = "application/dicom+json"
XML: Final = "application/dicom+xml"
#: Seconds for a connection, and between bytes.
TIMEOUT: Final = (10, 60)
#: Bytes that are taken of an answer, which is held in memory; an instance has some 1 or 2 kB,
#: and a server that knows no limit may list all that it has.
_MOST_ANSWERED: Final = 16_000_000
#: Of what a server says beside a status no more characters than this are repeated.
_MOST_SAID: Final = 200
_ADVICE: Final = {
    401: "It asks for credentials: give them with --basic, --bearer or --header.",
    403: "It does not allow this: give credentials that may, with --basic, --bearer or --header.",
    404: "Give the address of its DICOMweb service, such as http://archive.example/dicom-web.",
    405: "Give the address of its DICOMweb service, such as http://archive.example/dicom-web.",
}


@dataclass(frozen=True)
class Answer:
    """What a server answered; `unread` says what came in place of a content that could be taken."""

    status: int
    reason: str
    content_type: str
    content: bytes
    unread: str = ""


class Misunderstood(Exception):
    """What came is not what DICOMweb has; the text says what it is."""


def service(url: str) -> str:
    """Return the address of a DICOMweb service, without a slash at its end.

    That of its studies will do. Raises `ConfigurationError` if it is no address.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        parts.port  # noqa: B018  raises for a port that is no number
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or parts.username or parts.password:
        raise ConfigurationError(
            f"{url!r} is no address of a DICOMweb service",
            "Write for instance http://archive.example/dicom-web; for one study of it, --study.",
        )
    return url.rstrip("/").removesuffix("/studies").rstrip("/")


@contextmanager
def visit(given: Credentials) -> Iterator[requests.Session]:
    """Give a session that adds what was given to each request, and nothing of its surroundings."""
    with requests.Session() as session:
        session.trust_env = False  # ~/.netrc would add credentials
        # What is packed may be of any size when it is unpacked.
        session.headers["Accept-Encoding"] = "identity"
        session.headers.update(given.headers)
        for scheme in ("http://", "https://"):
            session.mount(scheme, SeveralLengths(Limits(size=_MOST_ANSWERED), given.context))
        if given.proxy:
            session.proxies = {"http": given.proxy, "https": given.proxy}
        yield session


def speak(session: requests.Session, verb: str, url: str, **given: Any) -> Answer:
    """Send a request and read its answer; raises `UnreachableError` if nothing comes back."""
    given |= {"timeout": TIMEOUT, "allow_redirects": False, "stream": True}
    try:
        with session.request(verb, url, **given) as answer:
            content, unread = _content(answer)
            kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
            return Answer(answer.status_code, answer.reason, kind, content, unread)
    except requests.exceptions.SSLError as error:
        raise UnreachableError(
            f"{url} has a certificate that is not trusted: {_innermost(error)}",
            "Name the certificates of its authority with --ca.",
        ) from error
    except requests.exceptions.RequestException as error:
        raise UnreachableError(
            f"{url} cannot be reached: {_innermost(error)}",
            "Check the address, and whether the server is running.",
        ) from error


def _content(answer: requests.Response) -> tuple[bytes, str]:
    """Read what was answered, or say why it was not taken."""
    coding = answer.headers.get("Content-Encoding", "identity")
    if coding.lower() != "identity":
        return b"", f"the content coding {coding}, which was not asked for,"
    try:
        return answer.content, ""
    except requests.exceptions.RequestException as error:
        if isinstance(innermost(error), TooLarge):
            return b"", f"more than {_MOST_ANSWERED / 1e6:g} MB"
        raise


def _innermost(error: BaseException) -> str:
    """Say what went wrong at the bottom of an exception of requests, without its wrapping."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def refusal(answer: Answer) -> str:
    """Say what a status that is no success means, with the first of what the server says of it."""
    said = ""
    if answer.content_type in ("text/plain", "application/json"):
        said = " ".join(answer.content.decode(errors="replace").split())[:_MOST_SAID]
    return f"HTTP {answer.status} {answer.reason}{f': {said}' if said else ''}"


def advice(answer: Answer) -> str:
    """Say what to do about a status."""
    return _ADVICE.get(answer.status, "The log of the server may say more.")


def data_sets(answer: Answer) -> list[Dataset]:
    """Return the data sets of an answer in JSON or XML (PS3.18 Annex F, PS3.19 A.1).

    Raises `Misunderstood` if it is neither.
    """
    kind = answer.content_type
    if answer.unread:
        raise Misunderstood(answer.unread)
    if not answer.content.strip():
        return []
    if not kind.endswith(("json", "xml")):
        raise Misunderstood(kind or "something without a media type")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what pydicom finds odd is not for our log
        try:
            return [Dataset.from_json(each) for each in _read(answer.content, kind)]
        except Exception as error:
            raise Misunderstood(f"{kind} that cannot be read: {error}") from error


def _read(content: bytes, kind: str) -> list[Any]:
    if kind.endswith("xml"):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return [_as_json(etree.fromstring(content, parser))]
    read = json.loads(content)
    return read if isinstance(read, list) else [read]


def _as_json(element: etree._Element) -> dict[str, Any]:
    """Return the DICOM JSON of the native model in XML, values and sequences alone."""
    found: dict[str, Any] = {}
    for attribute in element.iterchildren("{*}DicomAttribute"):
        values: list[Any] = [value.text or "" for value in attribute.iterchildren("{*}Value")]
        values += [_as_json(item) for item in attribute.iterchildren("{*}Item")]
        vr = attribute.get("vr", "UN")
        if vr in ("US", "UL", "SS", "SL", "IS"):
            values = [int(value) for value in values]
        found[attribute.get("tag", "")] = {"vr": vr, "Value": values}
    return found
