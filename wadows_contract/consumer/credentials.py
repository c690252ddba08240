"""What is added to a request on its way, and must be in no file: credentials and assertions.

The evidence holds requests as they were before, so that no secret can get there with them;
an endpoint that sends one back is made to have sent asterisks.
"""

import base64
import html
import re
import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from lxml import etree

from wadows_contract.connection import Connection, extra_headers, read_secret, ssl_context
from wadows_spec.constants import SOAP12, WSSE
from wadows_spec.errors import ConfigurationError

_SIGNATURE: Final = "{http://www.w3.org/2000/09/xmldsig#}SignatureValue"
_PASSWORD: Final = f"{{{WSSE}}}Password"
_DECLARATION: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?\s*")
#: The start tag of a SOAP header, whatever its prefix; not of an empty one.
_HEADER: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?Header(?:\s[^<>]*)?(?<!/)>")
#: A shorter secret could stand in any document by chance: it is not looked for.
_LEAST: Final = 8


@dataclass(frozen=True)
class Credentials:
    """What a run adds to each request, with what connections are made, and what is withheld.

    `security` is the content of a SOAP header; `secrets` are in every form that is looked for.
    """

    headers: tuple[tuple[str, str], ...] = ()
    security: bytes = b""
    proxy: str = ""
    context: ssl.SSLContext | None = None
    secrets: tuple[bytes, ...] = ()

    def complete(self, body: bytes) -> bytes:
        """Return a request body with the security header, if it has a header to hold it."""
        found = _HEADER.search(body) if self.security else None
        return body if found is None else body[: found.end()] + self.security + body[found.end() :]

    def withheld(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield what came with asterisks in place of each secret, as many as it has bytes."""
        if not self.secrets:
            yield from chunks
            return
        pattern = re.compile(b"|".join(map(re.escape, self.secrets)))
        longest, kept = max(map(len, self.secrets)), b""
        for chunk in chunks:
            kept = pattern.sub(_asterisks, kept + chunk)
            # A secret may have begun that only the next chunk completes.
            done = max(0, len(kept) - longest + 1)
            yield kept[:done]
            kept = kept[done:]
        yield kept

    def withheld_text(self, text: str) -> str:
        """Return text, such as a header field, without any secret."""
        return b"".join(self.withheld((text.encode("utf-8", "surrogateescape"),))).decode(
            "utf-8", "surrogateescape"
        )


def _asterisks(found: re.Match[bytes]) -> bytes:
    return b"*" * len(found[0])


def credentials(connection: Connection) -> Credentials:
    """Read all that a connection names.

    Raises `ConfigurationError`, which never repeats a secret, for what cannot be used.
    """
    if connection.basic and connection.bearer:
        raise ConfigurationError(
            "--basic and --bearer exclude each other", "A request has one Authorization."
        )
    fields, secrets = extra_headers(connection)
    if connection.basic:
        value = _basic(connection.basic, "--basic")
        fields.append(("Authorization", f"Basic {value}"))
        secrets += [value, base64.b64decode(value).decode().partition(":")[2]]
    if connection.bearer:
        value = read_secret(connection.bearer, "--bearer")
        fields.append(("Authorization", f"Bearer {value}"))
        secrets.append(value)
    security = b""
    if connection.security:
        security, inside = _security(Path(connection.security))
        secrets += inside
    proxy = connection.proxy
    if connection.proxy_basic:
        value = _basic(connection.proxy_basic, "--proxy-basic")
        user, _, password = base64.b64decode(value).decode().partition(":")
        parts = urlsplit(proxy)
        known = f"{quote(user, safe='')}:{quote(password, safe='')}@"
        proxy = parts._replace(netloc=known + parts.netloc).geturl()
        secrets += [value, password]
    if connection.key_password:
        secrets.append(read_secret(connection.key_password, "--key-password"))
    return Credentials(tuple(fields), security, proxy, ssl_context(connection), _forms(secrets))


def _basic(source: str, option: str) -> str:
    secret = read_secret(source, option)
    if ":" not in secret:
        raise ConfigurationError(
            f"{option}: what it names has no colon", "It is written user:password."
        )
    return base64.b64encode(secret.encode()).decode()


def _security(path: Path) -> tuple[bytes, list[str]]:
    """Return a SOAP header with what a file holds, as it stands there, and what in it is secret."""
    option = f"--security {path}"
    try:
        content = path.read_bytes()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(content, parser)
    except OSError as error:
        raise ConfigurationError(
            f"{option} cannot be read: {error.strerror}", "Give a file that can be."
        ) from None
    except etree.XMLSyntaxError as error:
        raise ConfigurationError(
            f"{option} is no well-formed XML: line {error.lineno}",
            "It holds a SAML assertion, a wsse:UsernameToken, or wsse:Security around them.",
        ) from None
    tree = root.getroottree()
    if tree.docinfo.doctype or (tree.docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII"):
        raise ConfigurationError(
            f"{option} has a document type, or is not in UTF-8", "A SOAP header can hold neither."
        )
    token = _DECLARATION.sub(b"", content).rstrip()
    secret = [element.text or "" for element in root.iter(_SIGNATURE, _PASSWORD)]
    secret += ["".join(text.split()) for text in secret]
    if root.tag != f"{{{WSSE}}}Security":
        start = f'<wsse:Security xmlns:wsse="{WSSE}" xmlns:soap12="{SOAP12}"'
        token = f'{start} soap12:mustUnderstand="true">'.encode() + token + b"</wsse:Security>"
    return token, [content.decode("utf-8-sig").strip(), *secret]


def _forms(secrets: Iterable[str]) -> tuple[bytes, ...]:
    """Return each secret as it could come back: plain, in base64, in a URL, in markup."""
    forms: dict[bytes, None] = {}
    for secret in secrets:
        if len(secret) >= _LEAST:
            plain = secret.encode()
            for form in (plain, base64.b64encode(plain), quote(secret, safe="").encode(),
                         html.escape(secret).encode()):  # fmt: skip
                forms[form] = None
    return tuple(sorted(forms, key=len, reverse=True))
