"""beat_this by its own loader and its own afterthought; only the spectrogram between is made here.

In: mono sound at `RATE` and a checkpoint. Out: beats and downbeats in seconds. beat_this takes its spectrogram from
torchaudio, whose library fits one build of torch only; that one is imported if it can be, and never used.
"""

from __future__ import annotations

import importlib
import pickle
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.errors import ToolError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 22050
FRAME, HOP = 1024, 441
MELS, LOW_HZ, HIGH_HZ = 128, 30.0, 11000.0
LOUDER = 1000.0
"""The spectrogram is log(1 + LOUDER x magnitude / sqrt(FRAME)), as in `beat_this.preprocessing`."""

_LINEAR_HZ, _LINEAR_MELS = 1000.0, 15.0


def model_beats(samples: NDArray[np.float32], weights: Path) -> tuple[list[float], list[float]]:
    """Beats and downbeats of mono sound at `RATE`; ToolError for a file that is no such checkpoint."""
    if not weights.is_file():  # beat_this would take it for a name, and download
        raise ToolError(f"{weights} is not there")
    if len(samples) <= FRAME:
        return [], []
    from beat_this.model.postprocessor import Postprocessor

    try:
        hear = _inference().Spect2Frames(checkpoint_path=str(weights), device="cpu")
    except (RuntimeError, KeyError, TypeError, ValueError, EOFError, pickle.UnpicklingError) as error:
        said = str(error).strip().splitlines()
        raise ToolError(f"{weights} is no checkpoint of beat_this: {said[0] if said else error!r}") from error
    beats, ones = Postprocessor(type="minimal")(*hear(log_mel(samples)))
    return [float(time) for time in beats], [float(time) for time in ones]


def log_mel(samples: NDArray[np.float32]) -> Any:
    """(frames, MELS) torch tensor at 50 frames a second."""
    import torch

    window = torch.hann_window(FRAME)
    sound = torch.from_numpy(samples)
    turned = torch.stft(sound, FRAME, HOP, window=window, center=True, pad_mode="reflect", return_complex=True)
    heard = turned.abs().T / FRAME**0.5
    return torch.log1p(LOUDER * heard @ torch.from_numpy(mel_bank()))


def mel_bank() -> NDArray[np.float32]:
    """(FRAME // 2 + 1, MELS) triangles of height 1 on Slaney's scale: linear below 1 kHz, logarithmic above."""
    import numpy as np

    def mels(hz: float) -> float:
        above = _LINEAR_MELS + np.log(max(hz, _LINEAR_HZ) / _LINEAR_HZ) * 27 / np.log(6.4)
        return hz * _LINEAR_MELS / _LINEAR_HZ if hz < _LINEAR_HZ else float(above)

    steps = np.linspace(mels(LOW_HZ), mels(HIGH_HZ), MELS + 2)
    loga = _LINEAR_HZ * np.exp((steps - _LINEAR_MELS) * np.log(6.4) / 27)
    edges = np.where(steps < _LINEAR_MELS, steps * _LINEAR_HZ / _LINEAR_MELS, loga)
    hz = np.linspace(0, RATE / 2, FRAME // 2 + 1)[:, None]
    rise, fall = (hz - edges[:-2]) / np.diff(edges)[:-1], (edges[2:] - hz) / np.diff(edges)[1:]
    return np.asarray(np.maximum(0, np.minimum(rise, fall)), np.float32)


def _inference() -> Any:
    """The module `beat_this.inference`, with or without a torchaudio that can be loaded."""
    try:
        return importlib.import_module("beat_this.inference")
    except (ImportError, OSError):
        sys.modules["torchaudio"] = types.ModuleType("torchaudio")
        try:
            return importlib.import_module("beat_this.inference")
        finally:
            del sys.modules["torchaudio"]
