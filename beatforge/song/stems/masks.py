"""Rules of thumb by which a mix comes apart, as masks 0..1 on its spectrum.

Struck sounds are lines across the spectrum, held ones are lines along time (median filters: Fitzgerald 2010). A voice
is mostly in the middle of the stereo picture (what both sides have in phase), and what accompanies it returns while
it does not (`similar`). None of this knows what an instrument is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beatforge.song.stems.spectra import Grid, Spectra

HELD_S = 0.2
"""What lasts longer than half of this is held."""

STRUCK_HZ = 800.0
"""What is wider than half of this is struck."""

STRUCK_MARGIN = 1.5
"""How much stronger the struck has to be to be taken for it: a voice's consonants are struck too."""

CENTRE_POWER = 3
VOICE_HZ = (160.0, 9000.0)
BASS_HZ = 200.0
NEW_MARGIN = 0.7
"""How much stronger the new has to be than what returns; below 1, since the median of what returns has leaks."""

_LEAST = 1e-12


def struck_mask(spectra: Spectra, held_frames: int, struck_bins: int) -> Grid:
    """What of each cell is struck; widths are those of the medians, odd."""
    import numpy as np

    strength = np.sqrt(np.square(np.abs(spectra)).sum(axis=0))
    held: Grid = np.square(STRUCK_MARGIN * median_along(strength.T, held_frames).T)
    struck: Grid = np.square(median_along(strength, struck_bins))
    mask: Grid = struck / (struck + held + _LEAST)
    return mask


def centre_mask(spectra: Spectra) -> Grid:
    """What of each cell both sides have alike, over three frames and three bins."""
    import numpy as np
    from scipy.ndimage import uniform_filter

    left, right = spectra
    alike: Grid = uniform_filter((left * right.conj()).real, 3)
    both: Grid = uniform_filter((np.square(np.abs(left)) + np.square(np.abs(right))) / 2, 3)
    mask: Grid = np.clip(alike / (both + _LEAST), 0, 1) ** CENTRE_POWER
    return mask


def new_mask(strength: Grid, returning: Grid) -> Grid:
    """What of each cell does not return elsewhere in the song."""
    import numpy as np

    known: Grid = np.minimum(strength, returning)
    new: Grid = np.square(strength - known)
    mask: Grid = new / (new + np.square(NEW_MARGIN * known) + _LEAST)
    return mask


def voice_band(size: int, sample_rate: int) -> NDArray[np.float32]:
    """1 where voices sing, falling to 0 by 48 dB an octave on both sides; per bin."""
    return (1 - bass_band(size, sample_rate, VOICE_HZ[0])) * bass_band(size, sample_rate, VOICE_HZ[1])


def bass_band(size: int, sample_rate: int, edge_hz: float = BASS_HZ) -> NDArray[np.float32]:
    """1 below the edge, falling to 0 by 48 dB an octave above; per bin."""
    import numpy as np

    hz = np.fft.rfftfreq(size, 1 / sample_rate)
    return (1 / (1 + (hz / edge_hz) ** 8)).astype(np.float32)


def median_along(grid: Grid, width: int) -> Grid:
    """The median of `width` neighbours in each row, mirrored at its ends: a bass drum has no lower neighbours.

    One long row at a time: scipy has a fast filter for one dimension, ten times as fast as the one for two.
    """
    import numpy as np
    from scipy.ndimage import median_filter

    half = width // 2
    padded = np.pad(grid, ((0, 0), (half, half)), mode="symmetric")
    filtered: Grid = median_filter(padded.ravel(), width).reshape(padded.shape)
    return filtered[:, half : half + grid.shape[1]]
