"""Songs whose form is known, rendered from notes: which parts, what they are called, where somebody (a synthetic voice
that glides and wavers) sings.

In: one of `FORMS` and a seed, which draws tempo, key, chords, tunes and how loud players are. Out: a `Formed`. Nothing
here is a recording. Thresholds were chosen on others; these showed one rule, of intros and outros, to be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beatforge.song.analysis import Section
from tests.rendered import RATE

Sound = NDArray[np.float32]


@dataclass(frozen=True)
class Scored:
    """What a part is: its kind, bars, which material (chords and tune) it plays, who plays, how loud 0..1."""

    kind: str
    bars: int
    material: str
    players: str
    gain: float = 1.0
    raised: int = 0


def _scored(text: str) -> tuple[Scored, ...]:
    """From rows of: kind bars material players gain [raised]. Players: drums, bass, chords, lead, voice, riser."""
    rows = (row.split() for row in text.strip().splitlines())
    return tuple(
        Scored(kind, int(bars), material, players, float(gain), int(up[0]) if up else 0)
        for kind, bars, material, players, gain, *up in rows
    )


FORMS: Mapping[str, tuple[Scored, ...]] = {
    "verse and chorus": _scored("""
        intro 4 v c .4
        verse 8 v dbcv .6
        chorus 8 c dbclv 1
        verse 8 v dbcv .6
        chorus 8 c dbclv 1
        bridge 8 b bcv .6
        chorus 8 c dbclv 1
        outro 4 v c .3"""),
    "prechorus": _scored("""
        intro 4 v cb .4
        verse 8 v dbcv .55
        prechorus 4 p dbcv .75
        chorus 8 c dbclv 1
        verse 8 v dbcv .55
        prechorus 4 p dbcv .75
        chorus 8 c dbclv 1
        solo 8 s dbcl 1
        chorus 8 c dbclv 1"""),
    "raised": _scored("""
        intro 4 v c .4
        verse 8 v dbcv .6
        chorus 8 c dbclv 1
        instrumental 8 s dbc .6
        verse 8 v dbcv .6
        chorus 8 c dbclv 1
        chorus 8 c dbclv 1 2"""),
    "AABA": _scored("""
        verse 8 v dbcl .7
        verse 8 v dbcl .7
        chorus 8 c dbcl .9
        verse 8 v dbcl .7
        verse 8 v dbcl .7
        chorus 8 c dbcl .9
        verse 8 v dbcl .7"""),
    "build and drop": _scored("""
        intro 8 v d .5
        verse 8 v cl .3
        verse 8 p cr .3
        drop 16 c dbcl 1
        verse 8 v cl .3
        verse 8 p cr .3
        drop 16 c dbcl 1
        outro 8 v d .5"""),
    "through-composed": _scored("""
        verse 8 v c .4
        verse 8 p bc .5
        verse 8 c bcl .6
        chorus 8 s dbcl 1
        verse 8 b bcl .5
        chorus 8 t dbcl 1
        verse 8 u c .3"""),
    "loop": _scored("""
        verse 8 v c .4
        verse 8 v bc .6
        chorus 8 v dbc .9
        chorus 8 v dbcl 1
        verse 8 v bc .6
        chorus 8 v dbcl 1
        verse 8 v c .3"""),
}
"""Of instrumental music the high parts are called chorus and the rest verse."""

LOOPS = ((0, 7, 9, 5), (9, 5, 0, 7), (0, 9, 5, 7), (2, 7, 0, 9), (5, 7, 9, 9), (0, 5, 2, 7), (9, 7, 5, 7), (0, 4, 5, 5))
SMALL = (2, 4, 9)


@dataclass(frozen=True)
class Formed:
    """Sound at RATE, its parts, and whether somebody sings."""

    sound: Sound
    sections: tuple[Section, ...]
    has_voice: bool


def render_form(name: str, seed: int) -> Formed:
    """The song of this form that the seed draws."""
    chance = np.random.default_rng([5, seed, len(name)])
    parts = FORMS[name]
    beat = 60 / float(chance.uniform(92, 138))
    tonic = int(chance.integers(45, 57))
    materials = sorted({part.material for part in parts})
    loops = dict(zip(materials, chance.permutation(len(LOOPS))[: len(materials)], strict=True))
    tunes = {material: chance.choice([0, 2, 4, 5, 7, 9, 12], 32) for material in materials}
    sound = np.zeros(int((sum(part.bars for part in parts) * 4 * beat + 0.5) * RATE), np.float32)
    starts, bar = [], 0
    for part in parts:
        starts.append(4 * bar * beat)
        gain = part.gain * float(chance.uniform(0.9, 1.1))
        for index in range(part.bars):
            at = 4 * (bar + index) * beat
            root = LOOPS[loops[part.material]][index % 4]
            _play_bar(sound, part, at, beat, tonic + part.raised, root, tunes[part.material], index, gain, chance)
        bar += part.bars
    ends = [*starts[1:], len(sound) / RATE]
    sections = tuple(Section(*row) for row in zip(starts, ends, (part.kind for part in parts), strict=True))
    return Formed(0.35 * sound, sections, any("v" in part.players for part in parts))


def _play_bar(
    sound: Sound, part: Scored, at: float, beat: float, tonic: int, root: int, tune: NDArray[np.int64], index: int,
    gain: float, chance: np.random.Generator,
) -> None:  # fmt: skip
    third = 3 if root in SMALL else 4
    for step in range(4):
        now = at + step * beat
        if "d" in part.players:
            _add(sound, now, gain * (_thump() if step % 2 == 0 else _hiss(chance, 0.15, 0.5)))
            _add(sound, now + beat / 2, gain * _hiss(chance, 0.03, 0.2))
        if "b" in part.players:
            _add(sound, now, 0.4 * gain * _tone(tonic + root - 12, 0.9 * beat, 5))
        if "l" in part.players:
            _add(sound, now, 0.2 * gain * _tone(tonic + 24 + int(tune[(4 * index + step) % 16]), 0.9 * beat, 10))
        if "v" in part.players:
            last, note = (tonic + 12 + int(tune[(4 * index + step + back) % 32]) for back in (-1, 0))
            _add(sound, now, 0.5 * gain * _sung(last, note, 0.95 * beat, chance))
        if "r" in part.players:
            done = (4 * index + step) / (4 * part.bars)
            for hit in range(1 if done < 0.4 else 2 if done < 0.75 else 4):
                _add(sound, now + hit * beat / 4, (0.1 + 0.7 * done) * _hiss(chance, 0.1, 0.8))
    if "c" in part.players:
        for interval in (0, third, 7):
            _add(sound, at, 0.13 * gain * _tone(tonic + 12 + root + interval, 3.9 * beat, 6))


def _add(sound: Sound, at: float, piece: NDArray[np.float64]) -> None:
    start = round(at * RATE)
    end = min(len(sound), start + len(piece))
    sound[start:end] += piece[: end - start].astype(np.float32)


def _tone(midi: float, seconds: float, partials: int) -> NDArray[np.float64]:
    time = np.arange(int(seconds * RATE)) / RATE
    hz = 440 * 2 ** ((midi - 69) / 12)
    wave = sum(np.sin(2 * np.pi * hz * k * time) / k**1.3 for k in range(1, partials + 1))
    return np.asarray(wave * np.minimum(1, time / 0.005) * np.minimum(1, (seconds - time) / 0.02) * np.exp(-time))


def _sung(last: float, note: float, seconds: float, chance: np.random.Generator) -> NDArray[np.float64]:
    """A vowel that slides to its note in an eighth of a second and then wavers, six times a second, by 60 cents."""
    time = np.arange(int(seconds * RATE)) / RATE
    slide = (last - note) * np.exp(-time / 0.08) - 0.6 * np.exp(-time / 0.04)
    waver = 0.6 * np.minimum(1, time / 0.2) * np.sin(2 * np.pi * 6 * time + chance.uniform(0, 6))
    hz = 440 * 2 ** ((note + slide + waver - 69) / 12)
    turns = np.cumsum(hz) / RATE
    formants = (
        ((700, 130), (1150, 180), (2600, 250)) if chance.random() < 0.5 else ((400, 100), (2000, 200), (2700, 250))
    )
    wave = np.zeros(len(time))
    for k in range(1, 14):
        loud = sum(np.exp(-0.5 * ((hz * k - centre) / (2 * width)) ** 2) for centre, width in formants) + 0.15
        wave += loud / k**0.5 * np.sin(2 * np.pi * k * turns)
    return np.asarray(0.5 * wave * np.minimum(1, time / 0.03) * np.minimum(1, (seconds - time) / 0.05))


def _thump() -> NDArray[np.float64]:
    time = np.arange(int(0.2 * RATE)) / RATE
    return np.asarray(0.9 * np.sin(2 * np.pi * (50 * time + 4 * (1 - np.exp(-time * 30)))) * np.exp(-time * 18))


def _hiss(chance: np.random.Generator, seconds: float, gain: float) -> NDArray[np.float64]:
    burst = chance.standard_normal(int(seconds * RATE))
    return np.asarray(gain * 0.5 * burst * np.exp(-np.arange(len(burst)) / (0.3 * seconds * RATE)))
