"""How much of an answer is looked at: what was asked for bounds it, whatever comes."""

import pytest

from tests.judge.bad import CT_JPEG
from tests.judge.builder import World, renderings
from wadows_contract.judge import rendered
from wadows_contract.judge.rendered import echo
from wadows_contract.pixels.compare import MAX_PIXELS, Picture, decode


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many pixels each image that is decoded might have had."""
    bounds: list[int] = []

    def noting(content: bytes, most: int = MAX_PIXELS) -> Picture:
        bounds.append(most)
        return decode(content, most)

    monkeypatch.setattr(rendered, "decode", noting)
    return bounds


def test_a_document_that_comes_a_hundred_times(world: World, looked_at: list[int]) -> None:
    case = renderings([("ct", {})], [("ct", {}, CT_JPEG)] * 100).case(world)

    list(echo(case))

    assert 2 == len(looked_at)


@pytest.mark.parametrize(
    ("asked", "most"),
    [
        ({}, 1 << 20),  # 32 rows of 64 are stored, and a million pixels are few
        ({"Rows": "500"}, 4 * 500 * 1000),
        ({"Rows": "500", "Columns": "500"}, 1 << 20),  # 250 rows of 500 fit in
        ({"Columns": "2147483647"}, 4 * 1073741824 * 2147483647),
        ({"Rows": "many"}, 1 << 20),
    ],
)
def test_an_image_has_four_times_what_was_asked_for_at_most(
    asked: dict[str, str], most: int, world: World, looked_at: list[int]
) -> None:
    list(echo(renderings([("ct", asked)], [("ct", asked, CT_JPEG)]).case(world)))

    assert [most] == looked_at
