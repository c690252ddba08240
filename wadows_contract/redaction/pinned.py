"""The header of a run, redacted: what it was judged by, without whose it was."""

import hashlib
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import tomli_w

from wadows_contract.evidence import FORMAT, Event
from wadows_contract.features import scenarios
from wadows_contract.redaction.messages import Redaction
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.register import register
from wadows_spec.statement import Statement
from wadows_spec.statement_file import shipped_statement

#: Kept as they are; a field that is not known is left out.
_KEPT: Final = (
    "suite", "python", "started", "embedded", "mutant", "variant", "hostile", "exact_codes",
    "select", "register_sha256", "features_sha256",
)  # fmt: skip
#: In place of names, titles, notes and reasons.
REDACTED: Final = "redacted"


@dataclass(frozen=True)
class Pinned:
    """What a run was judged by, as its own header pins it."""

    header: Event
    statement: Statement
    catalogue: Catalogue


def redacted_header(pinned: Pinned, redaction: Redaction) -> Event:
    """Return the header of the copy; bodies have to be redacted before, for their hashes."""
    header = pinned.header
    statement = _statement(pinned.statement, redaction)
    catalogue = _catalogue(pinned.catalogue, redaction)
    known = _expected(header.get("expected_failures", {}))
    embedded = bool(header.get("embedded"))
    endpoint = str(header.get("endpoint", ""))
    return {
        "event": "run",
        "format": FORMAT,
        **{key: header[key] for key in _KEPT if key in header},
        "endpoint": endpoint if embedded else redaction.texts.value(endpoint),
        "rejudged_from": "",
        "statement": {
            "name": tomllib.loads(statement)["name"],
            "given": "",
            "sha256": _sha256(statement),
            "text": statement,
        },
        # Without a folder, so that nobody looks for the files of the documents.
        "catalogue": {"sha256": _sha256(catalogue), "given": "", "folder": "", "text": catalogue},
        "expected_failures": {
            "given": f"{REDACTED}.toml" if known else "",
            "sha256": _sha256(known),
            "text": known,
            "on": str(header.get("expected_failures", {}).get("on", "")),
        },
    }


def _statement(statement: Statement, redaction: Redaction) -> str:
    """Return a statement as TOML; one of the user's without its name, title and comments."""
    shipped = shipped_statement(statement.name)
    if shipped and shipped.read_text(encoding="utf-8") == statement.text:
        return statement.text
    table = tomllib.loads(statement.text)
    table |= {"name": f"{REDACTED}-statement", "title": REDACTED}
    return tomli_w.dumps(_with_other_uids(table, redaction))


def _with_other_uids(value: Any, redaction: Redaction) -> Any:
    if isinstance(value, Mapping):
        return {key: _with_other_uids(each, redaction) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_other_uids(each, redaction) for each in value]
    return redaction.pseudonyms.uids_in(value) if isinstance(value, str) else value


def _catalogue(catalogue: Catalogue, redaction: Redaction) -> str:
    documents = {
        role: _document(number, document, redaction)
        for number, (role, document) in enumerate(catalogue.documents.items(), 1)
    }
    texts = redaction.texts
    renewed = Catalogue(
        texts.uids_field(catalogue.repository_unique_id),
        texts.uids_field(catalogue.home_community_id),
        documents,
    )
    with tempfile.TemporaryDirectory(prefix="wadows-") as scratch:
        path = Path(scratch) / "catalogue.toml"
        renewed.dump(path)
        return path.read_text(encoding="utf-8")


def _document(number: int, document: CatalogueDocument, redaction: Redaction) -> CatalogueDocument:
    # A document that never came as it was stored, and is not at hand, has no hash any more.
    digest = redaction.documents.get(document.sha256, "0" * 64)
    uid = redaction.pseudonyms.uid
    return replace(
        document,
        file=f"{number}.dcm",
        study_instance_uid=uid(document.study_instance_uid),
        series_instance_uid=uid(document.series_instance_uid),
        sop_instance_uid=uid(document.sop_instance_uid),
        sop_class_uid=uid(document.sop_class_uid),
        transfer_syntax_uid=uid(document.transfer_syntax_uid),
        sha256=digest,
        note=REDACTED,
    )


def _expected(known: Mapping[str, Any]) -> str:
    """Return the expected failures without their reasons."""
    if not known.get("given"):
        return ""
    ids = {*register(), *(scenario.id for scenario in scenarios())}
    entries = [
        {key: entry[key] for key in ("id", "until") if key in entry} | {"reason": REDACTED}
        for entry in tomllib.loads(known["text"]).get("expected", ())
        if entry.get("id") in ids
    ]
    return tomli_w.dumps({"expected": entries})


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
