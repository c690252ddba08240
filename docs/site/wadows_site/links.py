"""Whether the links of a built site hold, and whether it needs no network to be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

#: Elements that a browser fetches something for by itself, and the attribute that says from where.
_FETCHED: Final = {"script": "src", "img": "src", "link": "href", "iframe": "src"}
#: What a link element only says, and no browser fetches.
_SAID: Final = {"canonical", "next", "prev", "search", "index", "author", "license"}


@dataclass
class _Page(HTMLParser):
    places: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element is called, leads to and needs."""
        values = {name: value or "" for name, value in attrs}
        self.places |= {values[name] for name in ("id", "name") if name in values}
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        needed = values.get(_FETCHED.get(tag, ""), "")
        if needed and values.get("rel") not in _SAID:
            self.fetched.append(needed)


def broken_links(site: Path) -> list[str]:
    """Name each link within the site that leads nowhere, and all that comes from elsewhere."""
    site = site.resolve()
    pages = {path: _read(path) for path in sorted(site.rglob("*.html"))}
    return [
        f"{path.relative_to(site)}: {problem}"
        for path, page in pages.items()
        for problem in _problems(path, page, pages)
    ]


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _problems(path: Path, page: _Page, pages: Mapping[Path, _Page]) -> Iterator[str]:
    for address in page.fetched:
        if urlsplit(address).scheme not in ("", "data") or address.startswith("//"):
            yield f"{address} would come from elsewhere"
    for address in [*page.links, *page.fetched]:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if not target.exists():
            yield f"{address} leads nowhere"
        elif parts.fragment and unquote(parts.fragment) not in _places(pages, target):
            yield f"{address} leads to no place of that page"


def _places(pages: Mapping[Path, _Page], path: Path) -> set[str]:
    return pages[path].places if path in pages else set()
