"""Where a whisper model lies on this machine: its file, found without importing torch and without the network.

In: a model's name as whisper has it, or a file of one's own. Out: a path, or what is missing and how to get it.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_MODEL = "base"
MODELS = (
    "tiny", "tiny.en", "base", "base.en", "small", "small.en", "medium", "medium.en",
    "large-v1", "large-v2", "large-v3", "large", "large-v3-turbo", "turbo",
)  # fmt: skip
"""What whisper publishes; the smaller the faster, `.en` for English alone."""

_FILES = {"large": "large-v3", "turbo": "large-v3-turbo"}
"""Names of whisper's that stand for another one's file."""

INSTALL = "pip install 'beatforge[lyrics]'"


@dataclass(frozen=True, slots=True)
class Model:
    """A whisper model: `name` is whisper's own for it, empty for a file of one's own; `file` is where it lies.

    `missing` says what is not there, in words; `fetch` is how it is put right.
    """

    name: str
    file: Path
    missing: str = ""
    fetch: str = ""


def published_model(name: str) -> Model:
    """A model that whisper publishes, where whisper itself puts what it downloads."""
    model = _installed(Model(name, whisper_folder() / f"{_FILES.get(name, name)}.pt"))
    if model.missing or model.file.is_file():
        return model
    how = f"fetch it once, where there is a network: python -c \"import whisper; whisper.load_model('{name}')\""
    return Model(name, model.file, f"{model.file} is not there", f"{how}; or name a .pt file of your own")


def own_model(file: Path) -> Model:
    """A model in a file of the project's."""
    return _installed(Model("", file))


def whisper_folder() -> Path:
    """Where `whisper.load_model` keeps what it downloaded."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home).expanduser() / "whisper"


def _installed(model: Model) -> Model:
    """The model, if there is something to run it."""
    lacking = [package for package in ("torch", "whisper") if not _is_there(package)]
    if not lacking:
        return model
    return Model(model.name, model.file, f"{' and '.join(lacking)} can't be imported", INSTALL)


def _is_there(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return False
