"""How likely somebody sings at each moment: an estimate, good for finding where lines begin, not for deciding that.

In: the spectra. Out: integers 0..255 at ENVELOPE_HZ. Three cues, each against the song's own usual: how strong the
voice's formants and its fundamentals are, and how much pitch glides, which keys and frets hardly do. On songs whose
words have times the area under the ROC curve is about .79 (`tests.bench.bench_voice`); a centre channel, where there is
one, would add .01 to that. It is relative: in a song without a voice it follows whatever leads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatforge.song.energy import smooth, to_envelope_rate
from beatforge.song.spectrum import BINS_PER_SEMITONE, LOWEST_MIDI, PITCH_HZ, Spectra, mel_centres

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMANTS_HZ = (300.0, 3500.0)
FUNDAMENTALS_HZ = (200.0, 1000.0)
GLIDE_MIDI = (52, 84)
"""Where fundamentals and low partials of voices lie: E3 to C6."""

GLIDE_S = 0.7
"""A glide tells little by itself; this long a mean of them tells a voice."""

STEEPNESS, USUAL = 0.8, 0.4
"""Of the curve that makes a likelihood of the cues' sum; about so many moments of a song are sung."""

_FARTHEST = 4.0


def measure_voice(spectra: Spectra) -> tuple[int, ...]:
    """Likelihood of singing, 0..255; 0 throughout where nothing sounds."""
    import numpy as np

    if not spectra.power.any():
        return (0,) * len(to_envelope_rate(spectra.power.astype(np.float64), spectra.duration))
    cues = [_level(spectra, *FORMANTS_HZ), _level(spectra, *FUNDAMENTALS_HZ), _glide(spectra)]
    total = sum(_against_usual(cue) for cue in cues)
    likely = 1 / (1 + np.exp(-STEEPNESS * (total - np.quantile(total, 1 - USUAL))))
    quiet = to_envelope_rate((spectra.power <= 0).astype(np.float64), spectra.duration) > 0.5
    return tuple(np.where(quiet, 0, np.round(255 * likely)).astype(int).tolist())


def _level(spectra: Spectra, low_hz: float, high_hz: float) -> NDArray[np.float64]:
    """Log strength of a band at ENVELOPE_HZ."""
    import numpy as np

    centres = np.asarray(mel_centres())
    strength = spectra.mel[:, (centres >= low_hz) & (centres < high_hz)].mean(axis=1).astype(np.float64)
    return to_envelope_rate(np.log(strength + 1e-4 * strength.mean() + 1e-12), spectra.duration)


def _glide(spectra: Spectra) -> NDArray[np.float64]:
    """How much better each long frame fits the one before a third of a semitone or two off than as it stands."""
    import numpy as np
    from scipy.ndimage import uniform_filter1d

    low, high = ((midi - LOWEST_MIDI) * BINS_PER_SEMITONE for midi in GLIDE_MIDI)
    loud = np.sqrt(spectra.pitch[:, low:high])
    notes = np.maximum(0, loud - uniform_filter1d(loud, 2 * 3 * BINS_PER_SEMITONE + 1, axis=1))
    before, after = notes[:-1], notes[1:]
    same = (before * after).sum(axis=1)
    moved = np.stack([(before * np.roll(after, shift, axis=1)).sum(axis=1) for shift in (-2, -1, 1, 2)]).max(axis=0)
    size = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    # From 0, since a smoothed curve has no negative values: 1 where it neither moves nor stays.
    glide = 1 + np.append((moved - same) / np.where(size > 1e-9, size, np.inf), 0.0).astype(np.float64)
    return to_envelope_rate(smooth(glide, round(GLIDE_S * PITCH_HZ)), spectra.duration, PITCH_HZ)


def _against_usual(cue: NDArray[np.float64]) -> NDArray[np.float64]:
    """The cue from its median on, in widths of its usual range."""
    import numpy as np

    low, middle, high = np.quantile(cue, (0.16, 0.5, 0.84))
    against: NDArray[np.float64] = np.clip((cue - middle) / max(float(high - low), 1e-9), -_FARTHEST, _FARTHEST)
    return against
