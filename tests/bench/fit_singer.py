"""Fits how likely it is that anybody sings in a song (`song/singer.py`), and says how well that does on songs left out.

Reads folders of songs: those with NAME.words.json are sung, and their passages with and without words teach what a
voice is like; in folders given after --played nobody sings. Prints WEIGHTS, SURENESS and HALF_SURE to be copied, and
for each song what the others say of it: the confidence is fitted on that, so that it is no surer than it should be.

python -m tests.bench.fit_singer FOLDER ... --played FOLDER ...
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import rankdata

from beatforge.song.analysis import ENVELOPE_HZ
from beatforge.song.decode import decode
from beatforge.song.singer import PASSAGE_S, SIGNS, SUNG_SHARE, describe_passages
from beatforge.song.spectrum import measure_spectra
from tests.bench.bench_beats import SUFFIXES

PULL, PULL_OF_CURVE = 1e-3, 3e-3
"""Of squared weights, in nats."""

SURELY, HARDLY = 0.8, 0.1
"""Share of a passage under words from which it is sung, and up to which it is not; others teach nothing."""


@dataclass(frozen=True)
class Song:
    """A song's passages, which of them are sung (NaN: nobody knows), and whether any is."""

    name: str
    passages: NDArray[np.float64]
    is_sung: NDArray[np.float64]
    has_voice: bool


def read_song(path: Path, has_voice: bool) -> Song | None:
    """The song at `path`, None where it is too short or silent."""
    _, spectra = decode(path, measure_spectra, measures_loudness=False)
    at, passages = describe_passages(spectra)
    words = path.with_name(path.name.split(".")[0] + ".words.json")
    if not has_voice or not words.exists():
        return Song(path.stem, passages, np.full(len(at), np.nan if has_voice else 0.0), has_voice) if len(at) else None
    truth = np.zeros(int(spectra.duration * ENVELOPE_HZ) + 1)
    for line in json.loads(words.read_text(encoding="utf-8"))["lines"]:
        truth[int(line[0]["start"] * ENVELOPE_HZ) : int(line[-1]["end"] * ENVELOPE_HZ) + 1] = 1
    half = PASSAGE_S / 2
    share = np.array([truth[int(max(0, t - half) * ENVELOPE_HZ) : int((t + half) * ENVELOPE_HZ)].mean() for t in at])
    return Song(path.stem, passages, np.where(share > SURELY, 1, np.where(share < HARDLY, 0, np.nan)), True)


def fit(songs: list[Song]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Means, deviations and weights; each song counts alike, sung and played passages together alike."""
    known = [(song, ~np.isnan(song.is_sung)) for song in songs]
    x = np.concatenate([song.passages[is_known] for song, is_known in known])
    y = np.concatenate([song.is_sung[is_known] for song, is_known in known])
    share = np.concatenate([np.full(is_known.sum(), 1 / max(1, is_known.sum())) for _, is_known in known])
    share = np.where(y > 0, share / share[y > 0].sum(), share / share[y == 0].sum()) / 2
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    z = np.column_stack([(x - mean) / deviation, np.ones(len(x))])
    return mean, deviation, _logistic(z, y, share, PULL)[:-1]


def fit_curve(scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Sureness, and the score at which it is one half."""
    share = np.where(truth, 1 / truth.sum(), 1 / (~truth).sum()) / 2
    slope, offset = _logistic(np.column_stack([scores, np.ones(len(scores))]), truth, share, PULL_OF_CURVE)
    return float(slope), float(-offset / slope)


def main() -> None:
    """Print what to copy, and how it does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sung", type=Path, nargs="+")
    parser.add_argument("--played", type=Path, nargs="+", default=[])
    given = parser.parse_args()
    songs = []
    for folder in (*given.sung, *given.played):
        for path in sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES):
            if folder in given.sung and not path.with_name(path.name.split(".")[0] + ".words.json").exists():
                continue
            songs.append(read_song(path, folder in given.sung))
    known = [song for song in songs if song]
    scores = np.array([_score(song, [other for other in known if other is not song]) for song in known])
    truth = np.array([song.has_voice for song in known])
    slope, half = fit_curve(scores, truth)
    for at in np.argsort(scores):
        told = 1 / (1 + np.exp(-slope * (scores[at] - half)))
        print(f"{known[at].name:30} {'sung' if truth[at] else 'played':7} {scores[at]:6.2f} {told:.2f}")
    ranks = rankdata(scores)
    area = (ranks[truth].sum() - truth.sum() * (truth.sum() + 1) / 2) / (truth.sum() * (~truth).sum())
    print(f"area under ROC {area:.3f}, right {np.mean((scores > half) == truth):.3f} of {len(known)} songs left out")
    for sign, *row in zip(SIGNS, *fit(known), strict=True):
        print(f'    "{sign}": ({row[0]:.4f}, {row[1]:.4f}, {row[2]:.3f}),')
    print(f"SURENESS, HALF_SURE = {slope:.2f}, {half:.2f}")


def _score(song: Song, others: list[Song]) -> float:
    mean, deviation, weight = fit(others)
    return float(np.quantile((song.passages - mean) / deviation @ weight, 1 - SUNG_SHARE))


def _logistic(
    z: NDArray[np.float64], y: NDArray[np.float64] | NDArray[np.bool_], share: NDArray[np.float64], pull: float
) -> NDArray[np.float64]:
    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = z @ weights
        free = np.append(weights[:-1], 0.0)
        slope = z.T @ (share * (1 / (1 + np.exp(-odds)) - y)) + 2 * pull * free
        return float((share * (np.logaddexp(0, odds) - y * odds)).sum() + pull * (free**2).sum()), slope

    found: NDArray[np.float64] = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B").x
    return found


if __name__ == "__main__":
    main()
