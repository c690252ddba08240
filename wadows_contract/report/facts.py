"""What pins a run, as a report tells it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from wadows_contract.evidence import Event
from wadows_contract.results import Results


def readable_time(text: str) -> str:
    """Return a time that was written in ISO 8601 as people write it; else as it is."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{time.day} {time:%B %Y, %H:%M:%S %Z}"


def facts(results: Results, events: Sequence[Event]) -> Sequence[tuple[str, str]]:
    """Return what pins the run, as label and value; nothing for what is not known."""
    header = results.header
    pinned = {key: dict(header.get(key, {})) for key in ("statement", "catalogue")}
    ended = str(events[-1].get("ended", "")) if events else ""
    listed = (
        ("endpoint", header.get("endpoint")),
        ("mutant", header.get("mutant")),
        ("variant", header.get("variant")),
        ("started", readable_time(str(header.get("started", "")))),
        ("ended", readable_time(ended)),
        ("complete", "yes" if results.complete else "no: it was cut short"),
        ("selection", ", ".join(header.get("select", ()))),
        ("rejudged from", header.get("rejudged_from")),
        ("suite", f"wadows-contract {header.get('suite', '')}, Python {header.get('python', '')}"),
        ("statement", _pin(pinned["statement"].get("name"), pinned["statement"])),
        ("catalogue", _pin(pinned["catalogue"].get("folder") or "built in", pinned["catalogue"])),
        ("requirements", f"SHA-256 {header.get('register_sha256', '')}"),
        ("features", f"SHA-256 {header.get('features_sha256', '')}"),
    )
    return [(label, str(value)) for label, value in listed if value]


def _pin(name: object, pinned: Mapping[str, object]) -> str:
    return f"{name}, SHA-256 {pinned.get('sha256', '')}"
