"""How fast the beats follow each other: one number, chosen among the periods that the onsets show.

A song made on a grid has needle-sharp lines in the spectrum of its onsets: at the beat, at the eighths and sixteenths,
at the bar. A candidate is judged by the lines it explains, times how usual it is as a beat. Half, double and 3:2 of the
true tempo explain other lines, which is what keeps them apart better than a wide prior alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatforge.song.spectrum import FRAME_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SLOWEST_BPM, FASTEST_BPM = 55.0, 220.0
USUAL_BPM, USUAL_OCTAVES = 132.0, 0.6
LINES = ((0.25, 0.3), (0.5, 0.3), (1.0, 1.3), (2.0, 0.8), (4.0, 0.4))
"""Multiples of a tempo that its music shows (bar, half bar, beat, eighths, sixteenths), and what each counts.

The beat's own line counts most: without that, half the tempo would be explained by the eighths it skips.
"""

_PEAKS = 12
_WINDOW_S = 12.0


def choose_tempo(onset: NDArray[np.float32], whole: bool) -> float:
    """Beats per minute, 0 when nothing recurs.

    `whole` looks at the song as one stretch, exact for a constant tempo; otherwise at many short ones, for a free one.
    """
    import numpy as np

    lines, bpm_per_bin = _line_spectrum(onset, len(onset) if whole else min(len(onset), round(_WINDOW_S * FRAME_HZ)))
    if not lines.any():
        return 0.0
    bpm = np.arange(len(lines)) * bpm_per_bin
    inner = np.flatnonzero((lines[1:-1] > lines[:-2]) & (lines[1:-1] >= lines[2:])) + 1
    inner = inner[(bpm[inner] > 0.7 * SLOWEST_BPM) & (bpm[inner] < 3.2 * FASTEST_BPM)]
    peaks = bpm[inner[np.argsort(-lines[inner], kind="stable")[:_PEAKS]]]
    candidates = {
        float(tempo)
        for peak in peaks
        for tempo in peak / np.array([0.5, 1, 2, 3, 4, 6, 8])
        if SLOWEST_BPM <= tempo <= FASTEST_BPM
    }
    return max(sorted(candidates), key=lambda tempo: tempo_score(lines, bpm_per_bin, tempo), default=0.0)


def tempo_score(lines: NDArray[np.float64], bpm_per_bin: float, tempo: float) -> float:
    """How well `tempo` explains the lines, times how usual it is."""
    import numpy as np

    found = 0.0
    for multiple, weight in LINES:
        # A candidate read off a peak may be half a bin wrong, and its multiples that much more.
        at, slack = tempo * multiple / bpm_per_bin, max(1.0, multiple)
        found += weight * float(lines[max(0, int(at - slack)) : int(at + slack) + 2].max(initial=0.0))
    return found * float(np.exp(-0.5 * (np.log2(tempo / USUAL_BPM) / USUAL_OCTAVES) ** 2))


def _line_spectrum(onset: NDArray[np.float32], window: int) -> tuple[NDArray[np.float64], float]:
    """Magnitude of the onsets' own spectrum, averaged over windows, and the width of a bin in BPM."""
    import numpy as np

    size = 1 << (4 * window - 1).bit_length()
    hann = np.hanning(window + 2)[1:-1]
    total = np.zeros(size // 2 + 1)
    for start in range(0, len(onset) - window + 1, max(1, window // 2)):
        piece = onset[start : start + window].astype(np.float64)
        total += np.abs(np.fft.rfft((piece - piece.mean()) * hann, size))
    return total / max(total.max(), 1e-9), 60 * FRAME_HZ / size
