"""Which notes sound when, coarsely: a few numbers a second, for those who lay one song over another.

In: chroma frame by frame. Out: integers 0..255 at CHROMA_HZ, twelve from C on; 255 is a note that is the loudest all
the while.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatforge.song.analysis import CHROMA_HZ
from beatforge.song.spectrum import PITCH_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def measure_notes(chroma: NDArray[np.float32]) -> tuple[tuple[int, ...], ...]:
    """Mean chroma of each step of 1 / CHROMA_HZ seconds."""
    import numpy as np

    if not len(chroma):
        return ()
    edges = np.arange(0, len(chroma), PITCH_HZ / CHROMA_HZ).astype(int)
    sums = np.add.reduceat(chroma.astype(np.float64), edges, axis=0)
    means = sums / np.diff([*edges, len(chroma)])[:, None]
    return tuple(tuple(int(value) for value in row) for row in np.rint(means * 255).astype(int))
