"""Fits the weights by which readings of a pulse and places of bars are judged; says how well they do unfitted.

    python -m tests.bench.fit_weights [SONGS] [FOLDER] [--write]

Renders SONGS (500) random rhythms (`tests.rendered.draw_rhythm`) at random tempi, takes the songs of FOLDER (NAME.flac
with NAME.beats, as `groove_songs` makes them) beside them, finds a pulse in each as listening does, and fits one weight
per sign so that what is right is likely (softmax regression, a little pull to 0). Every fifth song is held out while
figures are printed, as are the named rhythms; what is written was fitted to all. `--write` rewrites
beatforge/song/weights.py.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import beatforge.song.weights
from beatforge.song.accents import measure_accents
from beatforge.song.beats import find_pulse, line_pulse
from beatforge.song.chroma import measure_chroma
from beatforge.song.decode import decode
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
from beatforge.song.spectrum import Spectra, measure_spectra
from tests.rendered import RHYTHMS, Rendered, draw_rhythm, render_steady, spectra_of

PULL = {"readings": 0.003, "bars": 0.01}
"""Of the squared weights, in nats; rendered bars are cleaner than players', so their weights are held closer to 0."""

COUNTS = {"readings": 2, "bars": 1}
"""How many random rhythms a song of FOLDER is worth; chosen by how songs of other grooves were heard."""

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


@dataclass(frozen=True)
class Truth:
    """Beats in seconds, the first "one" among them, and the metre.

    2/4 is heard right as either half of 4/4, 12/8 as bars of 6/8.
    """

    beats: tuple[float, ...]
    first: int
    metre: str

    def is_one(self, metre: str, first: int) -> bool:
        if self.metre == "2/4":
            return metre == "4/4" and first % 2 == self.first
        if self.metre == "12/8":
            return (metre, first) == ("6/8", self.first % 2)
        return (metre, first) == (self.metre, self.first)


def cases_of(name: str, spectra: Spectra, truth: Truth) -> dict[str, Case]:
    """The song's readings, and its bars given its beats; without what has no right answer to learn."""
    onsets, chroma = measure_onsets(spectra), measure_chroma(spectra)
    accents = measure_accents(spectra, onsets, chroma)
    places = [(metre, first) for metre, per in METRES.items() for first in range(per)]
    said = describe_bars(truth.beats, spectra, accents, chroma)
    found = {"bars": Case(name, said, np.array([truth.is_one(*place) for place in places]))}
    pulse = find_pulse(one_curve(onsets), spectra.duration)
    if pulse and len(pulse.lines) < 2:
        times = line_pulse(pulse.lines[0]) if pulse.lines else pulse.times
        found["readings"] = _readings(name, truth, accents, times)
    return {kind: case for kind, case in found.items() if case.right.any()}


def _readings(name: str, truth: Truth, accents: NDArray[np.float64], pulse: Sequence[float]) -> Case:
    tempo = 60 / float(np.median(np.diff(pulse)))
    places = [
        (ratio, shift)
        for ratio in RATIOS
        if SLOWEST_BPM <= tempo * ratio <= FASTEST_BPM
        for shift in likely_shifts(accents, pulse, ratio)
    ]
    beats = np.array(truth.beats)
    period = float(np.median(np.diff(beats)))
    right = []
    for ratio, shift in places:
        times = at_pulse(pulse, np.arange(shift, len(pulse) - 1, 1 / ratio))
        inside = times[(times > beats[0] - CLOSE_S) & (times < beats[-1] + CLOSE_S)]
        aside = np.median(np.abs(inside[:, None] - beats).min(axis=1)) if len(inside) else np.inf
        right.append(abs(tempo * ratio * period / 60 - 1) < 0.02 and aside < CLOSE_S)
    return Case(name, np.array([describe(accents, pulse, *place) for place in places]), np.array(right))


def drawn_cases(number: int) -> dict[str, Case]:
    """Those of a random rhythm."""
    metre, song = random_song(number)
    return cases_of(metre, spectra_of(song), Truth(song.beats, 0, song.metre))


def file_cases(beats_file: Path) -> dict[str, Case]:
    """Those of a song with beats beside it: seconds, and the place in the bar; "# 2/4" above them names the metre."""
    rows, head = np.loadtxt(beats_file), beats_file.read_text().split("\n", 1)[0]
    per = int(rows[:, 1].max())
    metre = head[1:].strip() if head.startswith("#") else {2: "6/8"}.get(per, f"{per}/4")
    song = beats_file.with_suffix(".flac")
    _, spectra = decode(song, lambda blocks: measure_spectra(blocks, None), measures_loudness=False)
    truth = Truth(tuple(rows[:, 0].tolist()), int((rows[:, 1] == 1).argmax()), metre)
    return cases_of(f"played {metre}", spectra, truth)


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
            slope -= said.T @ (np.where(case.right, shares / (found + 1e-12), 0) - shares)
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
    count = int(next((word for word in argv if word.isdigit()), 500))
    folder = next((Path(word) for word in argv if not word.isdigit() and not word.startswith("--")), None)
    with ProcessPoolExecutor(2) as pool:
        drawn = list(pool.map(drawn_cases, range(count), chunksize=4))
        drawn += pool.map(file_cases, sorted(folder.glob("*.beats")) if folder else ())
    named = [cases_of(name, spectra_of(song), Truth(song.beats, 0, song.metre)) for name, song in named_songs()]
    text = ""
    for table, kind, signs in (("WEIGHTS", "readings", FEATURES), ("BAR_WEIGHTS", "bars", BAR_SIGNS)):
        played = [case for case in drawn[count:] for _ in range(COUNTS[kind] - 1)]
        cases = [case[kind] for case in (*drawn, *played) if kind in case]
        held = [case[kind] for case in drawn[::5] if kind in case]
        some = [case for case in cases if not any(case is other for other in held)]
        scale = np.vstack([case.said for case in cases]).std(axis=0) + 1e-6
        print(kind)
        told = fit(some, scale, PULL[kind])
        tell("fitted", some, told)
        tell("held out", held, told)
        weights = fit(cases, scale, PULL[kind])
        tell("named", [case[kind] for case in named if kind in case], weights)
        lines = [f'    "{sign}": {weight:.3f},' for sign, weight in zip(signs, weights, strict=True)]
        text += f"\n{table}: Mapping[str, float] = {{\n" + "\n".join(lines) + "\n}\n"
    print(text)
    if "--write" in argv:
        file = Path(str(beatforge.song.weights.__file__))
        file.write_text(file.read_text().partition("\nWEIGHTS: ")[0] + text)


if __name__ == "__main__":
    main(sys.argv[1:])
