"""Where bars begin: the metre and which beat is "one", from what tends to happen there.

Harmony changes, low drums strike and the sound turns over on downbeats more than on other beats, and bars resemble each
other. Every metre and every place of the "one" in it is judged by that, summed over the whole song; `BAR_WEIGHTS` say
what each sign counts (fitted like those of `readings`). Four quarters, three quarters and 6/8 are told apart; in 6/8 a
beat is a dotted quarter, so a bar has two, each of three eighths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatforge.song.accents import ACCENTS
from beatforge.song.chroma import chroma_between, mean_between
from beatforge.song.spectrum import FRAME_HZ
from beatforge.song.weights import BAR_WEIGHTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beatforge.song.spectrum import Spectra

METRES = {"4/4": 4, "3/4": 3, "6/8": 2}
"""Metre -> beats per bar."""

USUAL_METRE = "4/4"
SIGNS = ("harmony turns", "sound turns", "harmony moves on", "parts turn", *ACCENTS)
"""What is measured at each beat."""

FEWEST_BEATS = 12
_PLACES = 12
_LOUDEST = 8.0


@dataclass(frozen=True, slots=True)
class Bars:
    """The first downbeat's index among the beats, the metre, and how sure (0..1) metre and downbeats are."""

    first: int
    metre: str = USUAL_METRE
    metre_confidence: float = 0.0
    downbeat_confidence: float = 0.0

    @property
    def beats_per_bar(self) -> int:
        return METRES[self.metre]


def find_bars(
    beats: Sequence[float],
    spectra: Spectra,
    accents: NDArray[np.float64],
    chroma: NDArray[np.float32],
    clearness: float = 1.0,
) -> Bars:
    """Metre and phase of the bars; the usual metre from the first beat, without confidence, on little to go by.

    `clearness` 0..1 is how sure it is that there are beats at all; the confidences are shares of it.
    """
    import numpy as np

    if len(beats) < FEWEST_BEATS:
        return Bars(0)
    places = tuple((metre, first) for metre, per in METRES.items() for first in range(per))
    said = describe_bars(beats, spectra, accents, chroma)
    logits = said @ np.array([BAR_WEIGHTS.get(sign, 0.0) for sign in BAR_SIGNS])
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    metres = {metre: float(shares[[here == metre for here, _ in places]].sum()) for metre in METRES}
    metre = max(metres, key=lambda name: metres[name])
    best = max((i for i, (here, _) in enumerate(places) if here == metre), key=lambda index: shares[index])
    return Bars(places[best][1], metre, round(clearness * metres[metre], 2), round(clearness * float(shares[best]), 2))


def describe_bars(
    beats: Sequence[float], spectra: Spectra, accents: NDArray[np.float64], chroma: NDArray[np.float32]
) -> NDArray[np.float64]:
    """One row for each metre and place of the "one" in it, one column for each of `BAR_SIGNS`."""
    import numpy as np

    edges = (*beats, min(spectra.duration, 2 * beats[-1] - beats[-2]))
    timbre = np.log1p(mean_between(spectra.mel, edges, FRAME_HZ) / max(float(spectra.mel.mean()), 1e-9))
    heard = _in_beats(beats, accents)
    on = np.array([curve[:, 0] for curve in heard])
    notes = chroma_between(chroma, edges)
    # What lasts longer turns over more rarely, and then on a downbeat; the cube lets its few clear turns speak.
    parts = _novelty(np.hstack([timbre / _size(timbre), notes / _size(notes)]), reach=8) ** 3
    signs = [_novelty(notes, reach=2), _novelty(timbre, reach=4), _novelty(notes, reach=4) ** 2, parts, *on]
    standard = np.array([_standard(sign) for sign in signs])
    again = {lag: _likeness(np.hstack(list(heard)), lag) for lag in (2, 3, 4, 6, 8)}
    sub = np.log(0.1 + heard[1:4].mean(axis=(0, 1)))
    thirds, middle, half = (sub[4] + sub[8]) / 2, sub[4], (sub[3] + sub[6] + sub[9]) / 3
    rows = []
    for metre, per in METRES.items():
        for first in range(per):
            ones = standard[:, first::per].mean(axis=1)
            weak = standard[:, first + per - 1 :: per].mean(axis=1)
            lags = (again[per], again[2 * per])
            named = [float(metre == "3/4"), float(metre == "6/8")]
            triple = [named[1] * thirds, named[1] * middle, named[1] * half]
            rows.append([*ones, *weak[len(SIGNS) - len(ACCENTS) :], *lags, *named, *triple])
    return np.array(rows)


BAR_SIGNS = (
    *SIGNS,
    *(f"{accent} before" for accent in ACCENTS),
    *("bars alike", "two bars alike", "is 3/4", "is 6/8", "6/8 thirds", "6/8 middle third", "6/8 halves"),
)


def _in_beats(beats: Sequence[float], accents: NDArray[np.float64]) -> NDArray[np.float64]:
    """(accents, beats, places in the beat) strengths."""
    import numpy as np

    whole = np.asarray((*beats, 2 * beats[-1] - beats[-2]))
    times = whole[:-1, None] + np.diff(whole)[:, None] * np.arange(_PLACES) / _PLACES
    frames = np.arange(accents.shape[1])
    return np.array([np.minimum(np.interp(times * FRAME_HZ, frames, curve), _LOUDEST) for curve in accents])


def _likeness(rows: NDArray[np.float64], lag: int) -> float:
    """Correlation of beats with those `lag` beats later."""
    import numpy as np

    rows = rows / (rows.std(axis=0) + 0.1)
    rows = rows - rows.mean(axis=0)
    size = float(np.square(rows).mean())
    return float((rows[lag:] * rows[:-lag]).mean()) / max(size, 1e-9)


def _novelty(features: NDArray[np.float32], reach: int) -> NDArray[np.float64]:
    """Cosine distance between the `reach` beats before and after each beat; 0 where there are none before."""
    import numpy as np

    sums = np.concatenate([np.zeros((1, features.shape[1])), np.cumsum(features, axis=0, dtype=np.float64)])
    index = np.arange(len(features))
    before = sums[index] - sums[np.maximum(0, index - reach)]
    after = sums[np.minimum(len(features), index + reach)] - sums[index]
    size = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    novelty: NDArray[np.float64] = np.where(
        size > 1e-9, 1 - (before * after).sum(axis=1) / np.where(size > 1e-9, size, 1), 0
    )
    return novelty


def _size(features: NDArray[np.float32]) -> float:
    import numpy as np

    return max(float(np.linalg.norm(features, axis=1).mean()), 1e-9)


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    deviation = float(values.std())
    standard: NDArray[np.float64] = (values - values.mean()) / (deviation if deviation > 1e-9 else 1)
    return standard
