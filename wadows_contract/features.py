"""The features as data, read with Gherkin's own parser.

pytest-bdd runs the features; this reads what it does not keep:
the Rule that a scenario stands in, and the id of each row of an outline.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from wadows_spec.data import data_path

#: The tag of scenarios that send what could hurt a production system.
HOSTILE: Final = "hostile"


@dataclass(frozen=True)
class Scenario:
    """A scenario, or one row of an outline.

    `id` is `T0123`, or `T0123[key]` with the first column of the row;
    `cells` holds the row by column, and `steps` the steps with the row filled in.
    """

    id: str
    name: str
    feature: str
    requirement: str
    rule: str
    tags: tuple[str, ...]
    steps: tuple[str, ...]
    tables: tuple[str, ...]
    cells: Mapping[str, str]
    line: int

    @property
    def hostile(self) -> bool:
        """Whether what it sends could hurt a production system."""
        return HOSTILE in self.tags


@cache
def scenarios(folder: Path | None = None) -> tuple[Scenario, ...]:
    """Every scenario of the features in a folder, the shipped ones by default."""
    files = sorted((folder or data_path("features")).glob("*.feature"))
    return tuple(scenario for file in files for scenario in read_feature(file))


def parse_feature(path: Path) -> Any:
    """Return a feature file as Gherkin's parser gives it, a tree of dictionaries.

    Raises what the parser raises if it is not Gherkin.
    """
    document: Any = Parser().parse(path.read_text(encoding="utf-8"))
    document["uri"] = path.name
    return document


def read_feature(path: Path) -> Iterator[Scenario]:
    """Read the scenarios of one feature file; raises what `parse_feature` does."""
    document = parse_feature(path)
    feature = document["feature"]
    rules = {
        child["scenario"]["id"]: entry["rule"]
        for entry in feature["children"]
        if "rule" in entry
        for child in entry["rule"]["children"]
        if "scenario" in child
    }
    outlines = {
        child["scenario"]["id"]: child["scenario"]
        for parent in (feature, *rules.values())
        for child in parent["children"]
        if "scenario" in child
    }
    for pickle in Compiler().compile(document):
        outline, *row = pickle["astNodeIds"]
        yield _scenario(pickle, path.stem, rules.get(outline), outlines[outline], row)


def _scenario(pickle: Any, feature: str, rule: Any, outline: Any, row: list[str]) -> Scenario:
    tags = tuple(tag["name"].removeprefix("@") for tag in pickle["tags"])
    cells = _cells(outline, row[0]) if row else {}
    number = next((tag for tag in tags if tag[:1] == "T" and tag[1:].isdigit()), "")
    rule_tags = [tag["name"].removeprefix("@") for tag in rule["tags"]] if rule else []
    return Scenario(
        id=f"{number}[{next(iter(cells.values()))}]" if cells else number,
        name=outline["name"],
        feature=feature,
        requirement=next((tag for tag in rule_tags if tag[-1:].isdigit()), ""),
        rule=rule["name"] if rule else "",
        tags=tags,
        steps=tuple(step["text"] for step in pickle["steps"]),
        tables=tuple(
            cell["value"]
            for step in pickle["steps"]
            for line in step.get("argument", {}).get("dataTable", {}).get("rows", ())
            for cell in line["cells"]
        ),
        cells=cells,
        line=outline["location"]["line"],
    )


def _cells(outline: Any, row: str) -> dict[str, str]:
    for examples in outline["examples"]:
        names = [cell["value"] for cell in examples["tableHeader"]["cells"]]
        for body in examples["tableBody"]:
            if body["id"] == row:
                return dict(zip(names, (cell["value"] for cell in body["cells"]), strict=True))
    raise LookupError(row)
