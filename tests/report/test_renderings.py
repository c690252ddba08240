"""The images of a run beside those expected: what the page shows of each."""

import base64
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from lxml import html
from PIL import Image

from tests.judge.builder import Said, World, jpeg, rendered
from tests.judge.conftest import world
from tests.judge.documents import COLOURS
from tests.judge.good import CT_SHOWN, CT_WINDOW
from tests.report.handmade import Run, write
from tests.report.test_matrix import as_event
from wadows_contract.report.renderings import RenderedImage
from wadows_contract.report.views import views

__all__ = ["world"]


def shown_of(run: Run, world: World, said: Said, got: str = "") -> RenderedImage:
    exchange = said.case(world).exchange
    assert exchange.response is not None
    run.said.append(as_event(run, exchange.id, exchange.request, exchange.response))
    if got:
        run.finding("REN-05", "T1", exchange.id, got=got, where="image of 2.25.201")
        run.finding("REN-05", "T1", exchange.id, got=got, where="image of 2.25.201")
    pinned = run.folder / "pinned.toml"
    world.catalogue.dump(pinned)
    run.header = {"catalogue": {"sha256": "", "given": "", "folder": str(world.catalogue.folder),
                                "text": pinned.read_text(encoding="utf-8")}}  # fmt: skip
    (image,) = views(run.results, run.events, run.folder).images
    return image


def pixels(uri: str) -> np.ndarray:
    content = base64.b64decode(uri.removeprefix("data:image/png;base64,"))
    with Image.open(io.BytesIO(content)) as image:
        assert "PNG" == image.format
        return np.asarray(image, dtype=np.float64)


def test_an_image_as_it_should_be(run: Run, world: World) -> None:
    image = shown_of(run, world, rendered("ct", jpeg(CT_SHOWN, quality=95), CT_WINDOW))

    assert ("ct", (32, 64), "the window asked for", []) == (
        image.role, image.size, image.after, [*image.words],
    )  # fmt: skip
    assert CT_WINDOW == image.parameters
    assert np.abs(pixels(image.returned) - CT_SHOWN).max() < 8
    assert np.abs(pixels(image.expected) - CT_SHOWN).max() < 2
    assert pixels(image.difference).max() < 40


def test_an_inverted_one(run: Run, world: World) -> None:
    """It is told once, however often a requirement found it; white is where it is far off."""
    said = rendered("ct", jpeg(255 - CT_SHOWN), CT_WINDOW)

    image = shown_of(run, world, said, got="far off: inverted")

    assert ["REN-05: far off: inverted"] == image.words
    assert 255 == pixels(image.difference)[:, 0].min()


def test_colours_stay(run: Run, world: World) -> None:
    image = shown_of(run, world, rendered("colour", jpeg(COLOURS)))

    assert (*COLOURS.shape[:2], 3) == pixels(image.expected).shape
    assert "its colours" == image.after


def test_what_cannot_be_expected_is_shown_alone(run: Run, world: World) -> None:
    image = shown_of(run, world, rendered("report", jpeg(CT_SHOWN)))

    assert ("", "", "") == (image.expected, image.difference, image.after)
    assert pixels(image.returned).shape == CT_SHOWN.shape


def test_the_page_has_them(run: Run, world: World) -> None:
    """Open where something is wrong, with words for those who cannot see, and nothing from afar."""
    shown_of(run, world, rendered("ct", jpeg(255 - CT_SHOWN), CT_WINDOW), got="<b>inverted</b>")

    page = html.fromstring((write(run) / "report.html").read_text(encoding="utf-8"))

    (details,) = page.cssselect("#images details")
    assert "open" in details.attrib
    assert ["returned, ct", "expected, ct", "difference, ct"] == [
        image.get("alt") for image in details.cssselect("img")
    ]
    assert ["REN-05: <b>inverted</b>"] == [
        each.text_content() for each in details.cssselect("p.broken")
    ]
    assert all(image.get("src").startswith("data:image/png;") for image in page.cssselect("img"))
    (policy,) = page.cssselect("meta[http-equiv]")
    assert "img-src data:;" in policy.get("content")


def test_without_images_there_is_no_section(run: Run, tmp_path: Path) -> None:
    page = (write(run) / "report.html").read_text(encoding="utf-8")

    assert not re.search("Rendered images", page)
    assert "matrix" in json.loads((run.folder / "results.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", ["no catalogue at all", ""])
def test_without_a_catalogue_there_is_none(text: str, run: Run) -> None:
    run.header = {"catalogue": {"sha256": "", "given": "", "folder": "", "text": text}}

    assert () == views(run.results, run.events, run.folder).images
