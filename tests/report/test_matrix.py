"""The matrix of transfer syntaxes: what each exchange shows of a cell."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from lxml import html

from tests.judge.builder import FAILURE, Said, World, refusal, registry_error, retrieved
from tests.judge.conftest import world
from tests.judge.documents import DOCUMENTS, SERIES
from tests.judge.good import CT, converted
from tests.report.handmade import Run, write
from wadows_contract.evidence import Event
from wadows_contract.exchange import Body, Headers, Request, Response
from wadows_contract.level import Level
from wadows_contract.report.matrix import Became, Table, matrix, matrix_of_run
from wadows_contract.results import BrokenFinding
from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE

__all__ = ["world"]

JPEG_2000 = "1.2.840.10008.1.2.4.90"
REFUSED = refusal(registry_error("urn:dicom:wado:0007", CT), asked=[CT])
MISPLACED = replace(REFUSED, request=REFUSED.request.replace(SERIES.encode(), b"2.25.7"))


def broken(exchange: str, where: str = "", level: Level = Level.FAILED) -> BrokenFinding:
    return BrokenFinding("T1", exchange, "one thing", "another", where, level)


def tables(
    world: World, *said: Said, findings: Mapping[str, Sequence[BrokenFinding]] | None = None
) -> Mapping[str, Table]:
    recorded = [
        replace(each.case(world).exchange, id=f"T1-{number}")
        for number, each in enumerate(said, start=1)
    ]
    return {table.group: table for table in matrix(recorded, world.catalogue, findings or {})}


@pytest.mark.parametrize(
    ("said", "requested", "became"),
    [
        (retrieved("ct"), EXPLICIT_VR_LE, Became.DELIVERED),
        (converted("ct", IMPLICIT_VR_LE), IMPLICIT_VR_LE, Became.CONVERTED),
        (REFUSED, EXPLICIT_VR_LE, Became.REFUSED),
        (retrieved("ct", syntaxes=[JPEG_2000]), JPEG_2000, Became.WRONG),
        (retrieved("ct", contents=[b"no file of DICOM"]), EXPLICIT_VR_LE, Became.WRONG),
        (refusal(asked=[CT]), EXPLICIT_VR_LE, Became.WRONG),
        (retrieved("second"), EXPLICIT_VR_LE, Became.DELIVERED),
        (retrieved("ct"), JPEG_2000, Became.NOT_SHOWN),
        (MISPLACED, EXPLICIT_VR_LE, Became.NOT_SHOWN),
        (replace(retrieved("ct"), reply=None), EXPLICIT_VR_LE, Became.NOT_SHOWN),
    ],
    ids=[
        "as stored",
        "converted",
        "refused",
        "not asked for",
        "unreadable",
        "nothing at all",
        "another one",
        "in another cell",
        "in another series",
        "no answer",
    ],
)
def test_a_cell(said: Said, requested: str, became: Became, world: World) -> None:
    cell = tables(world, said)["image"].cell(EXPLICIT_VR_LE, requested)

    assert became == cell.became


def test_a_cell_shows_the_worst_and_names_them_all(world: World) -> None:
    said = (retrieved("ct"), REFUSED, retrieved("second"))

    cell = tables(world, *said)["image"].cell(EXPLICIT_VR_LE, EXPLICIT_VR_LE)

    assert Became.REFUSED == cell.became
    assert ("urn:dicom:wado:0007",) == cell.codes
    assert [
        "Explicit VR Little Endian as Explicit VR Little Endian",
        "T1-2, ct, refused: urn:dicom:wado:0007",
        "T1-1, ct, delivered",
        "T1-3, second, delivered",
    ] == cell.title.splitlines()


@pytest.mark.parametrize(
    ("requirement", "finding", "became"),
    [
        ("RET-02", broken("T1-1"), Became.WRONG),
        ("RET-02", broken("T1-1", f"document {CT}"), Became.WRONG),
        ("RET-02", broken("T1-1", f"document {DOCUMENTS['second'].instance}"), Became.DELIVERED),
        ("RET-02", broken("T1-2"), Became.DELIVERED),
        ("RET-02", broken("T1-1", level=Level.WARNING), Became.DELIVERED),
    ],
    ids=["of the answer", "of the document", "of another one", "of another exchange", "a warning"],
)
def test_what_breaks_a_rule_is_wrong(
    requirement: str, finding: BrokenFinding, became: Became, world: World
) -> None:
    said = retrieved("ct", "second")

    table = tables(world, said, findings={requirement: [finding]})["image"]
    shown = {one.role: one for one in table.cell(EXPLICIT_VR_LE, EXPLICIT_VR_LE).shown}

    assert became == shown["ct"].became
    assert (requirement if became == Became.WRONG else "") == shown["ct"].reason


def test_one_of_several_is_shown_under_what_it_came_in(world: World) -> None:
    """It was asked for in three; refused, it would count under each of them."""
    listed = [JPEG_2000, EXPLICIT_VR_LE, IMPLICIT_VR_LE]
    came = tables(world, retrieved("ct", syntaxes=listed))["image"]
    error = registry_error("urn:dicom:wado:0007", CT)
    none_came = tables(
        world, retrieved(asked=[CT], errors=[error], status=FAILURE, syntaxes=listed)
    )["image"]

    assert {(EXPLICIT_VR_LE, EXPLICIT_VR_LE)} == came.cells.keys()
    assert {(EXPLICIT_VR_LE, each) for each in listed} == none_came.cells.keys()


def test_rows_and_columns_are_those_of_the_specification(world: World) -> None:
    """Images in the order of the table; what it has not, at the end."""
    deflated = "1.2.840.10008.1.2.1.99"
    table = tables(world, retrieved("ct", syntaxes=[deflated, EXPLICIT_VR_LE]))["image"]
    refused = tables(world, retrieved(asked=[CT], errors=[], syntaxes=[deflated]))["image"]

    assert (IMPLICIT_VR_LE, EXPLICIT_VR_LE) == table.columns[:2]
    assert 14 == len(table.columns)
    assert deflated == refused.columns[-1]
    assert EXPLICIT_VR_LE in table.rows


def test_the_page_and_the_json_have_it(world: World, run: Run) -> None:
    """The page needs no script for it: each cell says in words what became of it."""
    exchange = converted("ct", IMPLICIT_VR_LE).case(world).exchange
    assert exchange.response is not None
    sent, came = exchange.request, exchange.response
    run.said.append(as_event(run, exchange.id, sent, came))
    pinned = run.folder / "pinned.toml"
    world.catalogue.dump(pinned)
    run.header = {"catalogue": {"sha256": "", "given": "", "folder": "",
                                "text": pinned.read_text(encoding="utf-8")}}  # fmt: skip

    folder = write(run)

    page = html.fromstring((folder / "report.html").read_text(encoding="utf-8"))
    cells = page.cssselect("#matrix td.converted")
    assert ["converted"] == [cell.cssselect(".hidden")[0].text_content() for cell in cells]
    assert ["T1-1, ct, converted: Implicit VR Little Endian"] == [
        cell.get("title").splitlines()[1] for cell in cells
    ]
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    image = next(table for table in results["matrix"] if table["group"] == "image")
    (cell,) = image["cells"]
    assert (EXPLICIT_VR_LE, IMPLICIT_VR_LE, "converted") == (
        cell["stored"], cell["requested"], cell["outcome"],
    )  # fmt: skip


def test_without_bodies_there_is_none(world: World, run: Run) -> None:
    assert () == matrix_of_run(run.results, run.events, run.folder)


def as_event(run: Run, id_: str, sent: Request, came: Response) -> Event:
    def message(headers: Headers, body: Body) -> dict[str, object]:
        content = body.read(0, body.size)
        return {"headers": [list(each) for each in headers.fields], "body": run.body(content)}

    return {
        "event": "exchange", "id": id_, "scenario": "T1", "failure": "", "seconds": 0.1,
        "request": {"url": sent.url, "method": sent.method, **message(sent.headers, sent.body)},
        "response": {"status": came.status, "reason": "", **message(came.headers, came.body)},
    }  # fmt: skip
