"""The loudness of decoded frames, heard on their way to somewhere else: at native rate, with all channels.

In: frames as a decoder gives them, whatever their sample format. Out: a `Loudness` of all of them. Frames are gathered,
because filters cost more per call than per sample.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beatforge.song.analysis import Loudness
from beatforge.song.loudness import LoudnessMeter

if TYPE_CHECKING:
    import av
    import numpy as np
    from numpy.typing import NDArray

_GATHERED = 1 << 16
_FULL_SCALE = {"u8": 2.0**7, "s16": 2.0**15, "s32": 2.0**31, "s64": 2.0**63}
"""Of sample formats that count in whole numbers; the others have full scale at 1."""


class FrameMeter:
    """Hears frames in order; chained streams may change their rate and channels on the way."""

    def __init__(self) -> None:
        self._meter: LoudnessMeter | None = None
        self._form = (0, 0)
        self._held: list[NDArray[np.float32]] = []
        self._samples = 0

    def hear(self, frame: av.AudioFrame) -> None:
        """The frame that follows; it stays as it is."""
        form = (frame.sample_rate, frame.layout.nb_channels)
        if form != self._form:
            self._pass_on()
            self._meter = self._meter.goes_on_as(*form) if self._meter else LoudnessMeter(*form)
            self._form = form
        self._held.append(samples_of(frame))
        self._samples += frame.samples
        if self._samples >= _GATHERED:
            self._pass_on()

    def result(self) -> Loudness | None:
        """What was heard until now; None if that is no frame."""
        self._pass_on()
        return self._meter.result() if self._meter else None

    def _pass_on(self) -> None:
        import numpy as np

        if self._meter and self._held:
            self._meter.hear(np.concatenate(self._held, axis=1))
        self._held, self._samples = [], 0


def samples_of(frame: av.AudioFrame) -> NDArray[np.float32]:
    """(channels, count) samples of a frame, full scale at 1."""
    import numpy as np

    samples: Any = frame.to_ndarray()
    if not frame.format.is_planar:
        samples = samples.reshape(-1, frame.layout.nb_channels).T
    form = frame.format.name.removesuffix("p")
    if form in _FULL_SCALE:
        samples = (samples.astype(np.float32) - (_FULL_SCALE[form] if form == "u8" else 0)) / _FULL_SCALE[form]
    return np.asarray(samples, np.float32)
