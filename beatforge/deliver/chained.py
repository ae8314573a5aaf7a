"""The steps of chained scenes: a shot's last frame as it is before any encoder, and the scene that grows out of it.

The last frame is a target of its own. So a chained scene hangs on that frame's bytes and on nothing else of the scene
before it: where they come out the same, nothing after them is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.deliver.performers import read_performed
from beatforge.deliver.segment import write_segment
from beatforge.errors import ToolError
from beatforge.film.shot import Shot
from beatforge.picture.chain import ChainedPicture, ungraded
from beatforge.picture.given import given_files
from beatforge.picture.render import ShotPicture

LAST = "last.yuv"


def render_last(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: frame `index` of `shot` as planar yuv420p bytes; `inputs` holds the frame it grew out of, if it did."""
    shot = Shot.from_value(value["shot"])
    frame = np.empty((shot.height * 3 // 2, shot.width), np.uint8)
    picture_of(ungraded(shot), inputs, value.get("given", ())).frame(value["index"], frame)
    (out / LAST).write_bytes(frame.tobytes())
    progress(1, 1)


def render_chained(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: the first `num_frames` of `shot`, which grows out of the frame in `inputs`, encoded."""
    picture = picture_of(Shot.from_value(value["shot"]), inputs, value.get("given", ()))
    write_segment(picture, value, inputs, out, progress)


def picture_of(shot: Shot, inputs: Sequence[Path], names: Sequence[str]) -> ShotPicture | ChainedPicture:
    """The frames of a shot that is given files of these names; ToolError if the frame it grows out of, the first input,
    is of another size."""
    (given,) = given_files([names], iter(inputs[1 if shot.chain else 0 :]), read_performed)
    if not shot.chain:
        return ShotPicture(shot, given=given)
    last = np.fromfile(inputs[0], np.uint8)
    if last.size != shot.height * 3 // 2 * shot.width:
        raise ToolError(f"the frame to grow out of has {last.size} bytes; it is of another size")
    return ChainedPicture(shot, last, given)
