"""Why something of a rendered image cannot be judged, for a reason that is not the endpoint's."""

from collections.abc import Callable, Mapping
from typing import Final

from wadows_contract.judge.finding import Case
from wadows_contract.judge.rendered import Rendering, renderings

#: Requirements of what a document holds, which are judged by its original.
_OF_CONTENT: Final = ("RET-02", "RET-10")


def needs_a_look(requirement: str, originals: bool) -> bool:
    """Tell whether it takes a look at a document or image to show a requirement met.

    That it came shows nothing of what is in it. Of a document whose original is not at hand,
    neither does it.
    """
    return requirement in _NEEDS or (requirement in _OF_CONTENT and not originals)


def unseen(case: Case, requirement: str) -> str:
    """Say why no image that came can be judged by a requirement; empty if any could be.

    It is not empty only where every image that came can be read, and nothing is wrong with any.
    """
    if (look := _NEEDS.get(requirement)) is None:
        return ""
    reasons = [
        look(rendering) if rendering.picture and rendering.known else ""
        for rendering in renderings(case)
    ]
    return reasons[0] if reasons and all(reasons) else ""


def _size(rendering: Rendering) -> str:
    known = rendering.known
    assert known is not None
    return "" if known.rows else f"the catalogue does not say how large {known.role!r} is"


def _pixels(rendering: Rendering) -> str:
    known = rendering.known
    assert known is not None
    if rendering.original is None:
        return f"the file of {known.role!r} is not at hand"
    shown = rendering.frame(rendering.frame_number or 1)
    if shown is None:
        return f"the suite cannot render {known.role!r} itself"
    if shown.is_contradictory:
        return f"{known.role!r} says two things of what is black"
    return ""


#: What each requirement of rendered images is judged by, beside the answer.
_NEEDS: Final[Mapping[str, Callable[[Rendering], str]]] = {
    "REN-04": _size,
    "REN-05": _pixels,
    "REN-07": _pixels,
    "REN-16": _pixels,
    "REN-17": _pixels,
}
