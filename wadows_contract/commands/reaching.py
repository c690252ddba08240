"""The options that say how an endpoint is reached, for each subcommand that speaks with one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from wadows_contract.connection import Connection

_PATH = click.Path()
_SECONDS = click.FloatRange(0.1)

_CONNECTION = (
    click.option("--ca", type=_PATH, default="", metavar="FILE",
                 help="Certificates, in PEM, that the endpoint's is checked by."),
    click.option("--client-cert", type=_PATH, default="", metavar="FILE",
                 help="Certificate, in PEM, to show the endpoint."),
    click.option("--client-key", type=_PATH, default="", metavar="FILE",
                 help="Its key; by default it stands in the same file."),
    click.option("--key-password", default="", metavar="SECRET",
                 help="Where the password of the key is."),
    click.option("--header", "headers", multiple=True, metavar="'NAME: VALUE'",
                 help="Header field to add; VALUE may say where a secret is."),
    click.option("--basic", default="", metavar="SECRET",
                 help="Where user:password is, for basic authentication."),
    click.option("--bearer", default="", metavar="SECRET", help="Where a bearer token is."),
    click.option("--security", type=_PATH, default="", metavar="FILE",
                 help="SAML assertion or wsse:UsernameToken to put into wsse:Security."),
    click.option("--username-token", default="", metavar="SECRET",
                 help="Where user:password is, for a wsse:UsernameToken of each request."),
    click.option("--password-text", is_flag=True,
                 help="Put the password itself into it, and no digest."),
    click.option("--proxy", default="", metavar="URL", help="HTTP proxy to go through."),
    click.option("--proxy-basic", default="", metavar="SECRET",
                 help="Where user:password for the proxy is."),
    click.option("--rate", type=click.FloatRange(0), default=0.0, metavar="N",
                 help="At most N requests a second."),
)  # fmt: skip
_LIMITS = (
    click.option("--connect-timeout", type=_SECONDS, default=10.0, show_default=True,
                 help="Seconds for a connection."),
    click.option("--first-byte-timeout", type=click.FloatRange(0), default=0.0,
                 show_default="as between bytes", help="Seconds up to the first byte."),
    click.option("--read-timeout", type=_SECONDS, default=60.0, show_default=True,
                 help="Seconds between bytes."),
    click.option("--answer-timeout", type=_SECONDS, default=600.0, show_default=True,
                 help="Seconds for a whole answer."),
    click.option("--max-answer", type=click.FloatRange(1), default=4096.0, show_default=True,
                 help="Megabytes of an answer."),
)  # fmt: skip
_FIELDS = tuple(Connection.__dataclass_fields__)

#: What an option with SECRET takes.
SECRETS = "SECRET is env:NAME for a variable of the environment, or the name of a file."


def reaching(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options; the function gets `connection`, and its time limits in seconds."""

    @wraps(function)
    def connected(*arguments: Any, **options: Any) -> None:
        given = {name: options.pop(name) for name in _FIELDS}
        function(*arguments, connection=Connection(**given), **options)

    for option in reversed((*_CONNECTION, *_LIMITS)):
        option(connected)
    return connected
