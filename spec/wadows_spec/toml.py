"""Reading TOML so that every mistake in it is named."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from wadows_spec.errors import ConfigurationError


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file.

    Raises `ConfigurationError` if it cannot be read or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be read: {error.strerror}", "Check the path and its permissions."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{path} is not TOML: {error}", "Mend the line that the message names."
        ) from error


def check_keys(
    where: str, table: Mapping[str, Any], known: Collection[str], required: Collection[str] = ()
) -> None:
    """Raise `ConfigurationError` for a key that is unknown or a required one that is missing."""
    for key in table:
        if key not in known:
            raise ConfigurationError(
                f"{where}: unknown key {key!r}", f"Known keys: {', '.join(sorted(known))}."
            )
    for key in required:
        if key not in table:
            raise ConfigurationError(f"{where}: key {key!r} is missing", f"Add {key!r}.")
