"""One still from the command line, for whoever writes motifs and media.

`python -m beatforge.picture.still sea wash out.png` is not a user's command: it makes up a shot with plain music.
`--bench` prints CPU milliseconds per frame, `--growth` how the difference of frames grows with their distance.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.film.shot import Drive, Look, Music, Shot
from beatforge.picture.render import ShotPicture, png

DUSK = ("2a1b54", "f2766b", "ffd98a", "7d5a8c", "4a3f78", "1c1538", "ff4f79", "45d6e0", "f4ead8", "0d0b1e")
DRIVES = {"pulse": Drive("beat", 100), "glow": Drive("energy", 80), "swell": Drive("bass", 80)}
DRIVES |= {"burst": Drive("drop", 100), "shift": Drive("section", 30)}


def plain_music(num_frames: int, handle: int = 48, beat: int = 12) -> Music:
    """Even beats under slowly breathing curves."""
    frames = range(-handle, num_frames + handle)
    bass = tuple(round(127 + 100 * math.exp(-(frame % beat) / 4) - 40) for frame in frames)
    energy = tuple(round(140 + 60 * math.sin(frame / 40)) for frame in frames)
    beats = tuple(range(-handle - handle % beat, num_frames + handle, beat))
    return Music(-handle, beats, beats[::4], energy, bass, energy, bass[::-1], bass)


def plain_shot(motif: str, medium: str, **changes: Any) -> Shot:
    """A shot of 48 frames with plain music; `changes` are fields of Shot or Look."""
    look: dict[str, Any] = {
        **{"motif": motif, "medium": medium, "palette": DUSK, "composition": 0, "detail": 1},
        **{
            "speed": 100,
            "camera": 100,
            "conditions": {},
            "drives": DRIVES,
            "marks": {},
            "hold": 1,
            "intensity": 50,
            "grade": {},
        },
    }
    shot: dict[str, Any] = {
        **{"backend": "procedural", "width": 1280, "height": 720, "fps": "24", "num_frames": 48, "seed": 7},
        **{"music": plain_music(48)},
    }
    for field, value in changes.items():
        (look if field in look else shot)[field] = value
    return Shot(look=Look(**look), **shot)


def main(arguments: Sequence[str] | None = None) -> None:
    """Render what the arguments say."""
    parser = argparse.ArgumentParser(prog="still", description=__doc__)
    parser.add_argument("motif")
    parser.add_argument("medium")
    parser.add_argument("png", type=Path)
    parser.add_argument("--composition", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--detail", type=int, default=1)
    parser.add_argument("--frame", type=int, default=14)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--palette", default=",".join(DUSK), help="ten colours, or the name of a palette")
    parser.add_argument("--mark", action="append", default=[], metavar="MARK=PERCENT")
    parser.add_argument("--hold", type=int, default=1)
    parser.add_argument("--speed", type=int, default=100)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--set", action="append", default=[], metavar="CONDITION=0..100")
    parser.add_argument("--bench", action="store_true")
    asked = parser.parse_args(arguments)
    width, height = (int(side) for side in asked.size.split("x"))
    conditions, marks = (
        {name: int(amount) for name, amount in (pair.split("=") for pair in pairs)} for pairs in (asked.set, asked.mark)
    )
    shot = plain_shot(
        asked.motif, asked.medium, width=width, height=height, seed=asked.seed, detail=asked.detail,
        composition=asked.composition, palette=_colours(asked.palette), conditions=conditions, marks=marks,
        hold=asked.hold, speed=asked.speed,
    )  # fmt: skip
    started = time.process_time()
    picture = ShotPicture(shot)
    out = np.empty((height * 3 // 2, width), np.uint8)
    picture.frame(asked.frame, out)
    first = time.process_time() - started
    asked.png.write_bytes(png(out, width, height))
    if asked.bench:
        started = time.process_time()
        for index in range(12):
            picture.frame(index, out)
        print(f"first frame {first * 1e3:.0f} CPU-ms, then {(time.process_time() - started) / 12 * 1e3:.1f} a frame")

    if asked.growth:
        print(f"growth of the difference from lag {asked.hold} to {2 * asked.hold}: {growth(shot):.2f}")


def growth(shot: Shot, num_frames: int = 24) -> float:
    """Mean luma difference of frames two drawings apart over that of frames one apart: noise 1.0, steady motion 2.0."""
    picture, hold = ShotPicture(shot), shot.look.hold
    out = np.empty((shot.height * 3 // 2, shot.width), np.uint8)
    lumas = []
    for index in range(0, num_frames * hold, hold):
        picture.frame(index, out)
        lumas.append(out[: shot.height].astype(np.int16))
    means = [np.mean([np.abs(b - a).mean() for a, b in zip(lumas, lumas[lag:], strict=False)]) for lag in (1, 2)]
    return float(means[1] / max(means[0], 1e-9))


def _colours(text: str) -> tuple[str, ...]:
    if "," in text:
        return tuple(text.split(","))
    from beatforge.project.library import load_library

    return load_library().palettes[text].colours


if __name__ == "__main__":
    main()
