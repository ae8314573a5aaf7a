"""Fits the weights by which readings of a pulse and places of bars are judged; says how well they do unfitted.

    python -m tests.bench.fit_weights [SONGS] [--write]

Renders SONGS (1000) random rhythms (`tests.rendered.draw_rhythm`) at random tempi, finds a pulse in each as listening
does, and fits one weight per sign so that what is right is likely (softmax regression, a little pull to 0). No
recording is used. Every fifth song is held out, as are the named rhythms: figures are printed for each. `--write`
rewrites beatforge/song/weights.py.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import beatforge.song.weights
from beatforge.song.accents import measure_accents
from beatforge.song.beats import find_pulse, line_pulse
from beatforge.song.chroma import measure_chroma
from beatforge.song.downbeats import BAR_SIGNS, METRES, describe_bars
from beatforge.song.onsets import measure_onsets
from beatforge.song.pulse import one_curve
from beatforge.song.readings import (
    FASTEST_BPM,
    FEATURES,
    RATIOS,
    SLOWEST_BPM,
    at_pulse,
    describe,
    likely_shifts,
)
from tests.rendered import RHYTHMS, Rendered, draw_rhythm, render_steady, spectra_of

PULL = {"readings": 0.002, "bars": 0.01}
"""Of the squared weights, in nats; rendered bars are cleaner than players', so their weights are held closer to 0."""

CLOSE_S = 0.03
USUAL = {"6/8": 70.0}
"""Usual tempo of a metre's beat; 120 BPM where nothing else is said (preferred rate: McKinney & Moelants 2004)."""

SPREAD, SLOWEST, FASTEST = 0.5, 48.0, 215.0
"""Octaves around the usual tempo, and what is drawn again: few count beats slower or faster than that."""


@dataclass(frozen=True)
class Case:
    """A song's readings: what is said about each, and which are right."""

    name: str
    said: NDArray[np.float64]
    right: NDArray[np.bool_]


def cases_of(name: str, song: Rendered) -> dict[str, Case]:
    """The song's readings, and its bars given its beats; without what has no right answer to learn."""
    spectra = spectra_of(song)
    onsets, chroma = measure_onsets(spectra), measure_chroma(spectra)
    accents = measure_accents(spectra, onsets, chroma)
    places = [(metre, first) for metre, per in METRES.items() for first in range(per)]
    said = describe_bars(song.beats, spectra, accents, chroma)
    found = {"bars": Case(name, said, np.array([place == (song.metre, 0) for place in places]))}
    pulse = find_pulse(one_curve(onsets), spectra.duration)
    if pulse and len(pulse.lines) < 2:
        times = line_pulse(pulse.lines[0]) if pulse.lines else pulse.times
        readings = _readings(name, song, accents, times)
        if readings.right.any():
            found["readings"] = readings
    return found


def _readings(name: str, song: Rendered, accents: NDArray[np.float64], pulse: Sequence[float]) -> Case:
    tempo = 60 / float(np.median(np.diff(pulse)))
    places = [
        (ratio, shift)
        for ratio in RATIOS
        if SLOWEST_BPM <= tempo * ratio <= FASTEST_BPM
        for shift in likely_shifts(accents, pulse, ratio)
    ]
    period = song.beats[1] - song.beats[0]
    right = []
    for ratio, shift in places:
        first = float(at_pulse(pulse, np.array([shift]))[0])
        aside = abs(((first - song.beats[0]) / period + 0.5) % 1 - 0.5) * period
        right.append(abs(tempo * ratio * period / 60 - 1) < 0.005 and aside < CLOSE_S)
    return Case(name, np.array([describe(accents, pulse, *place) for place in places]), np.array(right))


def random_song(number: int) -> tuple[str, Rendered]:
    """A random rhythm at a random tempo: within `SPREAD` octaves of its metre's usual one two times out of three."""
    chance, rhythm = np.random.default_rng([99, number]), draw_rhythm(number)
    tempo = 0.0
    while not SLOWEST < tempo < FASTEST:
        tempo = USUAL.get(rhythm.metre, 120.0) * 2 ** chance.normal(0, SPREAD)
    seconds, start = chance.uniform(30, 60), chance.uniform(0, 1.5)
    return rhythm.metre, render_steady(rhythm, round(tempo, 3), float(seconds), float(start), seed=number)


def named_songs() -> list[tuple[str, Rendered]]:
    """The rhythms with names, slow to fast."""
    found = []
    for number, (name, rhythm) in enumerate(RHYTHMS.items()):
        slow, fast = (45, 110) if rhythm.metre == "6/8" else (70, 190)
        for step, tempo in enumerate(np.geomspace(slow, fast, 4)):
            found.append((name, render_steady(rhythm, round(float(tempo), 2), 45, 0.3 + 0.2 * step, number)))
    return found


def fit(cases: Sequence[Case], scale: NDArray[np.float64], pull: float) -> NDArray[np.float64]:
    """Weights under which right readings are likeliest."""

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        loss, slope = 0.0, np.zeros_like(weights)
        for case in cases:
            said = case.said / scale
            shares = shares_of(said, weights)
            found = shares[case.right].sum()
            loss -= np.log(found + 1e-12)
            slope -= said.T @ (np.where(case.right, shares / found, 0) - shares)
        return loss / len(cases) + pull * weights @ weights, slope / len(cases) + 2 * pull * weights

    return np.asarray(minimize(cost, np.zeros(len(scale)), jac=True, method="L-BFGS-B").x / scale)


def shares_of(said: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability of each reading."""
    logits = said @ weights
    shares = np.exp(logits - logits.max())
    return np.asarray(shares / shares.sum())


def tell(title: str, cases: Sequence[Case], weights: NDArray[np.float64]) -> None:
    """How often the likeliest reading is right, and how likely it says it is."""
    shares = [shares_of(case.said, weights) for case in cases]
    right = [bool(case.right[share.argmax()]) for case, share in zip(cases, shares, strict=True)]
    print(f"{title:10} {len(cases):5} songs, right {np.mean(right):.3f}, said {np.mean([s.max() for s in shares]):.3f}")
    for name in sorted({case.name for case in cases}):
        mine = [hit for hit, case in zip(right, cases, strict=True) if case.name == name]
        print(f"    {name:20} {np.mean(mine):.2f} of {len(mine)}")


def main(argv: Sequence[str]) -> None:
    """Fits, tells and, if asked, writes."""
    count = int(next((word for word in argv if word.isdigit()), 1000))
    drawn = [cases_of(*random_song(number)) for number in range(count)]
    named = [cases_of(*song) for song in named_songs()]
    text = ""
    for table, kind, signs in (("WEIGHTS", "readings", FEATURES), ("BAR_WEIGHTS", "bars", BAR_SIGNS)):
        fitted = [case[kind] for number, case in enumerate(drawn) if number % 5 and kind in case]
        held = [case[kind] for number, case in enumerate(drawn) if number % 5 == 0 and kind in case]
        weights = fit(fitted, np.vstack([case.said for case in fitted]).std(axis=0) + 1e-6, PULL[kind])
        print(kind)
        tell("fitted", fitted, weights)
        tell("held out", held, weights)
        tell("named", [case[kind] for case in named if kind in case], weights)
        lines = [f'    "{sign}": {weight:.3f},' for sign, weight in zip(signs, weights, strict=True)]
        text += f"\n{table}: Mapping[str, float] = {{\n" + "\n".join(lines) + "\n}\n"
    print(text)
    if "--write" in argv:
        file = Path(str(beatforge.song.weights.__file__))
        file.write_text(file.read_text().partition("\nWEIGHTS: ")[0] + text)


if __name__ == "__main__":
    main(sys.argv[1:])
