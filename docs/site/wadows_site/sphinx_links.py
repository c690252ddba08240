"""What makes links that are good on a code host good on the site as well; a Sphinx extension.

A page of docs/ links to features/, which here are pages, and to places that it has itself given a
name, `<a id="NAME"></a>`, which MyST passes through but does not know.
"""

import re
from typing import Any, Final

from sphinx.application import Sphinx

#: What a link on a code host leads to, and the page that shows it here.
_HERE: Final = (
    (re.compile(r"(\]\((?:\.\./)*features)/?\)"), r"\1/index.md)"),
    (re.compile(r"(\]\((?:\.\./)*features/[a-z-]+)\.feature\)"), r"\1.md)"),
    (re.compile(r"(\]\((?:\.\./)*samples)/?\)"), r"\1/README.md)"),
)
#: Pages that name scenarios, which have a place of their own here.
_SPEAKING: Final = ("docs/requirements", "docs/traceability", "docs/malformed-requests")
_SCENARIO: Final = re.compile(r"\bT\d{4}\b")
_NAMED: Final = re.compile(r'<a id="([^"]+)"></a>')


def setup(app: Sphinx) -> dict[str, Any]:
    """Enter what is done to a page before and after it is read."""
    app.connect("source-read", _lead_here)
    app.connect("env-updated", _know_places)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _lead_here(_app: Sphinx, page: str, source: list[str]) -> None:
    for there, here in _HERE:
        source[0] = there.sub(here, source[0])
    if page in _SPEAKING:
        source[0] = _SCENARIO.sub(lambda id_: f"[{id_[0]}](#{id_[0].lower()})", source[0])


def _know_places(app: Sphinx, env: Any) -> None:
    for page in env.found_docs:
        text = app.env.doc2path(page).read_text(encoding="utf-8")
        slugs = env.metadata[page].setdefault("myst_slugs", {})
        for name in _NAMED.findall(text):
            slugs.setdefault(name, (0, name, name))
