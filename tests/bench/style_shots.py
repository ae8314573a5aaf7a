"""Shots in a style without a film around them: what the benches of styles render."""

from __future__ import annotations

from typing import Any

import numpy as np

from beatforge.film.shot import Drive, Shot
from beatforge.picture.render import ShotPicture
from beatforge.picture.still import plain_shot
from beatforge.project.library import Library, load_library
from beatforge.project.recipes import Style

LIBRARY: Library = load_library()
MOTIFS = LIBRARY.names["motif"]


def style_shot(style: Style, motif: str, size: tuple[int, int] = (1280, 720), **changes: Any) -> Shot:
    """A shot of 48 frames of `motif` as the style paints it, with plain music."""
    recipe: dict[str, Any] = {
        "width": size[0],
        "height": size[1],
        "palette": style.palette.colours,
        "marks": {name: round(amount * 100) for name, amount in style.marks.items()},
        "hold": style.motion.hold,
        "speed": round(style.motion.speed * 100),
        "camera": round(style.motion.camera * 100),
        "drives": {channel: Drive(drive.feature, round(drive.gain * 100)) for channel, drive in style.drives.items()},
        "grade": {name: round(amount * 100) for name, amount in style.grade.items()},
    }
    return plain_shot(motif, style.medium, **{**recipe, **changes})


def frames_of(shot: Shot, indexes: range) -> list[np.ndarray]:
    """Frames of a shot, (height * 3 // 2, width) uint8 each."""
    picture, frames = ShotPicture(shot), []
    for index in indexes:
        out = np.empty((shot.height * 3 // 2, shot.width), np.uint8)
        picture.frame(index, out)
        frames.append(out)
    return frames
