"""results.json: a run, judged, for programs."""

from collections.abc import Sequence
from typing import Any

from wadows_contract.report.matrix import Cell, Table
from wadows_contract.results import ExpectedResult, RequirementResult, Results
from wadows_spec.ledger import ledger_of


def as_json(results: Results, matrix: Sequence[Table] = ()) -> dict[str, Any]:
    """Return what results.json holds; `results.schema.json` beside this describes it."""
    header = {key: value for key, value in results.header.items() if key != "event"}
    return {
        "format": 1,
        "verdict": results.verdict,
        "gate": int(results.gate),
        "coverage": results.coverage,
        "complete": results.complete,
        "run": header,
        "remarks": list(results.remarks),
        "requirements": [_requirement_json(entry) for entry in results.requirements],
        "scenarios": [
            {
                "id": entry.id,
                "name": entry.name,
                "feature": entry.feature,
                "requirement": entry.requirement,
                "state": entry.state.value,
                "reason": entry.reason,
                "expected_failure": entry.excused,
            }
            for entry in results.scenarios
        ],
        "expected_failures": [_expected_json(result) for result in results.expected],
        "matrix": [
            {
                "group": table.group,
                "stored": list(table.rows),
                "requested": list(table.columns),
                "cells": [_cell_json(cell) for cell in table.cells.values()],
            }
            for table in matrix
        ],
    }


def _expected_json(result: ExpectedResult) -> dict[str, Any]:
    entry = result.entry
    return {
        "id": entry.id,
        "reason": entry.reason,
        "until": entry.until.isoformat() if entry.until else "",
        "outcome": result.outcome.value,
        "remark": result.remark,
    }


def _cell_json(cell: Cell) -> dict[str, Any]:
    return {
        "stored": cell.stored,
        "requested": cell.requested,
        "outcome": cell.became.value,
        "shown": [
            {
                "scenario": one.scenario,
                "exchange": one.exchange,
                "role": one.role,
                "outcome": one.became.value,
                "codes": list(one.codes),
                "came": one.came,
                "reason": one.reason,
            }
            for one in cell.shown
        ],
    }


def _requirement_json(entry: RequirementResult) -> dict[str, Any]:
    return {
        "id": entry.requirement.id,
        "title": entry.requirement.title,
        "level": entry.requirement.level,
        "clause": entry.requirement.clause,
        "state": entry.state.value,
        "reason": entry.reason,
        "expected_failure": entry.excused,
        "selected": entry.selected,
        "findings": [
            {
                "scenario": finding.scenario,
                "exchange": finding.exchange,
                "level": finding.level.value,
                "expected": finding.expected,
                "got": finding.got,
                "where": finding.where,
            }
            for finding in entry.findings
        ],
        "scenarios": list(entry.scenarios),
        "mutant": entry.requirement.mutant,
        "ledger": [each.id for each in ledger_of(entry.requirement)],
    }
