"""A whisper model loaded from its file, and a song as it wants to hear it. Imports torch where it is used.

In: files. Out: the model, samples at 16 kHz, a tokenizer. Nothing is fetched: the model is loaded by its path alone,
and the song is decoded by the same decoders as everywhere else, not by a program that whisper would look for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.errors import ToolError
from beatforge.song.frames import OPENERS
from beatforge.song.sound import stereo_blocks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from whisper import Whisper
    from whisper.tokenizer import Tokenizer

RATE = 16_000
FRAME_HZ = 100
"""Frames of whisper's spectrogram in a second."""

WINDOW_S = 30


def load_ear(file: Path, name: str, device: str) -> Whisper:
    """The model in `file`; `name` is whisper's own for it, or empty. ToolError for a file or device that is none.

    Which of its attention heads follow the words stands in no file: whisper knows it of its own models by name.
    """
    import pickle

    import torch
    import whisper

    _require_device(device)
    try:
        model = whisper.load_model(str(file.resolve()), device="cpu")
    except (RuntimeError, KeyError, TypeError, EOFError, pickle.UnpicklingError, ValueError) as error:
        reason = str(error).strip().partition("\n")[0][:200]
        raise ToolError(f"{file.name} is no whisper model, or damaged: {reason or type(error).__name__}") from error
    heads = whisper._ALIGNMENT_HEADS.get(name)
    if heads is not None:
        model.set_alignment_heads(heads)
    return model.eval().to(torch.device(device))


def hear_song(path: Path) -> NDArray[np.float32]:
    """The whole song, mono, at `RATE`: 4 MB a minute. ToolError with every decoder's reason where none can read it."""
    import numpy as np

    reasons = []
    for decoder in OPENERS:
        try:
            blocks = [block.mean(axis=0) for block in stereo_blocks(path, decoder, RATE)]
        except ToolError as error:
            reasons.append(f"{decoder}: {error.__cause__ or error}")
            continue
        return np.concatenate([np.zeros(0, np.float32), *blocks])
    raise ToolError(f"{path.name} can't be decoded as sound ({'; '.join(reasons)})")


def tokenizer_of(model: Whisper, language: str) -> Tokenizer:
    """What turns words of this language into the model's numbers."""
    from whisper.tokenizer import get_tokenizer

    several = model.is_multilingual
    return get_tokenizer(several, num_languages=model.num_languages, language=language if several else None,
                         task="transcribe" if several else None)  # fmt: skip


def spoken_language(model: Whisper, mel: Any, asked: str) -> str:
    """The language that was asked for; else the one that is heard most in the song's windows.

    The first window alone, which whisper would take, is often an intro without a word.
    """
    import whisper

    if asked or not model.is_multilingual:
        return asked or "en"
    size = WINDOW_S * FRAME_HZ
    total: dict[str, float] = {}
    for start in range(0, max(1, mel.shape[-1] - size), size):
        window = whisper.pad_or_trim(mel[:, start : start + size], size).to(model.device)
        _, chances = model.detect_language(window)
        for language, chance in chances.items():
            total[language] = total.get(language, 0.0) + chance
    return max(sorted(total), key=lambda language: total[language])


def _require_device(device: str) -> None:
    import torch

    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if not there[device]:
        names = ", ".join(name for name, is_there in there.items() if is_there)
        raise ToolError(f"torch finds no {device} on this machine; there is {names}: lyrics: {{device: cpu}}")
