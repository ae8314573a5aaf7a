"""Listening with the beats of beat_this (Foscarin et al. 2024), a model that lies on this machine as a checkpoint.

In: a song and the checkpoint. Out: the same analysis as by `listen`, but for what hangs on beats. The model says where
beats and downbeats are, to 20 ms; where they lie on a grid it is fitted through all of them, as exact as ours. What
else the beats may be, and how sure the tempo is, our own `readings` say. Nothing is ever downloaded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.song.alternatives import alternatives_of
from beatforge.song.analysis import Analysis
from beatforge.song.beat_this_model import model_beats
from beatforge.song.beats import FREE, Beats
from beatforge.song.decode import Block, decode
from beatforge.song.downbeats import METRES, USUAL_METRE, Bars
from beatforge.song.grid import lay_grid, spread
from beatforge.song.listen import AS_USUAL, Asked, Progress, analyse, write_analysis
from beatforge.song.readings import RATIOS, Reading, weigh_readings
from beatforge.song.spectrum import measure_spectra
from beatforge.song.tempos import Tempo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEAR_S = 0.035
"""A beat of the model's this close to a grid's lies on it: its frames are 20 ms apart."""

ON_GRID = 0.9
"""Share of the model's beats that must lie on a grid for it to be believed."""

FEWEST_BEATS = 8


def listen_step(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Progress) -> None:
    """Writes the analysis of the song `inputs[0]` into `out`, with beats by the checkpoint `inputs[1]`."""
    write_analysis(listen_with_model(inputs[0], inputs[1], progress, Asked.from_value(value)), out)


def listen_with_model(path: Path, weights: Path, progress: Progress | None = None, asked: Asked = AS_USUAL) -> Analysis:
    """What the song is, its beats by the model."""
    import numpy as np

    samples: list[NDArray[np.float32]] = []

    def kept(blocks: Iterator[Block]) -> Iterator[Block]:
        samples.clear()  # a decoder that gave up half-way leaves some behind
        for block in blocks:
            samples.append(block.samples)
            yield block

    decoder, spectra = decode(path, lambda blocks: measure_spectra(kept(blocks), progress), measures_loudness=True)
    beats, ones = model_beats(np.concatenate(samples), weights)
    samples.clear()

    def tracked(accents: NDArray[np.float64]) -> tuple[Beats, Bars]:
        found = beats_from(beats, accents, spectra.duration)
        return found, bars_from(found.times, ones)

    return analyse(spectra, decoder, tracked=tracked, asked=asked)


def beats_from(times: Sequence[float], accents: NDArray[np.float64], duration: float) -> Beats:
    """The model's beats, on a grid where they lie on one, carried on to both ends of the song."""
    import numpy as np

    if len(times) < FEWEST_BEATS:
        return Beats((), 0.0, False)
    usual = float(np.median(np.diff(times)))
    period, anchor, share = grid_through(times, usual)
    steady = share >= ON_GRID
    tempo = round(60 / (period if steady else usual), 4)
    beats = lay_grid(anchor, tempo, duration) if steady else spread(times, usual, duration)
    pulse = (beats[0] - 60 / tempo, *beats, beats[-1] + 60 / tempo)
    readings = weigh_readings(accents, pulse, RATIOS)
    own = max(readings, key=lambda other: (_is_same(other), other.probability))
    ordered = (own, *(other for other in readings if other is not own))
    found = alternatives_of(ordered, tempo, 1.0 if steady else FREE)
    return Beats(beats, tempo, steady, (Tempo(0.0, duration, tempo),), *found)


def grid_through(times: Sequence[float], period: float) -> tuple[float, float, float]:
    """Period and one time of the grid nearest to all beats (least squares), and the share of them that lie on it."""
    import numpy as np

    at = np.asarray(times)
    numbers = np.concatenate([[0], np.cumsum(np.maximum(1, np.round(np.diff(at) / period)))])
    slope, first = np.polyfit(numbers, at, 1)
    near = np.abs(at - (first + slope * numbers)) < NEAR_S
    if near.sum() >= FEWEST_BEATS:
        slope, first = np.polyfit(numbers[near], at[near], 1)
        near = np.abs(at - (first + slope * numbers)) < NEAR_S
    return float(slope), float(first), float(near.mean())


def bars_from(beats: Sequence[float], ones: Sequence[float]) -> Bars:
    """Three or four beats to the bar, and the place of the first, as most downbeats of the model have it."""
    if len(beats) < 2 or len(ones) < 2:
        return Bars(0)
    numbers = [min(range(len(beats)), key=lambda index: abs(beats[index] - one)) for one in ones]
    lengths = Counter(later - earlier for earlier, later in pairwise(numbers))
    votes = {metre: lengths[METRES[metre]] for metre in ("4/4", "3/4")}
    metre = max(votes, key=lambda name: (votes[name], name == USUAL_METRE))
    firsts = Counter(number % METRES[metre] for number in numbers)
    first, count = firsts.most_common(1)[0]
    return Bars(first, metre, round(votes[metre] / sum(lengths.values()), 2), round(count / len(numbers), 2))


def _is_same(reading: Reading) -> bool:
    """Whether a reading of the beats is the beats themselves."""
    return reading.ratio == 1 and abs((reading.shift + 0.5) % 1 - 0.5) < 1 / 8
