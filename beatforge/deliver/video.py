"""Frames into one segment, and the proof that the segment is whole.

One encoder setting and one thread per segment, so that every segment of an output has equal extradata and equal
bytes wherever it is made; all parallelism is over segments.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from beatforge.deliver.coders import options_of, require_encoder
from beatforge.deliver.pixels import video_frame
from beatforge.errors import ToolError
from beatforge.film.codecs import Codec, codec_of

FEWEST_FRAMES = 3
"""x264's reordering needs three frames to settle; shorter segments would differ in their timestamps."""


def encode_segment(
    path: Path,
    frames: Iterable[np.ndarray],
    encoder: Mapping[str, Any],
    progress: Callable[[int], None],
) -> int:
    """Write `frames` (planar yuv420p, uint8, (height*3/2, width)) as one file at `path`; the number written.

    `encoder` is `Encoder.to_value()`; its codec says which container. `progress` is called with the number of frames
    so far. ToolError where this build of PyAV lacks the encoder.
    """
    require_encoder(encoder["codec"])
    os.environ.setdefault("SVT_LOG", "1")  # SVT-AV1 writes its settings to stderr otherwise
    codec, rate = codec_of(encoder["codec"]), Fraction(encoder["fps"])
    count = 0
    with av.open(str(path), "w", format=codec.container, options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(encoder["codec"], rate=rate, options=options_of(encoder))
        stream.width, stream.height, stream.pix_fmt = encoder["width"], encoder["height"], codec.pixel_format
        _prepare(stream.codec_context, codec, rate)
        for count, picture in enumerate(frames, start=1):
            frame = video_frame(picture, codec.pixel_format)
            frame.pts, frame.time_base = count - 1, 1 / rate
            _tag_bt709(frame)
            container.mux(stream.encode(frame))
            progress(count)
        container.mux(stream.encode(None))
    return count


def check_segment(path: Path, num_frames: int) -> None:
    """Pass if the file holds exactly `num_frames` frames and its key frames decode; ToolError otherwise.

    Where every frame is a key frame, the first and the last are decoded.
    """
    try:
        with av.open(str(path)) as container:
            context = container.streams.video[0].codec_context
            count, decoded, key = 0, 0, None  # one packet at a time: a scene may last an hour
            for count, packet in enumerate((packet for packet in container.demux(video=0) if packet.size), start=1):
                if key is not None and (count == 2 or not packet.is_keyframe):
                    decoded += len(context.decode(key))
                key = packet if packet.is_keyframe else None
            decoded += (len(context.decode(key)) if key is not None else 0) + len(context.decode(None))
    except av.FFmpegError as error:
        raise ToolError(f"{path.name}: the segment just written can't be read back: {error}") from error
    if count != num_frames or not decoded:
        raise ToolError(f"{path.name}: {num_frames} frames were encoded but {count} are in the file")


def _prepare(context: Any, codec: Codec, rate: Fraction) -> None:
    context.time_base = 1 / rate
    context.thread_count = 1
    context.codec_tag = codec.tag
    _tag_bt709(context)


def _tag_bt709(tagged: Any) -> None:
    tagged.color_range = ColorRange.MPEG
    tagged.colorspace = Colorspace.ITU709
    tagged.color_primaries = ColorPrimaries.BT709
    tagged.color_trc = ColorTrc.BT709
