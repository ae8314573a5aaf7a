"""Video files as a camera filmed them: their pictures upright, with square pixels, in the colours of a usual screen.

In: a file, a second in it, a size. Out: the picture that is shown then, scaled until it fills that size and cut where
it stands over. Pictures are looked up by their own times, so any frame rate does, a changing one too; a look begins at
the key frame before, never at the file's start. Nothing is repeated or held behind the end, and sound is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.filter
import numpy as np
from av.video.reformatter import ColorRange, Interpolation, VideoReformatter

from beatforge.errors import ToolError
from beatforge.picture.wide import HLG, PQ, usual_light

SLACK = Fraction(1, 1000)
"""Times in files and in plans are rounded to milliseconds: what is nearer than this is the same moment."""

AHEAD = 2
"""Seconds further on to which it is quicker to decode than to look for a key frame."""

BACK = (0, 4, 60)
"""Seconds before a moment where its key frame is looked for, in containers whose index is not exact."""

ABOVE = 0.4
"""Share that is cut above, of a picture that is too high: heads are in the upper half."""

_EXACT = (
    Interpolation.BICUBIC
    | Interpolation.ACCURATE_RND  # with BITEXACT: the same bytes on every processor
    | Interpolation.BITEXACT
    | Interpolation.FULL_CHR_H_INT
    | Interpolation.FULL_CHR_H_INP
)
_ITU709, _UNTOLD = 1, (0, 2)
_COVER_ART = 0x400
_MATRIX = "DISPLAYMATRIX"


@dataclass(frozen=True, slots=True)
class Shown:
    """A decoded picture and the seconds from which until which it is shown."""

    begin: Fraction
    end: Fraction
    frame: Any
    aspect: Fraction
    """How much wider than high its pixels are."""


def filmed_seconds(path: Path) -> float | None:
    """How long the pictures of a file go on, as the file says; None if it does not. ToolError if there are none."""
    if next(_decoded_from(path, Fraction(0)), None) is None:
        raise ToolError(f"{path.name} has no picture that can be decoded")
    with _opened(path) as container:
        stream = _pictures(container, path)
        if stream.duration and stream.time_base:
            return float(stream.duration * stream.time_base)
        return container.duration / av.time_base if container.duration else None


class Filmed:
    """The pictures of a video file, `width` x `height` each."""

    def __init__(self, path: Path, width: int, height: int) -> None:
        self._path, self._width, self._height = path, width, height
        self._frames: Iterator[Shown] = iter(())
        self._now: Shown | None = None
        self._next: Shown | None = None
        self._scaler = VideoReformatter()
        self._kept: tuple[Any, np.ndarray] | None = None

    def at(self, second: Fraction) -> np.ndarray | None:
        """The picture shown at a second of the file, (height, width, 3) uint8; None behind its end."""
        shown = self._find(second)
        if shown is None:
            return None
        if self._kept is None or self._kept[0] is not shown.frame:
            self._kept = shown.frame, self._filling(shown)
        return self._kept[1]

    @property
    def end(self) -> float:
        """The second until which pictures were found."""
        return float(self._now.end) if self._now else 0.0

    def _find(self, second: Fraction) -> Shown | None:
        now = self._now
        if now is None or second < now.begin - SLACK or second > now.end + AHEAD:
            self._frames = _decoded(self._path, max(second, Fraction(0)))
            self._now, self._next = next(self._frames, None), next(self._frames, None)
        while self._next is not None and self._next.begin <= second + SLACK:
            self._now, self._next = self._next, next(self._frames, None)
        if self._now is None or (self._next is None and second + SLACK >= self._now.end):
            return None
        return self._now

    def _filling(self, shown: Shown) -> np.ndarray:
        """The picture upright, scaled until it fills the size and cut there."""
        frame = shown.frame
        is_turned, flip_across, flip_down = _turns(frame)
        wide, high = float(frame.width * shown.aspect), float(frame.height)
        if frame.interlaced_frame:
            frame = _one_field(frame)
        width, height = (self._height, self._width) if is_turned else (self._width, self._height)
        scale = max(width / wide, height / high)
        colours = self._colours(frame, max(width, round(wide * scale)), max(height, round(high * scale)))
        if is_turned:
            colours = colours.transpose(1, 0, 2)
        if flip_across:
            colours = colours[:, ::-1]
        if flip_down:
            colours = colours[::-1]
        left = (colours.shape[1] - self._width) // 2
        top = int((colours.shape[0] - self._height) * ABOVE)
        return np.ascontiguousarray(colours[top : top + self._height, left : left + self._width])

    def _colours(self, frame: Any, width: int, height: int) -> np.ndarray:
        """The frame's colours, (height, width, 3) uint8."""
        is_wide = frame.color_trc in (PQ, HLG)
        matrix = _ITU709 if frame.colorspace in _UNTOLD and frame.height >= 720 else None
        scaled = self._scaler.reformat(
            frame, width, height, "rgb48le" if is_wide else "rgb24", src_colorspace=matrix, interpolation=_EXACT,
            dst_color_range=ColorRange.JPEG, threads=1,
        )  # fmt: skip
        colours: np.ndarray = scaled.to_ndarray()
        return usual_light(colours, frame.color_trc) if is_wide else colours


def _opened(path: Path) -> Any:
    try:
        return av.open(str(path))
    except (av.FFmpegError, OSError) as error:
        raise ToolError(f"{path.name} can't be read as a video: {_reason(error)}") from error


def _pictures(container: Any, path: Path) -> Any:
    """The stream of moving pictures; a cover that comes with a song is none."""
    for stream in container.streams.video:
        if not int(stream.disposition) & _COVER_ART:
            return stream
    raise ToolError(f"{path.name} has no moving picture{', only sound' if container.streams.audio else ''}")


def _decoded(path: Path, second: Fraction) -> Iterator[Shown]:
    """Pictures in the order they are shown, from one at or before a second of the file on, if there is any."""
    for back in BACK:
        frames = _decoded_from(path, max(Fraction(0), second - back))
        first = next(frames, None)
        if first is not None and (first.begin <= second + SLACK or back >= second):
            yield first
            yield from frames
            return
    yield from _decoded_from(path, Fraction(0))


def _decoded_from(path: Path, second: Fraction) -> Iterator[Shown]:
    """Pictures from where the container says that the key frame before a second is."""
    at = second
    with _opened(path) as container:
        stream = _pictures(container, path)
        stream.codec_context.thread_count = 1
        base, begin = Fraction(stream.time_base or 1), stream.start_time or 0
        aspect = Fraction(stream.sample_aspect_ratio or 1)
        usual = 1 / Fraction(stream.average_rate or stream.guessed_rate or 25)
        try:
            if second:
                container.seek(begin + int(second / base), stream=stream)
            for frame in container.decode(stream):
                if frame.pts is None:
                    continue
                at = (frame.pts - begin) * base
                yield Shown(at, at + (frame.duration * base if frame.duration else usual), frame, aspect)
        except (av.FFmpegError, OSError) as error:
            raise ToolError(
                f"{path.name} is damaged at {float(at):.1f} s ({_reason(error)}): copy it again, or convert it anew"
            ) from error


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


def _one_field(frame: Any) -> Any:
    """Every other line of a frame whose lines were filmed by turns."""
    graph = av.filter.Graph()
    buffer = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base)
    graph.link_nodes(buffer, graph.add("field", "type=top"), graph.add("buffersink")).configure()
    graph.push(frame)
    return graph.pull()


def _turns(frame: Any) -> tuple[bool, bool, bool]:
    """Whether rows become columns, and then left right, and then up down: how the camera was held, to quarter turns."""
    data: Any = frame.side_data.get(_MATRIX)
    if data is None:
        return False, False, False
    a, b, _, c, d = (int(number) for number in np.frombuffer(bytes(data), "<i4")[:5])
    return (True, c < 0, b < 0) if abs(b) > abs(a) else (False, a < 0, d < 0)
