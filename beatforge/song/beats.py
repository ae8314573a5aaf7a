"""Beats in seconds, over the whole song.

First an even pulse is found: music made on a grid gets a grid, tempo to a few thousandths of a BPM and one phase,
fitted on the whole song, which is more exact than any single onset; music whose tempo changes gets one grid per stretch
(`pieces`); where no grid explains the onsets (salience below `STEADY`) they are followed one by one (`follow`). Then
`readings` say which multiple of that pulse is the beat, and what else it might be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from beatforge.song.alternatives import alternatives_of
from beatforge.song.follow import follow_beats
from beatforge.song.grid import EDGE_S, Line, lay_lines, spread
from beatforge.song.pieces import find_pieces
from beatforge.song.pulse import exact_tempo, fit_phase, holding, one_curve, settle
from beatforge.song.readings import RATIOS, Reading, beats_of, weigh_readings
from beatforge.song.tempo import choose_tempo
from beatforge.song.tempos import Alternative, Tempo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEADY = 2.0
"""Salience from which a grid is believed; a short song needs more, since a few onsets fit some grid by chance."""

HOLDS = 0.8
"""How far the pieces of a song must agree on one grid (see `holding`): .9 and more where players keep to a click, .4 to
.9 where each bar has a tempo of its own. A tempo that a human gave is not asked."""

FREE = 0.5
"""What the confidence in a tempo is worth where beats were followed, not laid on a grid."""

KIN_OCTAVES = 0.35
"""How far tempi within one song lie apart, as a standard deviation."""

_CHANCE_BEATS = 8
LATE_S = 0.0033
"""Flux peaks so long after the attack (median over synthetic and charted songs)."""


@dataclass(frozen=True, slots=True)
class Beats:
    """Beat times in [0, duration); `tempo_bpm` 0 and no beats where nothing recurs.

    `steady`: beats lie on exact grids, one for each of `tempos`; else `tempos` holds the one usual tempo.
    """

    times: tuple[float, ...]
    tempo_bpm: float
    steady: bool
    tempos: tuple[Tempo, ...] = ()
    confidence: float = 0.0
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Pulse:
    """Something even in the song, not yet called the beat: the lines it lies on, or else its times in seconds."""

    lines: tuple[Line, ...] = ()
    times: tuple[float, ...] = ()


def track_beats(
    onsets: NDArray[np.float32], accents: NDArray[np.float64], duration: float, tempo_bpm: float | None = None
) -> Beats:
    """Beats of the song; a given `tempo_bpm` is taken as it is, and only where its beats lie is looked for."""
    onset = one_curve(onsets)
    pulse = find_pulse(onset, duration, tempo_bpm)
    if pulse is None:
        return Beats((), 0.0, False)
    ratios = (1.0,) if tempo_bpm else RATIOS
    if pulse.lines:
        return _on_lines(pulse.lines, onset, accents, duration, ratios)
    readings = weigh_readings(accents, pulse.times, ratios)
    times = [time for time in beats_of(pulse.times, readings[0]).tolist() if 0 <= time < duration]
    usual = _usual_period(times, 60 / (tempo_bpm or 120))
    tempo = round(tempo_bpm or 60 / usual, 4)
    found = alternatives_of(readings, tempo, FREE)
    return Beats(spread(times, usual, duration), tempo, False, (Tempo(0.0, duration, tempo),), *found)


def find_pulse(onset: NDArray[np.float32], duration: float, tempo_bpm: float | None = None) -> Pulse | None:
    """The most even pulse of the song, None where nothing recurs or two beats have no room."""
    tempo = tempo_bpm or choose_tempo(onset, whole=True)
    if not tempo or not onset.any() or duration < 2 * 60 / tempo:
        return None
    if not tempo_bpm:
        tempo = exact_tempo(onset, tempo)
        if pieces := find_pieces(onset, tempo, duration):
            return Pulse(pieces)
    phase, salience = fit_phase(onset, tempo, 0.0, duration)
    stands_out = salience >= STEADY * (1 + _CHANCE_BEATS * 60 / (tempo * duration))
    if stands_out and (tempo_bpm or holding(onset, tempo) >= HOLDS):
        return Pulse((Line(0.0, duration, phase, tempo),))
    tempo = tempo_bpm or choose_tempo(onset, whole=False) or tempo
    followed = (follow_beats(onset, tempo) - LATE_S).tolist()
    usual = _usual_period(followed, 60 / tempo)
    times = spread(followed, usual, duration)
    return Pulse(times=(times[0] - usual, *times, times[-1] + usual)) if times else None


def _on_lines(
    lines: Sequence[Line],
    onset: NDArray[np.float32],
    accents: NDArray[np.float64],
    duration: float,
    ratios: Sequence[float],
) -> Beats:
    """Beats on exact grids: the longest stretch says what a beat is, the others as near to its tempo as they sound."""
    weighed = [weigh_readings(accents, line_pulse(line), ratios) for line in lines]
    longest = max(range(len(lines)), key=lambda number: lines[number].end - lines[number].start)
    tempo = lines[longest].tempo_bpm * weighed[longest][0].ratio
    chosen = [
        readings[0] if number == longest else max(readings, key=partial(_kinship, line.tempo_bpm, tempo))
        for number, (line, readings) in enumerate(zip(lines, weighed, strict=True))
    ]
    beats = tuple(_read(onset, line, reading, len(ratios) == 1) for line, reading in zip(lines, chosen, strict=True))
    tempos = tuple(Tempo(round(line.start, 4), round(line.end, 4), line.tempo_bpm) for line in beats)
    found = alternatives_of(weighed[longest], tempos[longest].tempo_bpm)
    return Beats(lay_lines(beats, duration), tempos[longest].tempo_bpm, True, tempos, *found)


def line_pulse(line: Line) -> list[float]:
    """The line's beats, and one more at both ends."""
    period = 60 / line.tempo_bpm
    first = line.anchor - period * (math.floor((line.anchor - line.start + EDGE_S) / period) + 1)
    return [first + period * number for number in range(int((line.end - first) / period) + 2)]


def _kinship(line_bpm: float, tempo_bpm: float, reading: Reading) -> float:
    """How likely a reading of another stretch is, in a song that goes at `tempo_bpm` for longest."""
    apart = math.log2(line_bpm * reading.ratio / tempo_bpm)
    return reading.probability * math.exp(-0.5 * (apart / KIN_OCTAVES) ** 2)


def _read(onset: NDArray[np.float32], line: Line, reading: Reading, exact: bool) -> Line:
    """The line as this reading has it: at its own tempo, through one of its beats, fitted once more to its stretch."""
    anchor = line_pulse(line)[0] + reading.shift * 60 / line.tempo_bpm
    tempo = line.tempo_bpm * reading.ratio
    if not exact and reading.ratio != 1:
        tempo = exact_tempo(onset, tempo, line.start, line.end)
    anchor = settle(onset, anchor, tempo, line.start, line.end) - LATE_S
    return Line(line.start, line.end, anchor, round(tempo, 4))


def _usual_period(times: Sequence[float], otherwise: float) -> float:
    """Median seconds from beat to beat."""
    import numpy as np

    return float(np.median(np.diff(times))) if len(times) > 1 else otherwise
