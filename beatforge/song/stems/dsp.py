"""The step that parts a song without a model: approximate, cheap, and the same on every machine of a kind.

Struck sounds become `drums`. Of what is left, `vocals` are what is in the middle, does not return, and lies where
voices sing; `bass` is what is low; `other` is the rest. Masks add up to 1, so the stems add up to the song. Three
passes over samples on the disk; memory grows by some 2 MB per minute of song.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.song.stems.heard import hear
from beatforge.song.stems.keeping import Keeper
from beatforge.song.stems.raw import RawSound
from beatforge.song.stems.similar import Returning
from beatforge.song.stems.spectra import Frames, frame_size
from beatforge.song.stems.stems import FOUR

if TYPE_CHECKING:
    from beatforge.song.stems.heard import Block
    from beatforge.song.stems.spectra import Grid, Spectra

SHORT_S, LONG_S = 0.046, 0.093
"""Frames: short for what is struck, long to tell the partials of a voice."""

_SHARES = (20, 30, 20, 30)
"""How much of the work hearing and the three passes are, of 100."""


def dsp_step(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]) -> None:
    """Step: the stems of the song `inputs[0]`, approximate."""
    with RawSound(out / "song.raw") as song, RawSound(out / "rest.raw") as rest:
        sound = hear(inputs[0], song.anew)
        told = _Told(progress, sound.num_samples)
        told.past(0)
        for struck in struck_part(song, sound.sample_rate):
            rest.append(song.read(rest.num_samples, struck.shape[1]) - struck)
            told.during(1, rest.num_samples)
        told.past(1)
        with Keeper(out, FOUR, sound.sample_rate, approximate=True, made_by="dsp") as keeper:
            done = 0
            for vocals, bass in sung_and_low(rest, sound.sample_rate):
                whole = song.read(done, vocals.shape[1])
                held = rest.read(done, vocals.shape[1])
                parts = {"vocals": vocals, "drums": whole - held, "bass": bass, "other": held - vocals - bass}
                keeper.keep(whole, parts)
                done += vocals.shape[1]
                told.during(3, done)


def struck_part(song: RawSound, sample_rate: int) -> Iterator[Block]:
    """What is struck in a song, in blocks."""
    from beatforge.song.stems.masks import HELD_S, STRUCK_HZ, struck_mask

    frames = Frames(frame_size(sample_rate, SHORT_S), song.num_samples)
    held = _odd(HELD_S * sample_rate / frames.hop)
    struck = _odd(STRUCK_HZ * frames.size / sample_rate)
    for (block,) in frames.masked(song, lambda spectra, low, high: (struck_mask(spectra, held, struck),), held // 2):
        yield block


def sung_and_low(rest: RawSound, sample_rate: int) -> Iterator[tuple[Block, ...]]:
    """The voice, and what is low besides, of a song without what is struck; in blocks."""
    import numpy as np

    from beatforge.song.stems.masks import bass_band, centre_mask, new_mask, voice_band

    frames = Frames(frame_size(sample_rate, LONG_S), rest.num_samples)
    returning = Returning(frames.size, frames.hop, sample_rate)
    for _, first, last, _ in frames.bounds(0):
        returning.hear(_middle(frames.spectra(rest, first, last)))
    returning.settle()
    sung, low_band = voice_band(frames.size, sample_rate), bass_band(frames.size, sample_rate)

    def masks(spectra: Spectra, low: int, high: int) -> tuple[Grid, Grid]:
        strength, known = _middle(spectra), np.zeros(spectra.shape[1:], np.float32)
        known[:, : returning.bins] = returning.strengths(low, high)
        voice = centre_mask(spectra) * new_mask(strength, known) * sung
        return voice, (1 - voice) * low_band

    yield from frames.masked(rest, masks, 1)


def _middle(spectra: Spectra) -> Grid:
    import numpy as np

    strength: Grid = np.abs(spectra[0] + spectra[1]) / 2
    return strength


def _odd(width: float) -> int:
    """The odd number nearest to a width, three at least."""
    return max(3, 2 * int(width / 2) + 1)


class _Told:
    """Says how far the whole work is, in per cent."""

    def __init__(self, progress: Callable[[int, int], None], num_samples: int) -> None:
        self._progress, self._num_samples = progress, num_samples

    def past(self, stage: int) -> None:
        self._progress(sum(_SHARES[: stage + 1]), 100)

    def during(self, stage: int, done: int) -> None:
        before = sum(_SHARES[:stage])
        self._progress(before + _SHARES[stage] * done // self._num_samples, 100)
