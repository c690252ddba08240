"""The files that a run leaves for people and programs: results.json, junit.xml, report.html."""

import json
from collections.abc import Sequence
from pathlib import Path

from wadows_contract.evidence import Event
from wadows_contract.report.html import html
from wadows_contract.report.junit import junit
from wadows_contract.report.results_json import as_json
from wadows_contract.report.views import views
from wadows_contract.results import Results


def write_reports(results: Results, events: Sequence[Event], folder: Path) -> None:
    """Write every report of a run into the folder of its evidence."""
    seen = views(results, events, folder)
    content = json.dumps(as_json(results, seen.matrix), indent=1) + "\n"
    (folder / "results.json").write_text(content, encoding="utf-8")
    (folder / "junit.xml").write_bytes(junit(results, events))
    with (folder / "report.html").open("w", encoding="utf-8") as page:
        page.writelines(html(results, events, seen))
