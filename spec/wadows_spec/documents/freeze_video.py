"""The streams of `video`, encoded by Debian's ffmpeg, and probed for what they say they are."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

from wadows_spec.documents import patterns
from wadows_spec.documents.video import FRAMES, VIDEOS, Video

_X264: Final = ("-c:v", "libx264", "-profile:v", "high", "-pix_fmt", "yuv420p", "-threads", "1")
_X265: Final = ("-c:v", "libx265", "-tag:v", "hvc1", "-threads", "1")
_X265_PARAMETERS: Final = "pools=1:frame-threads=1:info=0:level-idc=5.1:high-tier=0:log-level=none"
_MPEG2: Final = (
    "-c:v", "mpeg2video", "-profile:v", "4", "-pix_fmt", "yuv420p", "-threads", "1", "-bf", "0",
)  # fmt: skip

#: Encoder options of each stream.
OPTIONS: Final = {
    "mpeg2-main.m2v": (*_MPEG2, "-level:v", "8", "-q:v", "2"),
    "mpeg2-high.m2v": (*_MPEG2, "-level:v", "4", "-q:v", "4"),
    "h264.mp4": (*_X264, "-level:v", "4.1"),
    "h264-bd.mp4": (
        *_X264, "-level:v", "4.1", "-maxrate", "40M", "-bufsize", "30M",
        "-x264-params", "bluray-compat=1:slices=4:keyint=50:open-gop=1:aud=1:nal-hrd=vbr",
    ),
    "h264-2d.mp4": (*_X264, "-level:v", "4.2"),
    "h264-3d.mp4": (*_X264, "-level:v", "4.2", "-x264-params", "frame-packing=3"),
    "hevc.mp4": (
        *_X265, "-profile:v", "main", "-pix_fmt", "yuv420p", "-x265-params", _X265_PARAMETERS,
    ),
    "hevc-10.mp4": (
        *_X265, "-profile:v", "main10", "-pix_fmt", "yuv420p10le",
        "-x265-params", _X265_PARAMETERS,
    ),
}  # fmt: skip


def _pictures(video: Video) -> bytes:
    """Return the frames as RGB: the pattern stretched, twice side by side for stereo."""
    views = 2 if video.stereo else 1
    width = video.columns // views
    return b"".join(
        b"".join(
            bytes(patterns.video(row * 48 // video.rows, column * 64 // width, frame))
            for column in range(width)
        )
        * views
        for frame in range(FRAMES)
        for row in range(video.rows)
    )


def _encoded(video: Video) -> bytes:
    rate = f"{1000 // int(video.milliseconds)}"
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, video.file)
        command = [
            "ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24",
            "-s", f"{video.columns}x{video.rows}", "-r", rate, "-i", "-",
            *OPTIONS[video.file], "-flags:v", "+bitexact", "-fflags", "+bitexact", str(target),
        ]  # fmt: skip
        subprocess.run(command, input=_pictures(video), check=True)
        return target.read_bytes()


def probe(file: Path) -> dict[str, Any]:
    """Return what ffprobe says of a stream."""
    shown = "codec_name,profile,level,width,height,pix_fmt,r_frame_rate,nb_read_frames"
    command = ["ffprobe", "-v", "error", "-count_frames", "-of", "json"]
    run = subprocess.run(
        [*command, "-show_entries", f"stream={shown}", file], check=True, capture_output=True
    )
    said: dict[str, Any] = json.loads(run.stdout)["streams"][0]
    return said


def streams() -> dict[str, bytes]:
    """Return the stream of every video by the name of its file."""
    return {video.file: _encoded(video) for video in VIDEOS}
