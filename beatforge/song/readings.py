"""Ways to hear the same sound as beats, each with how likely it is: octaves, 3:2, 4:3, triplets, half a beat aside.

In: a song's accents and one even pulse found in it. Out: `Reading`s whose probabilities sum to 1. A reading is judged
by what players do on beats, between them and from beat to beat: 12 places per beat, the likeness of beats some beats
apart, and how usual the tempo is. `WEIGHTS` say what each counts; `tests/bench/fit_weights.py` fits them to random
rendered rhythms, and to no recording.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatforge.song.accents import ACCENTS
from beatforge.song.spectrum import FRAME_HZ
from beatforge.song.weights import WEIGHTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATIOS = (1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 1.0, 4 / 3, 3 / 2, 2.0, 3.0, 4.0)
MISTAKEN = (1 / 2, 2.0, 2 / 3, 3 / 2)
"""What a beat is usually mistaken for, besides half a beat aside."""

SLOWEST_BPM, FASTEST_BPM = 40.0, 240.0
USUAL_BPM = 120.0
PLACES = 12
"""Places looked at in each beat: enough for sixteenths and for triplets."""

LAGS = (1, 2, 3, 4, 6, 8)
FEWEST_BEATS = 8
APART = 1 / 8
"""Places of a beat nearer to each other than this share of it are one."""

_SAME = 0.01
_SHIFTS = 3
_STEP = 1 / 96
_LOUDEST = 8.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Beats at `ratio` times the pulse's rate, the first of them `shift` pulses after the pulse's first beat."""

    ratio: float
    shift: float
    probability: float


def weigh_readings(
    accents: NDArray[np.float64], pulse: Sequence[float], ratios: Sequence[float] = RATIOS
) -> tuple[Reading, ...]:
    """All readings of the pulse (its beats in seconds, at least two).

    First comes the likeliest place of the beat at the likeliest tempo, which need not be the likeliest pair. Weighed
    beside it is all that it is usually mistaken for, even what the pulse alone would not have suggested.
    """
    import numpy as np

    tempo_bpm = 60 / float(np.median(np.diff(pulse)))

    def inside(some: Iterable[float]) -> list[float]:
        return [ratio for ratio in some if SLOWEST_BPM <= tempo_bpm * ratio <= FASTEST_BPM]

    def likely(some: Iterable[float]) -> list[tuple[float, float]]:
        return [(ratio, shift) for ratio in some for shift in likely_shifts(accents, pulse, ratio)]

    places = likely(inside(ratios) or [1.0])
    logits = [float(describe(accents, pulse, *place) @ _weights()) for place in places]
    best = _ranked(places, logits)[0]
    kin = inside(best.ratio * kind for kind in MISTAKEN) if len(ratios) > 1 else []
    more = likely(ratio for ratio in kin if all(abs(ratio / known - 1) > _SAME for known, _ in places))
    half = (best.shift * best.ratio + 0.5) % 1
    if all(abs((shift * ratio - half + 0.5) % 1 - 0.5) > APART for ratio, shift in places if ratio == best.ratio):
        more.append((best.ratio, half / best.ratio))
    logits += [float(describe(accents, pulse, *place) @ _weights()) for place in more]
    ranked = _ranked([*places, *more], logits)
    first = next(reading for reading in ranked if (reading.ratio, reading.shift) == (best.ratio, best.shift))
    return (first, *(reading for reading in ranked if reading is not first))


def _ranked(places: Sequence[tuple[float, float]], logits: Sequence[float]) -> list[Reading]:
    """Readings by the likelihood of their tempo, then by their own."""
    import numpy as np

    shares = np.exp(np.array(logits) - max(logits))
    shares /= shares.sum()
    readings = [Reading(*place, float(share)) for place, share in zip(places, shares, strict=True)]
    tempi = {ratio: sum(other.probability for other in readings if other.ratio == ratio) for ratio, _ in places}
    return sorted(readings, key=lambda reading: (-tempi[reading.ratio], -reading.probability))


def beats_of(pulse: Sequence[float], reading: Reading) -> NDArray[np.float64]:
    """Beat times in seconds of a reading, as far as the pulse reaches."""
    import numpy as np

    return at_pulse(pulse, np.arange(reading.shift, len(pulse) - 1 + 1e-6, 1 / reading.ratio))


def at_pulse(pulse: Sequence[float], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Seconds at places counted in pulses."""
    import numpy as np

    return np.interp(places, np.arange(len(pulse)), np.asarray(pulse, np.float64))


def likely_shifts(accents: NDArray[np.float64], pulse: Sequence[float], ratio: float) -> list[float]:
    """Where in a beat of this reading beats may lie: the strongest few places that are `APART`."""
    import numpy as np

    shifts = np.arange(0, 1, _STEP)
    firsts = np.arange(0, len(pulse) - 1 - 1 / ratio + 1e-6, 1 / ratio)
    if not len(firsts):
        return [0.0]
    curve = accents[: len(ACCENTS) - 1].sum(axis=0) + accents[1]
    heard = _sampled(curve, at_pulse(pulse, firsts[:, None] + shifts / ratio)).mean(axis=0)
    smooth = sum(np.roll(heard, step) for step in (-2, -1, 0, 1, 2))
    peaks = np.flatnonzero((smooth >= np.roll(smooth, 1)) & (smooth > np.roll(smooth, -1)))
    chosen: list[float] = []
    for peak in peaks[np.argsort(-smooth[peaks], kind="stable")]:
        far = [abs((shifts[peak] - other + 0.5) % 1 - 0.5) for other in chosen]
        if min(far, default=1.0) > APART and len(chosen) < _SHIFTS:
            chosen.append(float(shifts[peak]))
    return [shift / ratio for shift in chosen] or [0.0]


def describe(accents: NDArray[np.float64], pulse: Sequence[float], ratio: float, shift: float) -> NDArray[np.float64]:
    """What there is to say about a reading: one number for each of `FEATURES`."""
    import numpy as np

    firsts = np.arange(shift, len(pulse) - 1 - 1 / ratio + 1e-6, 1 / ratio)
    if len(firsts) < FEWEST_BEATS:
        return np.zeros(len(FEATURES))
    times = at_pulse(pulse, firsts[:, None] + np.arange(PLACES) / (PLACES * ratio))
    said, leans, bars = [], [], []
    for curve in accents:
        heard = _sampled(curve, times)
        usual = np.log(0.1 + heard.mean(axis=0))
        even, odd = heard[0::2, 0].mean(), heard[1::2, 0].mean()
        leans.append((even - odd) / (even + odd + 0.1))
        said += [usual[0], usual[6], (usual[3] + usual[9]) / 2, (usual[4] + usual[8]) / 2, abs(leans[-1])]
        # Swung notes come late in their beat; counted at half or 3:2 of its rate they would come early.
        said += [usual[8] - usual[4], usual[9] - usual[3]]
        held = np.minimum(heard, _LOUDEST)
        bars.append(held / (held.std() + 0.1))
    kick, low, mid = leans[:3]
    said += [-kick * mid, abs(kick + low + mid) / 3]
    beats = np.hstack(bars)
    beats -= beats.mean(axis=0)
    size = float(np.square(beats).sum()) / len(beats) + 1e-9
    said += [float((beats[lag:] * beats[:-lag]).sum()) / max(len(beats) - lag, 1) / size for lag in LAGS]
    octaves = np.log2(60 / float(np.median(np.diff(times[:, 0]))) / USUAL_BPM)
    return np.array([*said, octaves, octaves**2, octaves**4])


FEATURES = (
    *(
        f"{accent} {place}"
        for accent in ACCENTS
        for place in ("on", "half", "quarters", "thirds", "alternates", "late third", "late quarter")
    ),
    "back beat",
    "all alternate",
    *(f"again after {lag}" for lag in LAGS),
    *("octaves", "octaves^2", "octaves^4"),
)


def _weights() -> NDArray[np.float64]:
    import numpy as np

    return np.array([WEIGHTS.get(feature, 0.0) for feature in FEATURES])


def _sampled(curve: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.interp(times * FRAME_HZ, np.arange(len(curve)), curve)
