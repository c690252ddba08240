"""What kept an answer from coming, out of the exceptions that the HTTP library makes of it."""

import http.client
import ssl
from typing import Final

import requests
import urllib3

from wadows_contract.consumer.unreached import tls_problem

#: No byte came in time.
SILENT: Final = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
#: Characters of what is no HTTP that are shown: it may be anything.
_MOST_SHOWN: Final = 40


def innermost(error: BaseException) -> BaseException:
    """Return what happened, without the machinery of the HTTP library around it."""
    while (inner := _inner(error)) is not None:
        error = inner
    return error


def in_words(reason: BaseException) -> str:
    """Say what happened; nothing is withheld yet of what the endpoint had a part in."""
    if isinstance(reason, SILENT):
        return f"no answer in time ({type(reason).__name__})"
    if isinstance(reason, ssl.SSLError):
        return tls_problem(reason).what
    if isinstance(reason, http.client.BadStatusLine) and not isinstance(reason, OSError):
        return f"no HTTP, but {str(reason)[:_MOST_SHOWN]!r}"
    return getattr(reason, "strerror", None) or str(reason) or type(reason).__name__


def _inner(error: BaseException) -> BaseException | None:
    if (reason := getattr(error, "reason", None)) and isinstance(reason, BaseException):
        return reason
    for argument in error.args:
        if isinstance(argument, BaseException):
            return argument
    return error.__cause__ if isinstance(error, urllib3.exceptions.HTTPError) else None
