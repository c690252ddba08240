"""Stub."""

import json

from wadows_contract.verdict import as_json


def write_reports(results, events, folder):
    (folder / "results.json").write_text(json.dumps(as_json(results), indent=1))
