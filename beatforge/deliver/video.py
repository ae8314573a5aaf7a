"""Frames into one H.264 segment, and the proof that the segment is whole.

One encoder setting and one thread per segment, so that every segment of an output has equal extradata and equal
bytes wherever it is made; all parallelism is over segments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from beatforge.errors import ToolError

FEWEST_FRAMES = 3
"""x264's reordering needs three frames to settle; shorter segments would differ in their timestamps."""

X264_PARAMS = "open-gop=0:stitchable=1:cpu-independent=1"
"""cpu-independent: the same bytes on every processor. Without it x264's AVX-512 code for macroblock trees also reads
memory that nothing was written to, where a row of macroblocks does not fill a vector: bytes by chance."""


def encode_segment(
    path: Path,
    frames: Iterable[np.ndarray],
    encoder: Mapping[str, Any],
    progress: Callable[[int], None],
) -> int:
    """Write `frames` (planar yuv420p, uint8, (height*3/2, width)) as one mp4 at `path`; the number written.

    `encoder` is `Encoder.to_value()`. `progress` is called with the number of frames so far.
    """
    rate = Fraction(encoder["fps"])
    count = 0
    with av.open(str(path), "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(encoder["codec"], rate=rate, options=_options(encoder))
        stream.width, stream.height, stream.pix_fmt = encoder["width"], encoder["height"], "yuv420p"
        context = stream.codec_context
        context.time_base = 1 / rate
        context.thread_count = 1
        _tag_bt709(context)
        for count, picture in enumerate(frames, start=1):
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts, frame.time_base = count - 1, 1 / rate
            _tag_bt709(frame)
            container.mux(stream.encode(frame))
            progress(count)
        container.mux(stream.encode(None))
    return count


def check_segment(path: Path, num_frames: int) -> None:
    """Pass if the file holds exactly `num_frames` frames and its key frames decode; ToolError otherwise."""
    try:
        with av.open(str(path)) as container:
            packets = [packet for packet in container.demux(video=0) if packet.size]
        with av.open(str(path)) as container:
            container.streams.video[0].codec_context.skip_frame = "NONKEY"
            decoded = sum(1 for _ in container.decode(video=0))
    except av.FFmpegError as error:
        raise ToolError(f"{path.name}: the segment just written can't be read back: {error}") from error
    if len(packets) != num_frames or not decoded:
        raise ToolError(f"{path.name}: {num_frames} frames were encoded but {len(packets)} are in the file")


def _options(encoder: Mapping[str, Any]) -> dict[str, str]:
    return {"preset": encoder["preset"], "crf": str(encoder["crf"]), "x264-params": X264_PARAMS}


def _tag_bt709(tagged: Any) -> None:
    tagged.color_range = ColorRange.MPEG
    tagged.colorspace = Colorspace.ITU709
    tagged.color_primaries = ColorPrimaries.BT709
    tagged.color_trc = ColorTrc.BT709
