"""Songs of drums, bass, chords and a lead, rendered from notes: beats, bars and metre are known to the sample.

In: a rhythm's name and the times of its beats (see `lay_beats`: steady, in stretches of several tempi, speeding up).
Out: mono samples at `RATE`, with what was put in. A seed varies what players do where they are free: loudness, small
delays, fills, the lead's rhythm, who is silent for some bars. Nothing here is a recording.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from beatforge.song.decode import Block
from beatforge.song.spectrum import Spectra, measure_spectra

RATE = 22050
CHORDS = ((0, 4, 7), (-5, -1, 2), (-3, 0, 4), (-7, -3, 0), (2, 5, 9))
DELAY_S, LOUDNESS = 0.003, 0.15
"""How far players stray, as standard deviations: seconds, and a share of each note's loudness."""


@dataclass(frozen=True)
class Rhythm:
    """One bar: player -> places in beats from the bar's start. `grid` is the lead's finest step in beats."""

    metre: str
    beats_per_bar: int
    kick: tuple[float, ...] = ()
    snare: tuple[float, ...] = ()
    hat: tuple[float, ...] = ()
    bass: tuple[float, ...] = ()
    stab: tuple[float, ...] = ()
    pad: bool = True
    grid: float = 0.5


def _every(step: float, beats: float = 4, start: float = 0.0) -> tuple[float, ...]:
    return tuple(float(place) for place in np.arange(start, beats - 1e-9, step))


THIRD = 1 / 3
RHYTHMS: Mapping[str, Rhythm] = {
    "rock": Rhythm("4/4", 4, (0, 2, 2.5), (1, 3), _every(0.5), (0, 0.5, 1.5, 2, 2.5, 3.5)),
    "four on the floor": Rhythm("4/4", 4, _every(1), (1, 3), _every(1, start=0.5), _every(1, start=0.5), grid=0.25),
    "sixteenths": Rhythm("4/4", 4, (0, 0.75, 2.5), (1, 3), _every(0.25), (0, 0.75, 1.5, 2.5), grid=0.25),
    "half time": Rhythm("4/4", 4, (0, 1.5), (2,), _every(0.5), (0, 1.5), grid=0.5),
    "breakbeat": Rhythm("4/4", 4, (0, 2.5), (1, 3), _every(0.5), (0, 2.5, 3.5), grid=0.5),
    "off-beat chords": Rhythm("4/4", 4, (2,), (2,), _every(0.5), (0, 1.5, 2, 3), _every(1, start=0.5), False),
    "clave": Rhythm("4/4", 4, (0, 1.5, 3), (1.5, 3), _every(0.5), (0, 1.5, 3), (0, 1.5, 3), False),
    "dembow": Rhythm("4/4", 4, _every(1), (0.75, 1.5, 2.75, 3.5), _every(0.5), (0, 0.75, 1.5, 2, 2.75, 3.5), grid=0.25),
    "swing": Rhythm("4/4", 4, (0, 2), (1, 3), (0, 1, 1 + 2 * THIRD, 2, 3, 3 + 2 * THIRD), _every(1), grid=THIRD),
    "shuffle": Rhythm("4/4", 4, (0, 2, 2 + 2 * THIRD), (1, 3), (*_every(1), *_every(1, start=2 * THIRD)),
                      (*_every(1), *_every(1, start=2 * THIRD)), grid=THIRD),
    "arpeggio": Rhythm("4/4", 4, stab=_every(0.5), bass=(0, 2), pad=False),
    "waltz": Rhythm("3/4", 3, bass=(0,), stab=(1, 2), pad=False, kick=(0,), hat=(1, 2)),
    "three rock": Rhythm("3/4", 3, (0, 1.5), (2,), _every(0.5, 3), (0, 1.5, 2)),
    "six eight": Rhythm("6/8", 2, (0, 1 + 2 * THIRD), (1,), _every(THIRD, 2), (0, 1), grid=THIRD),
    "jig": Rhythm("6/8", 2, (0, 1), (), (*_every(1, 2, 2 * THIRD), 0, 1), (0, 1), _every(THIRD, 2), False, THIRD),
}  # fmt: skip
"""In 6/8 a beat is a dotted quarter: two to the bar."""


def draw_rhythm(seed: int) -> Rhythm:
    """A rhythm by chance, as players might agree on one: back beats or not, straight or swung, in four, three or six.

    None of `RHYTHMS` is drawn on purpose, so that what is fitted on these can be checked on those.
    """
    chance = np.random.default_rng([77, seed])

    def one_of(shares: Mapping[str, float]) -> str:
        weights = np.array(list(shares.values()))
        return str(chance.choice(list(shares), p=weights / weights.sum()))

    def some(places: Sequence[float], share: float) -> tuple[float, ...]:
        return tuple(place for place in places if chance.random() < share)

    metre = one_of({"4/4": 0.72, "3/4": 0.14, "6/8": 0.14})
    per = {"4/4": 4, "3/4": 3, "6/8": 2}[metre]
    swung = metre == "4/4" and chance.random() < 0.15
    fine = THIRD if swung or metre == "6/8" else float(chance.choice([0.5, 0.25], p=[0.65, 0.35]))
    half = 2 * THIRD if fine == THIRD else 0.5
    beats, offs = _every(1, per), _every(1, per, half)
    inner = tuple(place for place in _every(fine, per) if place % 1)
    eighths = _every(THIRD, per) if metre == "6/8" else tuple(sorted((*beats, *offs)))
    odd = some(inner, 0.25 if fine > 0.3 else 0.12)
    kick = {"all": beats, "one": (0.0, *odd), "none": (), "pairs": (*_every(2, per), *odd)}[
        one_of({"all": 0.25, "one": 0.3, "pairs": 0.38, "none": 0.07})
    ]
    back = {"4/4": (1.0, 3.0), "3/4": (1.0, 2.0) if chance.random() < 0.5 else (2.0,), "6/8": (1.0,)}[metre]
    snare = {"back": back, "half": (per / 2,) if per == 4 else back, "odd": (*some(inner, 0.3), per - 1.0), "none": ()}[
        one_of({"back": 0.62, "half": 0.1, "odd": 0.1, "none": 0.18})
    ]
    played = {"eighths": eighths, "beats": beats, "offs": offs, "fine": _every(fine, per), "none": ()}
    hat = played[one_of({"eighths": 0.45, "beats": 0.15, "offs": 0.15, "fine": 0.12, "none": 0.13})]
    bass = {**played, "kick": kick, "one": (0.0,), "odd": (0.0, *odd)}[
        one_of({"kick": 0.3, "eighths": 0.15, "beats": 0.12, "one": 0.18, "odd": 0.1, "offs": 0.1, "none": 0.05})
    ]
    stab = {**played, "odd": (0.0, *odd), "after": tuple(beats[1:])}[
        one_of({"none": 0.5, "beats": 0.1, "offs": 0.12, "odd": 0.08, "eighths": 0.12, "after": 0.08})
    ]
    return Rhythm(metre, per, kick, snare, hat, bass, stab, bool(chance.random() < 0.6 or not stab), fine)


@dataclass(frozen=True)
class Rendered:
    """Sound, and what was put into it; times in seconds. `tempos` are (start, BPM) of its steady stretches."""

    sound: NDArray[np.float32]
    beats: tuple[float, ...]
    downbeats: tuple[float, ...]
    metre: str
    tempos: tuple[tuple[float, float], ...] = field(default=())


def lay_beats(
    *stretches: tuple[int, float] | tuple[int, float, float], start: float = 0.0
) -> tuple[tuple[float, ...], tuple[tuple[float, float], ...]]:
    """Beat times and (start, BPM) of each stretch: so many beats at a tempo, or from one tempo to another."""
    times, begins, at = [], [], start
    for count, first, *last in stretches:
        begins.append((at, first))
        steps = 60 / (np.linspace(first, last[0], count) if last else np.full(count, first))
        times += [*(at + np.cumsum(steps) - steps)]
        at += float(steps.sum())
    return tuple(map(float, (*times, at))), tuple(begins)


def render(
    rhythm: Rhythm,
    beats: Sequence[float],
    seed: int = 0,
    tempos: tuple[tuple[float, float], ...] = (),
    tail_s: float = 0.5,
    silent: bool = True,
) -> Rendered:
    """The rhythm played on these beats, the last of which ends the song; `silent`: drums rest now and then."""
    chance = np.random.default_rng([55, seed])
    levels = {
        player: float(np.exp(chance.normal(0, 0.3))) for player in ("kick", "snare", "hat", "bass", "stab", "pad")
    }
    sound = np.zeros(int((beats[-1] + tail_s) * RATE) + RATE, np.float32)
    per, tonic = rhythm.beats_per_bar, int(chance.integers(48, 60))
    bars = (len(beats) - 1) // per
    order, held = chance.permutation(len(CHORDS))[:4], int(chance.choice([1, 2, 4], p=[0.6, 0.3, 0.1]))
    motif = [float(place) for place in _every(rhythm.grid, per) if chance.random() < 0.4]

    def at(bar: int, place: float) -> float:
        whole = bar * per + place
        index = min(int(whole + 1e-9), len(beats) - 2)
        return beats[index] + (whole - index) * (beats[index + 1] - beats[index])

    def play(bar: int, place: float, gain: float, piece: NDArray[np.float32]) -> None:
        late = float(np.clip(chance.normal(0, DELAY_S), -2 * DELAY_S, 2 * DELAY_S))
        begin = max(0, round((at(bar, place) + late) * RATE))
        gain *= max(0.2, chance.normal(1, LOUDNESS))
        sound[begin : begin + len(piece)] += gain * piece[: max(0, len(sound) - begin)]

    for bar in range(bars):
        chord = CHORDS[order[bar // held % 4]]
        drums = not (silent and (bar < 4 or bar // 4 % 5 == 3))
        fill = drums and bar % 8 == 7
        length = at(bar, per) - at(bar, 0)
        if drums:
            for place in rhythm.kick:
                play(bar, place, 0.8 * levels["kick"], kick())
            for place in rhythm.snare:
                play(bar, place, 0.55 * levels["snare"], snare(int(chance.integers(4))))
            if fill:
                for place in _every(rhythm.grid, per, per - 1):
                    play(bar, place, 0.4 * levels["snare"], snare(int(chance.integers(4))))
        for place in rhythm.hat if drums or bar % 2 else ():
            play(bar, place, (0.18 if place % 1 else 0.24) * levels["hat"], hat(int(chance.integers(4))))
        for first, then in pairwise((*rhythm.bass, per)) if rhythm.bass else ():
            play(
                bar,
                first,
                0.35 * levels["bass"],
                note(tonic - 12 + chord[0], round(0.9 * (then - first) * length / per, 2), 4),
            )
        for interval in chord:
            if rhythm.pad:
                play(bar, 0, 0.09 * levels["pad"], note(tonic + 12 + interval, round(0.98 * length, 2), 6))
        for number, place in enumerate(rhythm.stab):
            for interval in chord if len(rhythm.stab) <= per else chord[number % 3 : number % 3 + 1]:
                play(bar, place, 0.13 * levels["stab"], note(tonic + 12 + interval, 0.18, 6))
        for place in motif if bar // 4 % 2 else ():
            play(bar, place, 0.14, note(tonic + 24 + chord[int(chance.integers(3))], 0.25, 3))
    end = int((beats[-1] + tail_s) * RATE)
    sound = 0.7 * sound[:end] / max(1.0, float(np.abs(sound).max()))
    grid = tuple(beats[: bars * per])
    return Rendered(sound.astype(np.float32), grid, grid[::per], rhythm.metre, tempos)


def render_steady(
    rhythm: Rhythm, tempo_bpm: float, seconds: float = 45.0, start: float = 0.3, seed: int = 0
) -> Rendered:
    """The rhythm at one tempo for about so long, in whole bars."""
    per = rhythm.beats_per_bar
    bars = max(4, round(seconds * tempo_bpm / 60 / per))
    beats, tempos = lay_beats((bars * per, tempo_bpm), start=start)
    return render(rhythm, beats, seed, tempos)


@cache
def kick() -> NDArray[np.float32]:
    """A drum that falls from 130 to 50 Hz."""
    time = np.arange(int(0.25 * RATE)) / RATE
    wave = np.sin(2 * np.pi * (50 * time + 2.7 * (1 - np.exp(-time * 30)))) * np.exp(-time * 16)
    return np.asarray(wave, np.float32)


@cache
def snare(number: int) -> NDArray[np.float32]:
    """Noise over a short tone."""
    time = np.arange(int(0.2 * RATE)) / RATE
    noise = np.random.default_rng(number).standard_normal(len(time)) * np.exp(-time * 22) * 0.4
    return np.asarray(noise + 0.5 * np.sin(2 * np.pi * 190 * time) * np.exp(-time * 30), np.float32)


@cache
def hat(number: int) -> NDArray[np.float32]:
    """Bright noise of 50 ms."""
    time = np.arange(int(0.05 * RATE)) / RATE
    noise = np.diff(np.random.default_rng(10 + number).standard_normal(len(time) + 1))
    return np.asarray(0.6 * noise * np.exp(-time * 70), np.float32)


@cache
def note(midi: int, seconds: float, partials: int) -> NDArray[np.float32]:
    """A tone that rises in 6 ms and fades."""
    time = np.arange(max(1, int(seconds * RATE))) / RATE
    hz = 440 * 2 ** ((midi - 69) / 12)
    wave = sum(np.sin(2 * np.pi * hz * number * time) / number**1.3 for number in range(1, partials + 1))
    shape = np.minimum(1, time / 0.006) * np.minimum(1, (seconds - time) / 0.03) * np.exp(-time / max(seconds, 0.3))
    return np.asarray(wave * shape, np.float32)


def spectra_of(song: Rendered) -> Spectra:
    """What listening measures of a rendered song, without a file between."""
    seconds = len(song.sound) / RATE
    return measure_spectra(iter([Block(song.sound, seconds, seconds, RATE, 1)]))
