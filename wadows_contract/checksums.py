"""The manifest of a run's folder: the SHA-256 of each file, as `sha256sum -c` reads it.

It shows that files were changed, lost or added since it was written. It cannot show by whom:
who holds the folder can write the manifest anew. So its own SHA-256 is printed at the end of a
run, to be kept elsewhere.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wadows_spec.errors import ConfigurationError

MANIFEST_FILE: Final = "SHA256SUMS"
#: Lower-case digits, two blanks, a path: one form only, so that no byte can be another.
_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True)
class Differences:
    """What a folder has otherwise than its manifest says: paths relative to the folder, sorted.

    `unread` are the numbers of lines of the manifest that are none.
    """

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.changed or self.missing or self.new or self.unread)


def write_manifest(folder: Path) -> str:
    """Write the manifest over every file of a folder, and return the manifest's own SHA-256.

    Raises `OSError` if a file cannot be read, or the manifest not be written.
    """
    lines = [f"{_digest(folder / name)}  {name}\n" for name in _files(folder)]
    (folder / MANIFEST_FILE).write_text("".join(lines), encoding="utf-8", newline="\n")
    return manifest_digest(folder)


def manifest_digest(folder: Path) -> str:
    """Return the SHA-256 of a folder's manifest itself; empty if it has none."""
    path = folder / MANIFEST_FILE
    return _digest(path) if path.is_file() else ""


def differences(folder: Path) -> Differences:
    """Compare a folder with its manifest.

    Raises `ConfigurationError` if the folder has no manifest, or a file cannot be read.
    """
    listed, unread = _read(folder)
    there = set(_files(folder))
    try:
        changed = [name for name in sorted(there & listed.keys())
                   if _digest(folder / name) != listed[name]]  # fmt: skip
    except OSError as error:
        raise ConfigurationError(
            f"{error.filename} cannot be read: {error.strerror}", "See who may read the folder."
        ) from error
    return Differences(
        changed=tuple(changed),
        missing=tuple(sorted(listed.keys() - there)),
        new=tuple(sorted(there - listed.keys())),
        unread=unread,
    )


def _read(folder: Path) -> tuple[Mapping[str, str], tuple[int, ...]]:
    """Return the digests that the manifest has by path, and the numbers of lines that are none."""
    path = folder / MANIFEST_FILE
    try:
        content = path.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise ConfigurationError(
            f"{folder} cannot be verified: {MANIFEST_FILE} cannot be read ({error.strerror})",
            "Give the folder of a run that came to its end; the manifest is written last.",
        ) from error
    *lines, last = content.split("\n")
    found = [_LINE.fullmatch(line) for line in lines]
    unread = [number for number, match in enumerate(found, 1) if match is None]
    if last or not lines:  # the last line ends as every other
        unread.append(len(lines) + 1)
    return {match[2]: match[1] for match in found if match}, tuple(unread)


def _files(folder: Path) -> Iterator[str]:
    """Yield every file but the manifest, by its path in the folder, sorted."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name != MANIFEST_FILE and not path.is_dir():
            yield name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
