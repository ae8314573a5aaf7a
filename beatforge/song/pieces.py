"""Songs whose tempo changes: where it does, and one exact grid for each stretch between.

A curve of local tempo is followed through the song, with a price on jumps; where it stays level a grid is fitted to
that stretch alone, and neighbours meet at the beat after which the later grid explains the onsets better. A stretch
that goes on at the same tempo but not on the same grid (a cut, a held breath) is another one. What speeds up or slows
down for long has no level stretches: nothing is returned, and `follow` takes over.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from beatforge.song.follow import smoothest
from beatforge.song.grid import Line
from beatforge.song.pulse import exact_tempo, fit_phase
from beatforge.song.spectrum import FRAME_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST_S = 12.0
"""A level stretch is at least this long; less is a fill, or a moment of freedom."""

STANDS_OUT, CHANCE_BEATS = 1.6, 8
"""Salience (see `fit_phase`) that each stretch's grid needs; a short one more, since few onsets fit some grid."""

AS_GOOD = 0.8
"""One grid for two stretches must hear this share of what the shorter one's own hears there."""

MOST_PER_MINUTE = 2.0
"""What changes more often breathes."""

COVERED = 0.8
"""Share of the song that level stretches must cover."""

SHARED = 0.12
"""Share of a beat by which a beat may miss another grid's and still lie on both."""

_RANGE, _STEP = 1.6, 0.004
_WINDOW_S, _HOP_S = 10.0, 2.0
_LINES = ((0.5, 0.3), (1.0, 1.0), (2.0, 0.8), (4.0, 0.5))
_MOVE, _JUMP, _RELATED_JUMP = 0.15, 2.5, 5.0
_RELATED = (1 / 2, 2 / 3, 3 / 4, 4 / 3, 3 / 2, 2)
_USUAL_OCTAVES = 1.0
_LEVEL = 2
_MISTAKEN = ((1.0, 1.0), (4 / 5, 1.4), (5 / 4, 1.4), (3 / 4, 1.4), (4 / 3, 1.4))
"""What a local tempo may be mistaken for, and how many times as clear that must be."""

_AS_TWO, _MORE = 0.85, 0.04
_SIZE = 8192
_ZONE_S = 8.0


def find_pieces(onset: NDArray[np.float32], tempo_bpm: float, duration: float) -> tuple[Line, ...]:
    """Lines that cover [0, duration), at least two; none where one grid does, or none would."""
    if duration < 2 * SHORTEST_S:
        return ()
    lines = [
        line
        for start, end, tempo in level_stretches(local_tempi(onset, tempo_bpm), duration)
        for line in _without_breaks(onset, _fitted(onset, tempo, start, end))
    ]
    covered = sum(line.end - line.start for line in lines)
    if len(lines) < 2 or covered < COVERED * duration or len(lines) - 1 > MOST_PER_MINUTE * duration / 60:
        return ()
    joined = [lines[0]]
    for line in lines[1:]:
        joined[-1:] = _joined(onset, joined[-1], line)
    if len(joined) < 2 or any(not _stands_out(onset, line) for line in joined):
        return ()
    borders = [0.0, *(meeting_point(onset, one, other) for one, other in pairwise(joined)), duration]
    return tuple(
        Line(start, end, line.anchor, line.tempo_bpm)
        for line, (start, end) in zip(joined, pairwise(borders), strict=True)
    )


def local_tempi(onset: NDArray[np.float32], tempo_bpm: float) -> NDArray[np.float64]:
    """Tempo around every second `_HOP_S`, at the level of `tempo_bpm`: the chain that together explains most lines."""
    import numpy as np

    ratios = np.exp(np.arange(-math.log(_RANGE), math.log(_RANGE), _STEP))
    usual = np.exp(-0.5 * (np.log2(ratios) / _USUAL_OCTAVES) ** 2)
    window, hop = round(_WINDOW_S * FRAME_HZ), round(_HOP_S * FRAME_HZ)
    padded, hann = np.pad(onset, window // 2), np.hanning(window)
    bins = np.arange(_SIZE // 2 + 1)
    heard = []
    for start in range(0, len(onset), hop):
        piece = padded[start : start + window] * hann
        lines = np.abs(np.fft.rfft(piece - hann * (piece.sum() / hann.sum()), _SIZE))
        at = tempo_bpm * ratios * _SIZE / (60 * FRAME_HZ)
        score = sum(weight * np.interp(multiple * at, bins, lines) for multiple, weight in _LINES)
        heard.append(usual * np.asarray(score) / max(float(lines.max()), 1e-9))
    apart = np.abs(np.log(ratios[:, None] / ratios)) / _STEP
    price = np.minimum(_MOVE * apart, _JUMP)
    for related in _RELATED:
        price[np.abs(np.log(ratios[:, None] / ratios / related)) < 0.012] = _RELATED_JUMP
    tempi: NDArray[np.float64] = tempo_bpm * ratios[smoothest(np.array(heard), price)]
    return tempi


def level_stretches(tempi: NDArray[np.float64], duration: float) -> list[tuple[float, float, float]]:
    """(start, end, BPM) of stretches in which the local tempo stays within 1 %."""
    import numpy as np

    found, first = [], 0
    for index in range(1, len(tempi) + 1):
        here = tempi[first : index + 1]
        if index < len(tempi) and here.max() / here.min() < math.exp(_LEVEL * _STEP + 1e-9):
            continue
        start, end = max(0.0, (first - 0.5) * _HOP_S), min(duration, (index - 0.5) * _HOP_S)
        end = duration if index == len(tempi) else end
        if end - start >= SHORTEST_S:
            found.append((start, end, float(np.median(tempi[first:index]))))
        first = index
    return found


def meeting_point(onset: NDArray[np.float32], one: Line, other: Line) -> float:
    """The beat of the later line from which on it explains the onsets better than the earlier one."""
    import numpy as np

    middle = (one.end + other.start) / 2
    begin, end = max(one.start, middle - _ZONE_S), min(other.end, middle + _ZONE_S)
    early, late = (_beats_between(line, begin, end) for line in (one, other))
    if not len(late):
        return middle
    gains = [_gain(onset, times) for times in (early, late)]
    apart = np.abs((late[:, None] - early + one_beat(one) / 2) % one_beat(one) - one_beat(one) / 2)
    is_shared = apart.min(axis=1, initial=1.0) < SHARED * one_beat(one)
    totals = np.array([gains[0][early < time - 1e-3].sum() + gains[1][late >= time - 1e-3].sum() for time in late])
    # Tempo changes on a beat of the old one more often than not.
    totals += np.where(is_shared, 0.5 * np.abs(gains[1]).mean(), 0)
    return float(late[int(totals.argmax())])


def one_beat(line: Line) -> float:
    """Seconds from beat to beat."""
    return 60 / line.tempo_bpm


def _fitted(onset: NDArray[np.float32], tempo_bpm: float, start: float, end: float) -> Line:
    """A grid fitted to the inner part of a stretch, whose ends may belong to its neighbours."""
    rim = min(_WINDOW_S / 6, (end - start) / 8)
    best, most = tempo_bpm, 0.0
    for ratio, needed in _MISTAKEN:
        tempo = exact_tempo(onset, tempo_bpm * ratio, start + rim, end - rim)
        stands = fit_phase(onset, tempo, start + rim, end - rim)[1] / needed
        if stands > most:
            best, most = tempo, stands
    return Line(start, end, fit_phase(onset, best, start + rim, end - rim)[0], best)


def _line(onset: NDArray[np.float32], tempo_bpm: float, start: float, end: float) -> Line:
    return Line(start, end, fit_phase(onset, tempo_bpm, start, end)[0], tempo_bpm)


def _salience(onset: NDArray[np.float32], line: Line) -> float:
    return fit_phase(onset, line.tempo_bpm, line.start, line.end)[1]


def _stands_out(onset: NDArray[np.float32], line: Line) -> bool:
    beats = (line.end - line.start) / one_beat(line)
    return _salience(onset, line) >= STANDS_OUT * (1 + CHANCE_BEATS / beats)


def _joined(onset: NDArray[np.float32], one: Line, other: Line) -> list[Line]:
    """One line for both stretches where it serves the shorter one nearly as well as that one's own, else both."""
    longer, shorter = sorted((one, other), key=lambda line: line.start - line.end)
    whole = _line(onset, exact_tempo(onset, longer.tempo_bpm, one.start, other.end), one.start, other.end)
    beats = _beats_between(whole, shorter.start, shorter.end)
    heard = _mean(onset, beats)
    own = _mean(onset, _beats_between(shorter, shorter.start, shorter.end))
    return [whole] if heard >= AS_GOOD * own else [one, other]


def _without_breaks(onset: NDArray[np.float32], line: Line) -> list[Line]:
    """The line, or several at its tempo where the sixteenths jump to another place for good."""
    import numpy as np

    centres = np.arange(line.start + 4.0, line.end - 4.0 + 1e-6, 2.0)
    if len(centres) < 6:
        return [line]
    turns = np.array([_turn(onset, 4 * line.tempo_bpm, centre) for centre in centres])
    size = float(np.abs(turns).sum())
    as_one = _agreement(turns)
    if size < 1e-9:
        return [line]
    # Before and after each centre: the place where the two sides agree most, each within itself.
    edge = int(SHORTEST_S / 4)
    unity = {cut: _agreement(turns[:cut]) + _agreement(turns[cut:]) for cut in range(edge, len(turns) - edge)}
    cut = max(unity, key=lambda cut: unity[cut], default=0)
    if not cut or unity[cut] < max(_AS_TWO * size, as_one + _MORE * size):
        return [line]
    at = float(centres[cut] - 1.0)
    sides = [_fitted(onset, line.tempo_bpm, line.start, at), _fitted(onset, line.tempo_bpm, at, line.end)]
    return [part for side in sides for part in _without_breaks(onset, side)]


def _agreement(turns: NDArray[np.complex128]) -> float:
    """Length of the sum of turns, at the rate of turning that makes it longest: the line's tempo is not quite exact."""
    import numpy as np

    return float(np.abs(np.fft.fft(turns, 8 * len(turns))).max())


def _turn(onset: NDArray[np.float32], rate_bpm: float, centre: float) -> complex:
    """Strength and phase of a line of the onsets' spectrum in the eight seconds around a moment."""
    import numpy as np

    frames = np.arange(max(0, round((centre - 4) * FRAME_HZ)), min(len(onset), round((centre + 4) * FRAME_HZ)))
    piece = onset[frames] * np.hanning(len(frames))
    return complex(np.sum((piece - piece.mean()) * np.exp(-2j * np.pi * rate_bpm / 60 * frames / FRAME_HZ)))


def _beats_between(line: Line, begin: float, end: float) -> NDArray[np.float64]:
    import numpy as np

    period = one_beat(line)
    return np.arange(line.anchor + period * math.ceil((begin - line.anchor) / period), end, period)


def _mean(onset: NDArray[np.float32], times: NDArray[np.float64]) -> float:
    import numpy as np

    return float(np.interp(times * FRAME_HZ, np.arange(len(onset)), onset).mean()) if len(times) else 0.0


def _gain(onset: NDArray[np.float32], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Onset at times above the curve's mean, half-way between them counting half."""
    import numpy as np

    if not len(times):
        return np.zeros(0)
    half = np.diff(times, append=times[-1]) / 2
    frames = np.arange(len(onset))
    heard = np.interp(times * FRAME_HZ, frames, onset) + 0.5 * np.interp((times + half) * FRAME_HZ, frames, onset)
    return np.asarray(heard - 1.5 * onset.mean())
