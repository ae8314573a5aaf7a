"""Where bars begin: the metre and which beat is "one", from what tends to happen there.

Harmony changes, low drums strike and the sound turns over on downbeats more than on other beats. Evidence is
summed over the whole song per phase; four beats to the bar unless three explain it clearly better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatforge.song.chroma import chroma_between, mean_between
from beatforge.song.spectrum import FRAME_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beatforge.song.spectrum import Spectra

USUAL_METRE, OTHER_METRE = 4, 3
CLEARLY_BETTER, SURE = 1.5, 3.0
"""The other metre needs this much more evidence than the usual one, and this many standard errors by itself."""


@dataclass(frozen=True, slots=True)
class Bars:
    """The first downbeat's index among the beats, and beats per bar."""

    first: int
    beats_per_bar: int


def find_bars(
    beats: Sequence[float], spectra: Spectra, onsets: NDArray[np.float32], chroma: NDArray[np.float32]
) -> Bars:
    """Metre and phase of the bars; the usual metre from the first beat when there is little to go by."""
    if len(beats) < 3 * USUAL_METRE:
        return Bars(0, USUAL_METRE)
    accent = downbeat_evidence(beats, spectra, onsets, chroma)
    usual, other = (_best_phase(accent, metre) for metre in (USUAL_METRE, OTHER_METRE))
    if other[1] > max(SURE, CLEARLY_BETTER * usual[1]):
        return Bars(other[0], OTHER_METRE)
    return Bars(usual[0], USUAL_METRE)


def downbeat_evidence(
    beats: Sequence[float], spectra: Spectra, onsets: NDArray[np.float32], chroma: NDArray[np.float32]
) -> NDArray[np.float64]:
    """One number per beat: how much it sounds like the beginning of a bar, in deviations from the usual beat."""
    import numpy as np

    edges = (*beats, min(spectra.duration, 2 * beats[-1] - beats[-2]))
    timbre = np.log1p(mean_between(spectra.mel, edges, FRAME_HZ) / max(float(spectra.mel.mean()), 1e-9))
    harmony = _novelty(chroma_between(chroma, edges), reach=2)
    sound = _novelty(timbre, reach=4)
    frames = np.clip(np.round(np.asarray(beats) * FRAME_HZ).astype(int), 0, onsets.shape[1] - 1)
    around = np.clip(frames[:, None] + np.arange(-2, 4), 0, onsets.shape[1] - 1)
    low = onsets[0][around].max(axis=1)
    return _standard(harmony) + 0.5 * _standard(low) + 0.5 * _standard(sound)


def _best_phase(accent: NDArray[np.float64], metre: int) -> tuple[int, float]:
    """The phase with most evidence, and by how many standard errors it stands out from chance."""
    import numpy as np

    means = np.array([accent[phase::metre].mean() for phase in range(metre)])
    error = accent.std() / np.sqrt(len(accent) / metre)
    return int(means.argmax()), float(means.max() / max(error, 1e-9))


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


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    deviation = float(values.std())
    standard: NDArray[np.float64] = (values - values.mean()) / (deviation if deviation > 1e-9 else 1)
    return standard
