"""The rendered images of a run, beside those that were expected: a view of the evidence."""

import base64
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from PIL import Image

from wadows_contract.evidence import Event
from wadows_contract.exchange import Exchange
from wadows_contract.judge.finding import Case
from wadows_contract.judge.rendered import Rendering, renderings
from wadows_contract.judge.rendered_pixels import as_grey, expected_image
from wadows_contract.level import Level
from wadows_contract.pixels.comparison import Pixels, compared
from wadows_contract.report.matrix import pinned_catalogue
from wadows_contract.results import Results
from wadows_spec.catalogue import Catalogue
from wadows_spec.documents import write_documents
from wadows_spec.statement import Statement

#: Rows and columns that an image is shown with at most, and how many are shown.
_LARGEST: Final = 128
_MOST: Final = 200
#: The requirements that speak of what an image shows.
_ABOUT_IMAGES: Final = ("REN-01", "REN-04", "REN-05", "REN-07", "REN-16", "REN-17")


@dataclass(frozen=True)
class RenderedImage:
    """An image as it came, as it should have come, and the difference, as data URIs.

    `expected` and `difference` are empty where nothing could be expected.
    `parameters` are those asked with; `after` says what the expected one was made after;
    `words` say what was found wrong, none if nothing was.
    """

    exchange: str
    role: str
    size: tuple[int, int]
    parameters: Mapping[str, str]
    returned: str
    expected: str
    difference: str
    after: str
    words: Sequence[str]


class Images:
    """The images of a run, gathered from one exchange after the other."""

    def __init__(self, results: Results, statement: Statement, catalogue: Catalogue) -> None:
        self._statement, self._catalogue = statement, catalogue
        self._wrong: dict[str, list[tuple[str, str]]] = {}
        for entry in results.requirements:
            for finding in entry.findings if entry.requirement.id in _ABOUT_IMAGES else ():
                if finding.level != Level.INFORMATION:
                    said = f"{entry.requirement.id}: {finding.got}"
                    self._wrong.setdefault(finding.exchange, []).append((finding.where, said))
        self._bad: list[RenderedImage] = []
        self._good: list[RenderedImage] = []

    def look_at(self, exchange: Exchange) -> None:
        """Take the images of an answer, as long as there are not too many."""
        wrong = self._wrong.get(exchange.id, ())
        for rendering in renderings(Case(exchange, self._statement, self._catalogue)):
            kept = self._bad if wrong else self._good
            if rendering.picture is not None and len(kept) < _MOST:
                kept.append(_shown(exchange.id, rendering, wrong))

    @property
    def shown(self) -> tuple[RenderedImage, ...]:
        """Those with something wrong first; as many as a page can bear."""
        return tuple([*self._bad, *self._good][:_MOST])


def _shown(exchange: str, rendering: Rendering, wrong: Sequence[tuple[str, str]]) -> RenderedImage:
    picture = rendering.picture
    assert picture is not None
    wanted = expected_image(rendering)
    own = (said for where, said in wrong if rendering.response.document in where)
    words = list(dict.fromkeys(own))
    levels, after = wanted or (picture.levels, "")
    if levels.ndim == 2 and picture.levels.ndim == 3:
        picture = as_grey(picture)
    images = compared(picture.levels, levels, "", _LARGEST)
    return RenderedImage(
        exchange=exchange,
        role=rendering.known.role if rendering.known else rendering.response.document,
        size=picture.size,
        parameters={
            name: value
            for name, value in rendering.asked.parameters.items()
            if name != "ContentTypeList"
        },
        returned=_uri(images.returned),
        expected=_uri(images.expected) if wanted else "",
        difference=_uri(images.difference) if wanted else "",
        after=after,
        words=words,
    )


def _uri(pixels: Pixels) -> str:
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG")
    return f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}"


@contextmanager
def originals(header: Event) -> Iterator[Catalogue | None]:
    """Give the catalogue of a run with its files, if they are at hand; ours are made again."""
    pinned = pinned_catalogue(header)
    folder = str(dict(header.get("catalogue", {})).get("folder", ""))
    if pinned is None or folder:
        yield pinned and replace(pinned, folder=Path(folder))
        return
    with tempfile.TemporaryDirectory(prefix="wadows-") as scratch:
        ours = write_documents(Path(scratch))
        same = ours.documents == pinned.documents
        yield ours if same else pinned
