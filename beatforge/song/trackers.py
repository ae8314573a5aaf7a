"""Where the opt-in beat tracker's weights lie on this machine: found without importing torch and without a network.

In: what the environment says. Out: a path, or what is missing and how to get it. `learned_beats` loads it.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

DSP, BEAT_THIS = "dsp", "beat_this"
TRACKERS = (DSP, BEAT_THIS)
VARIABLE = "BEATFORGE_BEAT_THIS"
PUBLISHED = "final0"
"""The checkpoint that beat_this itself takes when it is asked for none."""

INSTALL = "pip install 'beatforge[beats]', or `beats: dsp`, which needs no weights"


@dataclass(frozen=True, slots=True)
class Weights:
    """A checkpoint's file. `missing` says what is not there, in words; `fetch` is how it is put right."""

    file: Path
    missing: str = ""
    fetch: str = ""


def beat_this_weights() -> Weights:
    """The checkpoint that the environment names, else the published one where beat_this keeps what it downloaded."""
    named = os.environ.get(VARIABLE)
    file = Path(named).expanduser().absolute() if named else torch_folder() / f"beat_this-{PUBLISHED}.ckpt"
    if not _is_installed():
        return Weights(file, "beat_this is not installed", INSTALL)
    if file.is_file():
        return Weights(file)
    if named:
        return Weights(file, f"{VARIABLE} names {file}, which is not there", "name a .ckpt file, or unset it")
    script = f"from beat_this.inference import load_model; load_model('{PUBLISHED}')"
    how = f'fetch it once, where there is a network: python -c "{script}"; or name a .ckpt file in {VARIABLE}'
    return Weights(file, f"{file} is not there", f"{how}; or use `beats: dsp`")


def torch_folder() -> Path:
    """Where `torch.hub` keeps what it downloaded."""
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = os.environ.get("TORCH_HOME") or str(Path(cache) / "torch")
    return Path(home).expanduser() / "hub" / "checkpoints"


def _is_installed() -> bool:
    try:
        return all(importlib.util.find_spec(name) is not None for name in ("torch", "beat_this"))
    except (ImportError, ValueError):
        return False
