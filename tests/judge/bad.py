"""Images with one thing wrong each: what is broken, and what is said of it."""

from dataclasses import dataclass

import numpy as np

from tests.judge.builder import (
    Said,
    image,
    jpeg,
    refusal,
    registry_error,
    rendered,
    renderings,
)
from tests.judge.documents import COLOURS, DOCUMENTS, FRAMES
from tests.judge.good import (
    CT_SHOWN,
    CT_WINDOW,
    UNKNOWN,
)
from wadows_contract.level import Level


@dataclass(frozen=True)
class Bad:
    """A wrong answer: the requirement that it breaks, and what the one finding says.

    `got` may end in three dots, before which it says what the finding begins with.
    `also` are requirements that cannot but be broken along with it.
    """

    requirement: str
    name: str
    said: Said
    expected: str
    got: str
    at_most: Level = Level.FAILED
    also: tuple[str, ...] = ()


UNIDENTIFIED = "cannot identify image file..."
PIXELS = "each block of pixels as PS3.3 has it, but for what JPEG and scaling may change"
BASELINE = "a baseline JPEG image, grey or colour"
CT_JPEG = jpeg(CT_SHOWN)
#: As large as the CT, and nothing like it.
SMOOTH_ENOUGH = np.add.outer(np.arange(32), np.arange(64)).astype(np.uint8) * 2
NONE_CAME = refusal(registry_error("XDSMissingDocument", UNKNOWN), asked=[UNKNOWN])

BAD = [
    # Images
    Bad("REN-01", "a PNG", rendered("ct", image(CT_SHOWN, "PNG")), BASELINE, "PNG L"),
    Bad("REN-01", "progressive", rendered("ct", jpeg(CT_SHOWN, progressive=True)), BASELINE,
        "JPEG L, progressive"),
    Bad("REN-01", "no image", rendered("ct", b"<html/>"), BASELINE, UNIDENTIFIED),
    Bad("REN-01", "nothing", rendered("ct", b""), BASELINE, UNIDENTIFIED),
    Bad("REN-01", "a document", rendered("ct", DOCUMENTS["ct"].content), BASELINE,
        UNIDENTIFIED),
    Bad("REN-01", "four components",
        rendered("ct", image(CT_SHOWN[..., None].repeat(4, 2), "PNG")), BASELINE, "PNG RGBA"),
    Bad("REN-01", "called image/png",
        rendered("ct", CT_JPEG).swap("image/jpeg", "image/png", 2), "image/jpeg", "image/png"),
    Bad("REN-01", "far larger than any asked for", rendered("ct", jpeg(np.zeros((1100, 1000)))),
        BASELINE, "1100 rows of 1000: more than 1048576 pixels"),
    Bad("REN-03", "no echo",
        rendered("ct", CT_JPEG, CT_WINDOW).swap("<w:WindowWidth>1000</w:WindowWidth>", ""), "1000",
        "nothing"),
    Bad("REN-03", "another value",
        rendered("ct", CT_JPEG, CT_WINDOW).swap(">1000<", ">1000.0<"), "1000", "1000.0"),
    Bad("REN-03", "one of two frames, twice",
        renderings([("frames", {"FrameNumber": "1"}), ("frames", {"FrameNumber": "3"})],
                   [("frames", {"FrameNumber": "1"}, jpeg(FRAMES[0]))] * 2),
        "a response with FrameNumber 3", "none that has them"),
    Bad("REN-04", "size ignored", rendered("ct", CT_JPEG, {"Rows": "16"}), "16 rows of 32",
        "32 rows of 64"),
    Bad("REN-04", "one row beyond the box",
        rendered("ct", jpeg(CT_SHOWN[:17, :33]), {"Rows": "16"}), "16 rows of 32", "17 rows of 33"),
    Bad("REN-04", "stretched into the box",
        rendered("ct", jpeg(CT_SHOWN[:, :32]), {"Rows": "32", "Columns": "32"}), "16 rows of 32",
        "32 rows of 32: stretched"),
    Bad("REN-04", "turned", rendered("ct", jpeg(CT_SHOWN.T)), "32 rows of 64",
        "64 rows of 32: stretched", also=("REN-17",)),
    Bad("REN-04", "shrunk unasked", rendered("ct", jpeg(CT_SHOWN[::2, ::2])), "32 rows of 64",
        "16 rows of 32"),
    Bad("REN-04", "enlarged by too little",
        rendered("ct", jpeg(CT_SHOWN.repeat(2, 0).repeat(2, 1)[:48, :96]), {"Rows": "64"}),
        "32 rows of 64 or 64 rows of 128", "48 rows of 96"),
    Bad("REN-05", "inverted", rendered("ct", jpeg(255 - CT_SHOWN), CT_WINDOW),
        PIXELS, "...: inverted"),
    Bad("REN-05", "too bright", rendered("ct", jpeg(CT_SHOWN + 20), CT_WINDOW),
        PIXELS, "...: too bright: center off by about 100"),
    Bad("REN-05", "MONOCHROME1 taken for MONOCHROME2", rendered("inverse", CT_JPEG, CT_WINDOW),
        PIXELS, "...: inverted"),
    Bad("REN-05", "all black at low quality",
        rendered("ct", jpeg(CT_SHOWN * 0), CT_WINDOW | {"ImageQuality": "10"}),
        PIXELS, "a block at row 0, column ..."),
    Bad("REN-07", "the wrong frame", rendered("frames", jpeg(FRAMES[0]), {"FrameNumber": "2"}),
        "frame 2, likeness at least 0.9", "most like frame 1, likeness 1.00"),
    Bad("REN-07", "frames counted from 0",
        rendered("frames", jpeg(FRAMES[2]), {"FrameNumber": "2"}),
        "frame 2, likeness at least 0.9", "most like frame 3, likeness 1.00"),
    Bad("REN-07", "no frame at all",
        rendered("frames", jpeg(FRAMES[1] * 0), {"FrameNumber": "2"}),
        "frame 2, likeness at least 0.9", "most like frame 1, likeness 0.00", also=("REN-17",)),
    Bad("REN-07", "the frame upside down in grey",
        rendered("frames", jpeg(255 - FRAMES[1].astype(float)), {"FrameNumber": "2"}),
        "frame 2, likeness at least 0.9", "most like frame ...", also=("REN-17",)),
    Bad("REN-16", "red and blue swapped", rendered("colour", jpeg(COLOURS[..., ::-1])),
        PIXELS, "...: red and blue exchanged"),
    Bad("REN-01", "grey as three components",
        rendered("ct", jpeg(CT_SHOWN[..., None].repeat(3, 2)), CT_WINDOW), "one component of grey",
        "three components", at_most=Level.INFORMATION),
    Bad("REN-17", "mirrored", rendered("ct", jpeg(CT_SHOWN[:, ::-1])), PIXELS,
        "...: inverted"),
    Bad("REN-17", "inverted", rendered("ct", jpeg(255 - CT_SHOWN)), PIXELS,
        "...: inverted"),
    Bad("REN-17", "all black", rendered("ct", jpeg(CT_SHOWN * 0)),
        "an image with 16 grey levels between dark and light", "0"),
    Bad("REN-17", "another document", rendered("ct", jpeg(SMOOTH_ENOUGH)), PIXELS,
        "a block at row ..."),
    Bad("REN-16", "grey", rendered("colour", jpeg(COLOURS.mean(axis=2))),
        "three colour components", "L"),
    Bad("REN-16", "transparent",
        rendered("colour", image(np.dstack([COLOURS, COLOURS[..., :1]]), "PNG")),
        "three colour components", "RGBA", also=("REN-01",)),
]  # fmt: skip
