"""How an endpoint is reached: where its certificates and secrets are, never the secrets."""

import os
import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import requests.utils

from wadows_spec.errors import ConfigurationError

#: A secret stands in a variable of the environment if it is given so, else in a file.
ENVIRONMENT: Final = "env:"
FILE: Final = "file:"
_HEADER: Final = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*(.*)", re.S)
_CREDENTIALS: Final = ("authorization", "proxy-authorization")
#: A header field whose name has one of these is likely to hold a secret.
_SECRETIVE: Final = ("auth", "cookie", "credential", "key", "password", "secret", "token")
#: What the contract itself sends, or HTTP needs, cannot be added.
_OURS: Final = (
    "accept", "accept-encoding", "connection", "content-encoding", "content-length",
    "content-transfer-encoding", "content-type", "expect", "host", "mime-version", "soapaction",
    "te", "trailer", "transfer-encoding", "upgrade",
)  # fmt: skip


@dataclass(frozen=True)
class Connection:
    """How an endpoint is reached, as the options of the command say it.

    `ca`, `client_cert` and `client_key` name PEM files (IHE ATNA); `key_password`, `basic`,
    `bearer` and `proxy_basic` say where a secret is: `env:NAME`, or a file;
    `headers` are written `Name: value`, where the value may say so, too (`env:NAME`, `file:PATH`);
    `security` names a file with what goes into wsse:Security, such as a SAML assertion (IHE XUA);
    `username_token` says where user:password is, for a UsernameToken made anew for each request,
    which has a digest of the password, or with `password_text` the password itself.
    `rate` limits the requests per second, of all jobs together; 0 does not.
    """

    ca: str = ""
    client_cert: str = ""
    client_key: str = ""
    key_password: str = ""
    headers: tuple[str, ...] = ()
    basic: str = ""
    bearer: str = ""
    security: str = ""
    username_token: str = ""
    password_text: bool = False
    proxy: str = ""
    proxy_basic: str = ""
    rate: float = 0.0

    @property
    def names_tls(self) -> bool:
        """Whether anything is given that is of use over TLS alone."""
        return bool(self.ca or self.client_cert or self.client_key or self.key_password)

    @property
    def words(self) -> tuple[str, ...]:
        """The options again, but for the values of header fields: some may be secret."""
        words = [
            word
            for name in ("ca", "client_cert", "client_key", "key_password", "basic", "bearer",
                         "security", "username_token", "proxy", "proxy_basic")
            if (value := str(getattr(self, name)))
            for word in (f"--{name.replace('_', '-')}", value)
        ]  # fmt: skip
        words += ["--password-text"] if self.password_text else []
        for text in self.headers:
            words += ["--header", f"{text.partition(':')[0].strip()}: …"]
        return tuple(words)

    @property
    def adds(self) -> tuple[str, ...]:
        """What is added to each request and left out of the evidence."""
        names = [text.partition(":")[0].strip() for text in self.headers]
        names += ["Authorization"] if self.basic or self.bearer else []
        names += ["wsse:Security"] if self.security or self.username_token else []
        return tuple(names)


def read_secret(source: str, option: str) -> str:
    """Return the secret that an option says the place of.

    Raises `ConfigurationError`, which never repeats what was read.
    """
    if source.startswith(ENVIRONMENT):
        name = source.removeprefix(ENVIRONMENT)
        secret = os.environ.get(name, "")
        where = f"the environment variable {name}"
    else:
        path = Path(source.removeprefix(FILE))
        where = f"the file {path}"
        try:
            # Some editors begin a file with a byte order mark.
            secret = path.read_text(encoding="utf-8-sig").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
            raise ConfigurationError(
                f"{option}: {where} cannot be read: {reason}",
                "Give a file, or env:NAME for a variable of the environment.",
            ) from None
    if not secret or not secret.isprintable():
        raise ConfigurationError(
            f"{option}: {where} holds no secret", "It is one line of text, and not empty."
        )
    return secret


def extra_headers(connection: Connection) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the extra header fields, and those of their values that are secret.

    Raises `ConfigurationError` for what is no header field, or must not be one of these.
    """
    fields, secrets = [], []
    for text in connection.headers:
        found = _HEADER.fullmatch(text)
        if not found or not found[2].isprintable():
            raise ConfigurationError(
                f"--header {text.partition(':')[0]!r} is no header field",
                "Write for instance --header 'X-Route: pacs2', or 'X-Key: env:KEY'.",
            )
        name, value = found[1], found[2].strip()
        if name.lower() in _CREDENTIALS:
            raise ConfigurationError(
                f"--header {name} would show a secret on the command line",
                "Use --basic, --bearer or --proxy-basic.",
            )
        if name.lower() in _OURS:
            raise ConfigurationError(
                f"--header {name} is none that can be added", "The contract itself sends it."
            )
        if value.startswith((ENVIRONMENT, FILE)):
            value = read_secret(value, f"--header {name}")
            secrets.append(value)
        elif any(word in name.lower() for word in _SECRETIVE):
            raise ConfigurationError(
                f"--header {name} looks as if it showed a secret on the command line",
                f"Write '{name}: env:NAME' or '{name}: file:PATH', and put the value there.",
            )
        if not value.isascii():
            raise ConfigurationError(
                f"--header {name} has a value that is not ASCII", "HTTP has no other characters."
            )
        fields.append((name, value))
    return fields, secrets


def ssl_context(connection: Connection) -> ssl.SSLContext:
    """Return what TLS connections are made with.

    Raises `ConfigurationError` that names the file which cannot be used, and why.
    """
    try:
        # Without a CA of its own: those of the system, and those that come with requests.
        context = ssl.create_default_context(cafile=connection.ca or None)
        # As of Python 3.13 by default: an authority of one's own need not be a root.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        if not connection.ca:
            context.load_verify_locations(requests.utils.DEFAULT_CA_BUNDLE_PATH)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(
            f"--ca {connection.ca} cannot be used: {_reason(error)}",
            "It is a file of certificates in PEM.",
        ) from None
    if not connection.client_cert:
        if connection.client_key or connection.key_password:
            raise ConfigurationError(
                "there is a client key without a client certificate", "Give --client-cert, too."
            )
        return context
    password = read_secret(connection.key_password, "--key-password") \
        if connection.key_password else ""  # fmt: skip
    try:
        # Without a password OpenSSL would ask for one on the terminal.
        context.load_cert_chain(
            connection.client_cert, connection.client_key or None, lambda: password
        )
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(
            f"--client-cert {connection.client_cert} cannot be used: {_reason(error)}",
            "Both are files in PEM; see --client-key and --key-password.",
        ) from None
    return context


def _reason(error: OSError) -> str:
    reasons = {
        "KEY_VALUES_MISMATCH": "the key belongs to another certificate",
        "NO_CERTIFICATE_OR_CRL_FOUND": "there is no certificate in it",
    }
    if isinstance(error, ssl.SSLError):
        no_pem = "certificate or key is not in PEM, or the password of the key is wrong"
        return reasons.get(error.reason, no_pem)
    return error.strerror or str(error)
