"""The step for stems that a song's maker has: each file at the song's rate and as long as the song.

In: the song and its stems, whatever their formats and rates. Out: float WAVs. Whether they add up to the song is
measured and kept, never demanded; a stem that is longer or shorter than the song by more than `TOLERANCE_S` is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from beatforge.errors import ToolError
from beatforge.song.stems.heard import even_blocks, hear
from beatforge.song.stems.keeping import Keeper

TOLERANCE_S = 0.5
"""Encoders fill their last frame and editors trim a tail's silence; half a second is more than either does."""

BLOCK_S = 4


def given_step(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: `inputs` are the song, then the file of each of `value["stems"]`."""
    names: list[str] = value["stems"]
    song, *stems = (hear(path) for path in inputs)
    for stem in stems:
        if fault := length_fault(stem.path.name, stem.seconds, song.seconds):
            raise ToolError(fault)
    rate, count = song.sample_rate, song.num_samples
    size = BLOCK_S * rate
    streams = [even_blocks(sound.blocks(rate), size, count) for sound in (song, *stems)]
    done = 0
    with Keeper(out, names, rate, approximate=False, made_by="folder") as keeper:
        for whole, *parts in zip(*streams, strict=True):
            keeper.keep(whole, dict(zip(names, parts, strict=True)))
            progress(done := done + whole.shape[1], count)


def length_fault(name: str, seconds: float, song_seconds: float) -> str:
    """What is wrong with a stem of this length; "" for nothing."""
    if abs(seconds - song_seconds) <= TOLERANCE_S:
        return ""
    return f"{name} is {seconds:.2f} s long, its song {song_seconds:.2f} s"
