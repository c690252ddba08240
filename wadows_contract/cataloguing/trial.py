"""Whether a document would be judged rightly in a role: tried on honest answers.

A document in a wrong role, or one that is broken, would fail an endpoint that does all as it
should; one of which nothing can be seen would let everything pass.
"""

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image
from pydicom.encaps import generate_frames
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.utils import get_j2k_parameters, pixel_array
from pydicom.uid import UID, JPEG2000TransferSyntaxes

from wadows_contract.cataloguing.facts import Facts
from wadows_contract.cataloguing.honest import Honest
from wadows_contract.exchange import BodyStore
from wadows_contract.features import scenarios
from wadows_contract.inflating import read_document
from wadows_contract.judge.attributes import differing, name
from wadows_contract.judge.ending import ending
from wadows_contract.judge.rendered import read
from wadows_contract.judge.rendered_pixels import VISIBLE
from wadows_contract.level import Level
from wadows_contract.pixels.compare import Levels, grey, likeness
from wadows_contract.pixels.decoders import stored_values
from wadows_contract.pixels.oracle import (
    WHOLE_RANGE,
    Frame,
    Window,
    colours,
    defaults,
    windowed,
)
from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE
from wadows_spec.documents import describe

#: The requirements that an honest answer could break by its document alone.
_OF_DOCUMENTS: Final = ("DOC-01", "DOC-02", "DOC-03", "RET-02", "RET-03")
_OF_IMAGES: Final = ("REN-01", "REN-04", "REN-05", "REN-07", "REN-16", "REN-17")
#: Grey levels between dark and light, and their standard deviation, from which on an image shows
#: so much that another one would not be taken for it; and how like two frames may be at most.
_EXTENT, _SPREAD, _ALIKE = 4 * VISIBLE, 8.0, 0.97
#: How far decoders may be apart in the mean, as a share of the range of values: those of a coding
#: without loss not at all.
_DECODERS_DIFFER: Final = 1 / 64
_QUALITY: Final = 90
_META: Final = 2
_LOSSY: Final = ("4.50", "4.51", "4.81", "4.91", "4.203")


class Unfit(Exception):
    """The document cannot have the role; the text says why."""


@dataclass(frozen=True)
class Trials:
    """Tries documents; `store` is for answers that are never sent."""

    store: BodyStore

    def reason(self, facts: Facts, role: str) -> str:
        """Say why a document whose file is at hand would not do in a role; empty if it would."""
        assert facts.path is not None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what pydicom finds odd is not for our log
                self._try(facts, facts.path, role)
        except Unfit as reason:
            return str(reason)
        except Exception as error:  # noqa: BLE001  pydicom raises whatever a file provokes
            return f"cannot be read: {type(error).__name__}: {error}"
        return ""

    def _try(self, facts: Facts, path: Path, role: str) -> None:
        honest = Honest(describe(role, path.name, path.read_bytes(), "."), path.parent, self.store)
        _nothing_wrong(honest.as_stored(), _OF_DOCUMENTS, "as it is stored")
        _ends_well(path)
        _same_otherwise(path)
        if facts.group == "image" and role not in _UNDECODED:
            _decodable(path, facts.transfer_syntax, facts.frames)
        if (looks := _looks().get(role)) is not None:
            for number in _numbers(facts.frames):
                _try_image(honest, path, number, facts.frames, looks)
            _frames_differ(path, facts.frames)


#: Roles whose pixels nobody is asked to decode.
_UNDECODED: Final = ("damaged", "jpeg-spectral")


@cache
def _looks() -> Mapping[str, tuple[Window, ...]]:
    """Return the roles of which features expect images, with the windows that they ask for."""
    found: dict[str, dict[Window, None]] = {}
    for scenario in scenarios():
        asked = " ".join(step for step in scenario.steps if "the consumer" in step)
        if "rendered" not in asked or scenario.requirement not in _OF_IMAGES:
            continue
        cells = dict(zip(scenario.tables[::2], scenario.tables[1::2], strict=False))
        try:
            window = Window(float(cells["Window Center"]), float(cells["Window Width"]))
        except (KeyError, ValueError):
            window = None
        for step in scenario.steps:
            if step.startswith('the document "') and "returned" not in step:
                windows = found.setdefault(step.split('"')[1], {})
                if window is not None and window.width >= 1:
                    windows[window] = None
    return {role: tuple(windows) for role, windows in found.items()}


def _numbers(frames: int) -> list[int]:
    """Return the frames that features ask for, as far as there are any."""
    named = {1, 2, 3, (frames + 1) // 2, frames}
    return sorted(number for number in named if 1 <= number <= frames)


def _nothing_wrong(findings: Iterable[Any], about: Iterable[str], how: str) -> None:
    for finding in findings:
        if finding.requirement in about and not finding.met and finding.at_most == Level.FAILED:
            raise Unfit(
                f"{how} it would break {finding.requirement}: expected {finding.expected},"
                f" got {finding.got}"
            )


def _ends_well(path: Path) -> None:
    with path.open("rb") as file:
        found = ending(file)
    if found is None or found.breaks_off:
        raise Unfit("its elements cannot be followed to an end")


def _same_otherwise(path: Path) -> None:
    """Raise `Unfit` if attributes change when they are coded in the other plain syntax.

    Of big endian it is not tried: pydicom does not turn a data set round.
    """
    before = read_document(path, stop_before_pixels=True)
    syntax = UID(before.file_meta.TransferSyntaxUID)
    if not syntax.is_little_endian:
        return
    after = read_document(path, stop_before_pixels=True)
    after.file_meta.TransferSyntaxUID = UID(
        EXPLICIT_VR_LE if syntax.is_implicit_VR else IMPLICIT_VR_LE
    )
    written = io.BytesIO()
    after.save_as(written, implicit_vr=not syntax.is_implicit_VR, little_endian=True)
    written.seek(0)
    recoded = read_document(written)
    if changed := [*differing(before, recoded, lambda tag: tag.group == _META)]:
        raise Unfit(f"{name(changed[0])} changes when it is coded in another transfer syntax")


def _decodable(path: Path, syntax: str, frames: int) -> None:
    """Raise `Unfit` if a frame cannot be decoded, or if decoders do not agree about the first."""
    for index in range(frames):
        try:
            ours = stored_values(path, syntax, index if frames > 1 else None)
        except Exception as error:
            raise Unfit(f"frame {index + 1} cannot be decoded: {error}") from error
        if index == 0:
            _decoders_agree(path, syntax, 0 if frames > 1 else None, ours)


def _says_the_same(path: Path) -> None:
    """Raise `Unfit` if a JPEG 2000 stream says other things of its values than the data set.

    Some decoders then believe the one, some the other.
    """
    dataset = read_document(path)
    stream = next(generate_frames(dataset.PixelData, number_of_frames=1))
    told = get_j2k_parameters(stream)
    for key, keyword in (("precision", "BitsStored"), ("is_signed", "PixelRepresentation")):
        if key in told and int(told[key]) != int(dataset[keyword].value):
            raise Unfit(f"its JPEG 2000 stream contradicts {keyword}")


def _decoders_agree(path: Path, syntax: str, index: int | None, ours: Any) -> None:
    if not UID(syntax).is_encapsulated:
        return
    if syntax in JPEG2000TransferSyntaxes:
        _says_the_same(path)
    extent = float(ours.max()) - float(ours.min())
    allowed = max(1.0, extent * _DECODERS_DIFFER) if syntax.endswith(_LOSSY) else 0.0
    for plugin in get_decoder(UID(syntax)).available_plugins:
        try:
            theirs = pixel_array(path, index=index, decoding_plugin=plugin)
        except Exception:  # noqa: BLE001, S112  some decode less than others
            continue
        if theirs.shape != ours.shape:
            raise Unfit(f"decoders disagree about its size: {theirs.shape} or {ours.shape}")
        apart = float(np.abs(theirs.astype(np.float64) - ours.astype(np.float64)).mean())
        if apart > allowed:
            raise Unfit(f"decoders disagree about its pixels, by {apart:.3g} in the mean")


def _try_image(
    honest: Honest, path: Path, number: int, frames: int, windows: Iterable[Window]
) -> None:
    """Raise `Unfit` if an honest image would be found wrong, or shows next to nothing."""
    shown = read(path, number)
    if shown is None:
        raise Unfit("the suite cannot render it")
    if shown.is_contradictory:
        raise Unfit("MONOCHROME1 with a Presentation LUT Shape IDENTITY says two things of black")
    asked = {"FrameNumber": str(number)} if frames > 1 else {}
    for levels, parameters, how in _images(shown, windows):
        findings = honest.rendered(_jpeg(levels), asked | parameters)
        _nothing_wrong(findings, _OF_IMAGES, how)
        judged = {finding.requirement for finding in findings}
        if not judged & {"REN-05", "REN-16", "REN-17"}:
            raise Unfit(f"{how} nothing of its image could be judged")
    _shows_something(shown, windows)


def _images(
    shown: Frame, windows: Iterable[Window]
) -> Iterator[tuple[Levels, dict[str, str], str]]:
    """Yield images as an honest endpoint may make them, with what it was asked, and in words."""
    if not shown.is_grey:
        yield colours(shown), {}, "in its colours"
        return
    for way, levels in defaults(shown).items():
        if way == WHOLE_RANGE and np.ptp(levels) < VISIBLE:
            continue  # nobody would show so little of it
        yield levels, {}, f"through {way}"
    for window in windows:
        told = f"{window.center:g}, {window.width:g}"
        parameters = {"WindowWidth": f"{window.width:g}", "WindowCenter": f"{window.center:g}"}
        yield windowed(shown, window), parameters, f"through the window {told}"


def _shows_something(shown: Frame, windows: Iterable[Window]) -> None:
    if not shown.is_grey:
        levels = colours(shown)
        apart = np.ptp(levels, axis=2).mean()
        if apart < _SPREAD:
            raise Unfit("its colours are hardly more than grey")
        return
    ways = [windowed(shown, window) for window in windows] or [*defaults(shown).values()]
    if not any(np.ptp(each) >= _EXTENT and each.std() >= _SPREAD for each in ways):
        raise Unfit("hardly anything of it can be seen through the windows that are asked for")


def _frames_differ(path: Path, frames: int) -> None:
    """Raise `Unfit` if frames that are asked for cannot be told from one another."""
    shown = [_flat(read(path, number)) for number in _numbers(frames)]
    for place, first in enumerate(shown):
        for second in shown[place + 1 :]:
            if likeness(first, second) > _ALIKE:
                raise Unfit("its frames are too much alike to tell which one came")


def _flat(shown: Frame | None) -> Levels:
    assert shown is not None
    if not shown.is_grey:
        return grey(colours(shown))
    return next(iter(defaults(shown).values()))


def _jpeg(levels: Levels) -> bytes:
    file = io.BytesIO()
    pixels = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(file, "JPEG", quality=_QUALITY, subsampling=0)
    return file.getvalue()
