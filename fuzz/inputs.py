"""What a fuzzer feeds: an HTTP message, and the file that keeps those that said something new."""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Input:
    """A message: what its first line says, its header fields, and its body.

    `first` is method and target of a request; of an answer, its status and the id of the
    recorded exchange whose answer it takes the place of.
    """

    first: str
    fields: Fields
    body: bytes

    def to_json(self) -> str:
        """Return it as a line of a corpus."""
        body = base64.b85encode(self.body).decode()
        return json.dumps({"first": self.first, "fields": self.fields, "body": body})

    @classmethod
    def from_json(cls, line: str) -> "Input":
        """Return what a line of a corpus holds."""
        said = json.loads(line)
        fields = tuple((name, value) for name, value in said["fields"])
        return cls(said["first"], fields, base64.b85decode(said["body"]))


def read_corpus(path: Path) -> Iterator[Input]:
    """Yield the inputs of a corpus; none if there is no such file."""
    if path.is_file():
        yield from map(Input.from_json, path.read_text(encoding="utf-8").splitlines())


def write_corpus(path: Path, inputs: Iterable[Input]) -> None:
    """Write a corpus."""
    path.parent.mkdir(exist_ok=True)
    text = "".join(f"{each.to_json()}\n" for each in inputs)
    path.write_text(text, encoding="utf-8")
