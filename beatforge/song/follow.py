"""Beats of a free tempo, one by one: where the song breathes, a grid would be wrong within a bar.

First a tempo curve, from the periods that recur around each second and change slowly; then the chain of onsets that
gathers most flux at about the period of its place (Ellis 2007, with a moving period), placed between frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatforge.song.spectrum import FRAME_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TIGHTNESS = 400.0
FREEDOM = 1.4
"""How much faster or slower than usual a song may become."""

_STEPS = 49
_WINDOW_S, _HOP_S = 8.0, 1.0
_INERTIA = 400.0
_SPREAD = 0.2


def follow_beats(onset: NDArray[np.float32], tempo_bpm: float) -> NDArray[np.float64]:
    """Beat times in seconds, about as far apart as `tempo_bpm` says."""
    import numpy as np

    periods = local_periods(onset, 60 * FRAME_HZ / tempo_bpm)
    shortest, longest = round(periods.min() / 2), round(2 * periods.max())
    width = int(periods.mean() / 8)
    bell = np.exp(-0.5 * (np.arange(-width, width + 1) / (width / 4)) ** 2)
    local = np.convolve(onset, bell, "same").astype(np.float64)
    local /= max(local.std(), 1e-9)
    steps = np.arange(longest, shortest - 1, -1)
    far = np.log(steps)
    best, back = local.copy(), np.full(len(local), -1)
    for frame in range(shortest, len(local)):
        reach = max(0, longest - frame)
        gains = best[frame - steps[reach:]] - TIGHTNESS * (far[reach:] - np.log(periods[frame])) ** 2
        pick = int(gains.argmax())
        if gains[pick] > 0:
            best[frame] += gains[pick]
            back[frame] = frame - steps[reach + pick]
    tail = max(0, len(local) - int(periods[-1]))
    frame, chain = tail + int(best[tail:].argmax()), []
    while frame >= 0:
        chain.append(frame)
        frame = int(back[frame])
    return _between_frames(local, np.array(chain[::-1])) / FRAME_HZ


def local_periods(onset: NDArray[np.float32], usual: float) -> NDArray[np.float64]:
    """The beat period around each frame, in frames, near `usual`."""
    import numpy as np

    ratios = np.exp(np.linspace(-np.log(FREEDOM), np.log(FREEDOM), _STEPS))
    window, hop = round(_WINDOW_S * FRAME_HZ), round(_HOP_S * FRAME_HZ)
    padded = np.pad(onset, window // 2)
    hann = np.hanning(window)
    # Long lags see less of the window; without this the curve would lean towards fast.
    seen = np.correlate(hann, hann, "full")[window - 1 :] / (hann @ hann)
    usualness = np.exp(-0.5 * (np.log(ratios) / _SPREAD) ** 2)
    heard = []
    for start in range(0, len(onset), hop):
        piece = padded[start : start + window] * hann
        spectrum = np.fft.rfft(piece - piece.mean(), 2 * window)
        again = np.fft.irfft(np.abs(spectrum) ** 2)[:window] / np.maximum(seen, 0.05)
        score = usualness * sum(np.interp(usual * ratios * k, np.arange(window), again) for k in (1, 2, 4))
        heard.append(np.asarray(score) / max(float(np.abs(score).max()), 1e-9))
    path = smoothest(np.array(heard), _INERTIA * np.log(ratios[:, None] / ratios) ** 2)
    centres = np.arange(len(path)) * hop
    curve: NDArray[np.float64] = np.interp(np.arange(len(onset)), centres, usual * ratios[path])
    return curve


def smoothest(heard: NDArray[np.float64], cost: NDArray[np.float64]) -> NDArray[np.int64]:
    """The column per row that together score most when each move costs `cost`."""
    import numpy as np

    best, moves = heard[0], []
    for row in heard[1:]:
        options = best[:, None] - cost
        moves.append(options.argmax(axis=0))
        best = options.max(axis=0) + row
    path = [int(best.argmax())]
    for move in reversed(moves):
        path.append(int(move[path[-1]]))
    return np.array(path[::-1])


def _between_frames(curve: NDArray[np.float64], peaks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Peaks of the parabola through each peak and its neighbours."""
    import numpy as np

    inner = np.clip(peaks, 1, len(curve) - 2)
    before, at, after = curve[inner - 1], curve[inner], curve[inner + 1]
    bend = before - 2 * at + after
    shift = np.where(bend < 0, 0.5 * (before - after) / np.where(bend < 0, bend, -1.0), 0.0)
    places: NDArray[np.float64] = peaks + np.clip(shift, -0.5, 0.5)
    return places
