"""The rendered songs that `bench_beats --rendered` measures: rhythms at many tempi, changing tempi, odd lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from tests.rendered import RHYTHMS, Rendered, Rhythm, draw_rhythm, lay_beats, render, render_steady

LATEST_DRAWN = 100_000
"""Rhythms from this number on were never drawn for fitting weights."""

CHANGES = (
    ("rock", ((64, 120), (48, 90))),
    ("sixteenths", ((60, 100), (80, 130))),
    ("four on the floor", ((64, 128), (64, 132), (64, 128))),
    ("rock", ((64, 120), (48, 80))),
    ("waltz", ((60, 90), (90, 140))),
    ("breakbeat", ((80, 170), (80, 150))),
    ("six eight", ((48, 60), (48, 75))),
)
GLIDES = (("rock", 100, 140), ("swing", 130, 100), ("arpeggio", 80, 110))


@dataclass(frozen=True)
class Piece:
    """A song to be rendered; `tempi` are those of its parts, `tempo_bpm` that of its longest."""

    name: str
    kind: str
    tempo_bpm: float
    song: Callable[[], Rendered]
    tempi: tuple[float, ...] = ()


def pieces(full: bool) -> Iterator[Piece]:
    """About 50 songs, or some 400 and one of 20 minutes."""
    for number, (name, rhythm) in enumerate(RHYTHMS.items()):
        slow, fast = (45, 100) if rhythm.metre == "6/8" else (70, 190)
        for tempo in np.geomspace(slow, fast, 9 if full else 2).round(2):
            yield _steady(name, name, rhythm, float(tempo), 45, number)
    for number, (name, stretches) in enumerate(CHANGES):
        yield _changing(name, stretches, number)
    for number, (name, first, last) in enumerate(GLIDES):
        beats, _ = lay_beats((120, first, last), start=0.4)
        song = partial(render, RHYTHMS[name], beats, number)
        yield Piece(f"{name} {first} to {last}", "gliding tempo", (first + last) / 2, song)
    for number in range(LATEST_DRAWN, LATEST_DRAWN + (200 if full else 12)):
        rhythm, chance = draw_rhythm(number), np.random.default_rng([99, number])
        usual = 70.0 if rhythm.metre == "6/8" else 120.0
        tempo = float(np.clip(usual * 2 ** chance.normal(0, 0.5), 48, 215).round(2))
        yield _steady(f"random {number - LATEST_DRAWN}", f"random {rhythm.metre}", rhythm, tempo, 45, number)
    yield _steady("rock, 30 s", "30 seconds", RHYTHMS["rock"], 117.3, 30, 5)
    if full:
        yield _steady("rock, 20 min", "20 minutes", RHYTHMS["rock"], 117.3, 1200, 5)


def _steady(name: str, kind: str, rhythm: Rhythm, tempo: float, seconds: float, seed: int) -> Piece:
    return Piece(f"{name} {tempo:g}", kind, tempo, partial(render_steady, rhythm, tempo, seconds, 0.37, seed))


def _changing(name: str, stretches: tuple[tuple[int, float], ...], seed: int) -> Piece:
    beats, tempos = lay_beats(*stretches, start=0.4)
    tempi = tuple(tempo for _, tempo in stretches)
    longest = max(stretches, key=lambda stretch: stretch[0] / stretch[1])[1]
    title = " ".join([name, *(f"{tempo:g}" for tempo in tempi)])
    return Piece(title, "changing tempo", longest, partial(render, RHYTHMS[name], beats, seed, tempos), tempi)
