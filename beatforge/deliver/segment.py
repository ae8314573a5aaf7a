"""The steps that make segments: a scene's own frames, and the frames in which two scenes meet.

In come the planned values (a shot and an encoder) and nothing else; out go `segment.mp4` (or `.mov`) and
`measures.json`, what was measured on the frames while they were at hand, so that film-wide figures never decode the
film again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from beatforge.deliver.video import check_segment, encode_segment
from beatforge.film.codecs import codec_of
from beatforge.film.shot import Shot
from beatforge.picture.render import ShotPicture, TransitionPicture

MEASURES = "measures.json"


class Picture(Protocol):
    """What can give frames."""

    def frame(self, index: int, out: np.ndarray) -> None: ...


def render_scene(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: the first `num_frames` of `shot`, encoded."""
    write_segment(ShotPicture(Shot.from_value(value["shot"])), value, out, progress)


def render_transition(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: `num_frames` frames in which shot `before` becomes shot `after`, encoded."""
    before, after = Shot.from_value(value["before"]), Shot.from_value(value["after"])
    write_segment(TransitionPicture(before, after, value["kind"], value["num_frames"]), value, out, progress)


def write_segment(picture: Picture, value: Mapping[str, Any], out: Path, progress: Callable[[int, int], None]) -> None:
    """The segment and `measures.json` of the first `num_frames` frames of a picture."""
    encoder, total = value["encoder"], value["num_frames"]
    measures = Measures()
    frames = measures.watch(_frames(picture, total, encoder["width"], encoder["height"]), encoder["height"])
    path = out / f"segment.{codec_of(encoder['codec']).container}"
    encode_segment(path, frames, encoder, lambda done: progress(done, total))
    check_segment(path, total)
    (out / MEASURES).write_text(json.dumps(measures.to_value(), separators=(",", ":")), encoding="utf-8")


def _frames(picture: Picture, count: int, width: int, height: int) -> Iterator[np.ndarray]:
    out = np.empty((height * 3 // 2, width), np.uint8)
    for index in range(count):
        picture.frame(index, out)
        yield out


class Measures:
    """Mean luma and mean change of luma per frame, in 1/100 of an 8-bit step, on every 8th pixel both ways."""

    def __init__(self) -> None:
        self._luma: list[int] = []
        self._change: list[int] = []
        self._last: np.ndarray | None = None

    def watch(self, frames: Iterator[np.ndarray], height: int) -> Iterator[np.ndarray]:
        """Pass the frames on and measure each."""
        for frame in frames:
            luma = frame[:height:8, ::8].astype(np.int16)
            self._luma.append(round(float(luma.mean()) * 100))
            change = 0.0 if self._last is None else float(np.abs(luma - self._last).mean())
            self._change.append(round(change * 100))
            self._last = luma
            yield frame

    def to_value(self) -> dict[str, list[int]]:
        """The measures as JSON values."""
        return {"luma": self._luma, "change": self._change}
