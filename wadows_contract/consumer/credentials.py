"""What is added to a request on its way, and must be in no file: credentials and assertions.

The evidence holds requests as they were before, so that no secret can get there with them;
an endpoint that sends one back is made to have sent asterisks.
"""

import base64
import re
import ssl
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from wadows_contract.connection import Connection, extra_headers, read_secret, ssl_context
from wadows_contract.consumer.security_header import User, token_in
from wadows_contract.consumer.withholding import forms, withheld
from wadows_spec.errors import ConfigurationError

#: The start tag of a SOAP header, whatever its prefix; not of an empty one.
_HEADER: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?Header(?:\s[^<>]*)?(?<!/)>")


@dataclass(frozen=True)
class Credentials:
    """What a run adds to each request, with what connections are made, and what is withheld.

    `security` is the content of a SOAP header, which is made anew for each request for a `user`;
    `secrets` are in every form that is looked for. None of it shows in a traceback.
    """

    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    security: bytes = field(default=b"", repr=False)
    proxy: str = field(default="", repr=False)
    context: ssl.SSLContext | None = None
    secrets: tuple[bytes, ...] = field(default=(), repr=False)
    user: User | None = None

    def for_one_request(self) -> "Credentials":
        """Return what one request is sent with."""
        if self.user is None:
            return self
        token = self.user.token()
        return replace(self, security=token.header, secrets=self.secrets + forms(token.secrets))

    def complete(self, body: bytes) -> bytes:
        """Return a request body with the security header, if it has a header to hold it."""
        found = _HEADER.search(body) if self.security else None
        return body if found is None else body[: found.end()] + self.security + body[found.end() :]

    def withheld(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield what came with asterisks in place of each secret, as many as it has bytes."""
        return withheld(chunks, self.secrets)

    def withheld_text(self, text: str) -> str:
        """Return text, such as a header field, without any secret."""
        # A header field was read byte by byte, whatever was meant by them (RFC 9112 section 2.2).
        for encoding in ("utf-8", "latin-1"):
            with suppress(UnicodeEncodeError):
                content = text.encode(encoding, "surrogateescape")
                shown = b"".join(self.withheld((content,)))
                text = shown.decode(encoding, "surrogateescape")
        return text


def credentials(connection: Connection, *, tls: bool = True) -> Credentials:
    """Read all that a connection names; without `tls` no certificate is.

    Raises `ConfigurationError`, which never repeats a secret, for what cannot be used.
    """
    if connection.basic and connection.bearer:
        raise ConfigurationError(
            "--basic and --bearer exclude each other", "A request has one Authorization."
        )
    if connection.security and connection.username_token:
        raise ConfigurationError(
            "--security and --username-token exclude each other",
            "Put all that a wsse:Security header has to hold into the file of --security.",
        )
    fields, secrets = extra_headers(connection)
    if connection.basic:
        user, password = _user(connection.basic, "--basic")
        value = _base64(user, password)
        fields.append(("Authorization", f"Basic {value}"))
        secrets += [value, password]
    if connection.bearer:
        value = read_secret(connection.bearer, "--bearer")
        if not value.isascii():
            raise ConfigurationError(
                "--bearer: what it names is no bearer token", "It is made of ASCII alone."
            )
        fields.append(("Authorization", f"Bearer {value}"))
        secrets.append(value)
    security, somebody = b"", None
    if connection.security:
        token = token_in(Path(connection.security))
        security = token.header
        secrets += token.secrets
    if connection.username_token:
        user, password = _user(connection.username_token, "--username-token")
        somebody = User(user, password, not connection.password_text)
        secrets.append(password)
    proxy = connection.proxy
    if connection.proxy_basic:
        user, password = _user(connection.proxy_basic, "--proxy-basic")
        parts = urlsplit(proxy)
        known = f"{quote(user, safe='')}:{quote(password, safe='')}@"
        proxy = parts._replace(netloc=known + parts.netloc).geturl()
        secrets += [_base64(user, password), password]
    if connection.key_password:
        secrets.append(read_secret(connection.key_password, "--key-password"))
    context = ssl_context(connection) if tls else None
    return Credentials(tuple(fields), security, proxy, context, forms(secrets), somebody)


def _user(source: str, option: str) -> tuple[str, str]:
    """Return name and password of somebody; a name has no colon (RFC 7617 section 2)."""
    user, colon, password = read_secret(source, option).partition(":")
    if not colon:
        raise ConfigurationError(
            f"{option}: what it names has no colon", "It is written user:password."
        )
    return user, password


def _base64(user: str, password: str) -> str:
    return base64.b64encode(f"{user}:{password}".encode()).decode()
