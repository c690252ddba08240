"""The options that say how an endpoint is reached, for each subcommand that speaks with one."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import click

from wadows_contract.commands.grouping import GroupedOption
from wadows_contract.connection import Connection

Option = Callable[[Callable[..., None]], Callable[..., None]]
_PATH = click.Path()
_SECONDS = click.FloatRange(0.1)


def _group(heading: str) -> Callable[..., Any]:
    return partial(click.option, cls=GroupedOption, group=heading)


_tls = _group("TLS")
_credentials = _group("Credentials")
_way = _group("On the way")
_limit = _group("Limits")

#: Of anything that is reached by HTTP.
_HTTP = (
    _tls("--ca", type=_PATH, default="", metavar="FILE",
         help="Certificates, in PEM, that the endpoint's is checked by."),
    _tls("--client-cert", type=_PATH, default="", metavar="FILE",
         help="Certificate, in PEM, to show the endpoint."),
    _tls("--client-key", type=_PATH, default="", metavar="FILE",
         help="Its key; by default it stands in the same file."),
    _tls("--key-password", default="", metavar="SECRET", help="Password of the key."),
    _credentials("--basic", default="", metavar="SECRET",
                 help="user:password for basic authentication."),
    _credentials("--bearer", default="", metavar="SECRET", help="Bearer token."),
    _way("--header", "headers", multiple=True, metavar="'NAME: VALUE'",
         help="Header field to add; VALUE may be env:NAME or file:PATH."),
    _way("--proxy", default="", metavar="URL", help="HTTP proxy to go through."),
    _way("--proxy-basic", default="", metavar="SECRET", help="user:password for the proxy."),
)  # fmt: skip
_SOAP = (
    _credentials("--security", type=_PATH, default="", metavar="FILE",
                 help="SAML assertion, or another token, to put into wsse:Security as it stands."),
    _credentials("--username-token", default="", metavar="SECRET",
                 help="user:password for a wsse:UsernameToken of each request."),
    _credentials("--password-text", is_flag=True,
                 help="Put the password itself into it, and no digest."),
    _way("--rate", type=click.FloatRange(0), default=0.0, metavar="N",
         help="At most N requests a second, all jobs together."),
)  # fmt: skip
_LIMITS = (
    _limit("--connect-timeout", type=_SECONDS, default=10.0, show_default=True,
           metavar="SECONDS", help="For a connection."),
    _limit("--first-byte-timeout", type=click.FloatRange(0), default=0.0,
           show_default="as between bytes", metavar="SECONDS", help="Up to the first byte."),
    _limit("--read-timeout", type=_SECONDS, default=60.0, show_default=True,
           metavar="SECONDS", help="Between bytes."),
    _limit("--answer-timeout", type=_SECONDS, default=600.0, show_default=True,
           metavar="SECONDS", help="For a whole answer."),
    _limit("--max-answer", type=click.FloatRange(1), default=4096.0, show_default=True,
           metavar="MEGABYTES", help="Of an answer."),
)  # fmt: skip
_FIELDS = tuple(Connection.__dataclass_fields__)
_SOAP_FIELDS = ("security", "username_token", "password_text", "rate")


def reaching(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options; the function gets `connection`, and its time limits in seconds."""
    return _with(function, (*_HTTP, *_SOAP, *_LIMITS), _FIELDS)


def reaching_by_http(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options for what is no SOAP endpoint; the function gets `connection`."""
    return _with(function, _HTTP, tuple(name for name in _FIELDS if name not in _SOAP_FIELDS))


def _with(
    function: Callable[..., None], added: tuple[Option, ...], fields: tuple[str, ...]
) -> Callable[..., None]:
    @wraps(function)
    def connected(*arguments: Any, **options: Any) -> None:
        given = {name: options.pop(name) for name in fields}
        function(*arguments, connection=Connection(**given), **options)

    for option in reversed(added):
        option(connected)
    return connected
