"""How a request travels to a live endpoint; `replay` has the way through recorded evidence."""

import time
from collections.abc import Iterable, Iterator
from typing import Final, Protocol

import requests
import urllib3

from wadows_contract.consumer.credentials import Credentials
from wadows_contract.consumer.failures import SILENT, in_words, innermost
from wadows_contract.consumer.lengths import SeveralLengths, restored
from wadows_contract.consumer.limits import BeyondLimits, Limits, TooLarge
from wadows_contract.consumer.pace import Pace
from wadows_contract.exchange import (
    CHUNK,
    BodyStore,
    BrokenBody,
    Exchange,
    Headers,
    Request,
    Response,
)

#: How the failure of an exchange begins that was given up before it began.
NOT_SENT: Final = "not sent: "
#: After this many connections in a row that could not be made, no more are tried;
#: nor after this many requests without an answer to an endpoint that never gave any.
_GIVE_UP_AFTER = 3
#: After this many answers beyond the limit of their size no more are asked for: all are kept.
_MOST_TOO_LARGE = 5
#: In place of what requests sends by itself: a content coding would change the bytes judged.
_HEADERS = {"User-Agent": "wadows-contract", "Accept": None, "Accept-Encoding": "identity"}


class Transport(Protocol):
    """Whatever turns a request into an exchange."""

    def send(self, scenario: str, ordinal: int, request: Request) -> Exchange:
        """Send the request that comes `ordinal`-th in a scenario; never raises for the endpoint."""


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """Follow no redirection: it would hide which endpoint answered.

        requests reads Location even if told not to follow it, and raises if it is no URL.
        """


class LiveTransport:
    """HTTP to a running endpoint; bodies stream into the store, within the limits.

    What `given` adds to a request is in no exchange; what an endpoint tells of it neither.
    """

    def __init__(
        self,
        store: BodyStore,
        limits: Limits,
        given: Credentials = Credentials(),  # noqa: B008  frozen
        pace: Pace = Pace(0),  # noqa: B008  without a rate it has no state
    ) -> None:
        self._store = store
        self._limits, self._given, self._pace = limits, given, pace
        self._session = _Session()
        self._session.trust_env = False  # ~/.netrc would add credentials
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, SeveralLengths(limits, given.context))
        if given.proxy:
            self._session.proxies = {"http": given.proxy, "https": given.proxy}
        self._unreachable = 0
        self._silent = 0
        self._answered = False
        self._too_large = 0
        self._waited = 0.0

    def send(self, scenario: str, ordinal: int, request: Request) -> Exchange:
        """Send a request and record what comes back, whole or not."""
        id_ = f"{scenario}-{ordinal}"
        started = time.monotonic()
        response: Response | None = None
        failure, broken = "", None
        given = self._given.for_one_request()
        if self._unreachable >= _GIVE_UP_AFTER:
            failure = f"{NOT_SENT}the endpoint could no longer be reached"
        elif self._silent >= _GIVE_UP_AFTER and not self._answered:
            failure = f"{NOT_SENT}the endpoint has answered nothing so far"
        elif self._waited > self._limits.patience:
            failure = (
                f"{NOT_SENT}this run has waited for {self._waited:.0f} s already"
                " for answers that did not come, or did not end"
            )
        elif self._too_large >= _MOST_TOO_LARGE:
            failure = (
                f"{NOT_SENT}{self._too_large} answers were larger than {self._limits.size / 1e6:g}"
                " MB, which is as much as this run takes of one (--max-answer)"
            )
        else:
            self._pace.keep()
            try:
                response, broken = self._post(id_, request, given)
                self._unreachable, self._answered = 0, True
            except requests.RequestException as error:
                broken = error
                # An endpoint may hang up on a request that it cannot read, and be there still.
                self._unreachable = self._unreachable + 1 if _not_connected(error) else 0
                self._silent += 1
            finally:
                # A connection of its own for each request: one that is kept may be closed
                # by the endpoint, as it may, just when the next request is sent.
                self._session.close()
        seconds = time.monotonic() - started
        if broken is not None:
            reason = innermost(broken)
            failure = given.withheld_text(in_words(reason))
            self._too_large += isinstance(reason, TooLarge)
            self._waited += seconds if isinstance(reason, (*SILENT, BeyondLimits)) else 0
        return Exchange(id_, scenario, request, response, failure, round(seconds, 4))

    def _post(
        self, id_: str, request: Request, given: Credentials
    ) -> tuple[Response, BaseException | None]:
        headers = dict([*request.headers.fields, *given.headers])
        with self._session.request(
            request.method,
            request.url,
            data=given.complete(request.body.read()),
            headers={**_HEADERS, **headers},
            stream=True,
            timeout=(self._limits.connect, self._limits.read),
            allow_redirects=False,
        ) as answer:
            broken = None
            try:
                body = self._store.save(given.withheld(_raw(answer)), id_)
            except BrokenBody as error:
                body, broken = error.body, error.__cause__ or error
            fields = tuple(
                (given.withheld_text(name), given.withheld_text(value))
                for name, value in restored(answer.raw.headers.items())
            )
            said = given.withheld_text(answer.reason)
            return Response(answer.status_code, said, Headers(fields), body), broken


def _raw(answer: requests.Response) -> Iterator[bytes]:
    """Yield the body as it came, without undoing any content coding.

    What is there is taken at once: of bytes waited for in vain nothing could be kept.
    """
    if answer.raw.chunked:
        stream: Iterable[bytes] = answer.raw.stream(CHUNK, decode_content=False)
        yield from stream
        return
    while piece := answer.raw.read1(CHUNK, decode_content=False):
        yield piece


class SilentTransport:
    """Sends nothing, so that a run can be planned: every exchange is without an answer."""

    def send(self, scenario: str, ordinal: int, request: Request) -> Exchange:
        """Return an exchange that holds the request alone."""
        return Exchange(f"{scenario}-{ordinal}", scenario, request, None, "planned, and not sent")


def _not_connected(error: requests.RequestException) -> bool:
    """Tell whether no connection was made, or no handshake, so that nothing was sent."""
    reason = error.args[0] if error.args else None
    return isinstance(reason, urllib3.exceptions.MaxRetryError)
