"""Where a demucs model lies on this machine: its files, found without importing torch and without the network.

In: a model's name, or the name of one in a folder of the project's. Out: paths, or what is missing and how to get it.
Nothing is opened but lists of names; a model's own file says by its name what its digest begins with, and the step
that loads it checks that.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from beatforge.song.stems.stems import FOUR

DEFAULT_MODEL = "htdemucs"
SIX = ("htdemucs_6s",)
"""Published models that part guitar and piano from the rest too."""

PICKLED = ".th"
"""How files end whose loading runs code."""

_SUFFIXES = (".safetensors", PICKLED)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_NAMESPACE = "adefossez"
"""Who publishes demucs' models, as `demucs.hf` has it."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model by name: its bag (a .yaml that lists models, if it has one) and its models' files, the bag first.

    `missing` says what is not there, or not allowed, in words; then it can't be used. `fetch` is how it is put right.
    """

    name: str
    files: tuple[Path, ...] = ()
    missing: str = ""
    fetch: str = ""

    @property
    def stems(self) -> tuple[str, ...]:
        """What it separates. A model of one's own has to make the four that all others make."""
        return (*FOUR, "guitar", "piano") if self.name in SIX else FOUR


def own_model(name: str, folder: Path) -> Model:
    """A model in a folder: `<name>.yaml` and the models it lists, or a single `<name>.th`, with its digest or not."""
    bag = folder / f"{name}.yaml"
    signatures = _signatures(bag) if bag.is_file() else (name,)
    if not signatures:
        how = "models: [NAME], of files that lie beside it"
        return Model(name, missing=f"{folder}: {bag.name} lists no models that can be there", fetch=how)
    files = [_file_of(signature, folder) for signature in signatures]
    lacking = [signature for signature, file in zip(signatures, files, strict=True) if file is None]
    if lacking:
        wanted = " or ".join(f"{lacking[0]}{suffix}" for suffix in reversed(_SUFFIXES))
        also = "" if bag.is_file() else f", and no {bag.name}"
        return Model(name, missing=f"there is no {wanted} in {folder}{also}", fetch="put the model's files there")
    return Model(name, (*([bag] if bag.is_file() else []), *(file for file in files if file)))


def published_model(name: str) -> Model:
    """A model that demucs publishes, as demucs itself has downloaded it before: into the Hugging Face cache, or torch's
    own."""
    home = _demucs_folder()
    if home is None:
        how = "pip install 'beatforge[stems]', or `separate: dsp`, which needs no model"
        return Model(name, missing="demucs is not installed", fetch=how)
    bags = {path.stem: path for path in sorted((home / "remote").glob("*.yaml"))}
    if name not in bags:
        listed = ", ".join(bag for bag in bags if not bag.startswith("repro"))
        return Model(name, missing=f"demucs has no model {name}", fetch=f"one of {listed}; or folder/name for your own")
    snapshot = _snapshot(name)
    if snapshot is not None:
        found = own_model(name, snapshot)
        if found.files:
            return found
    signatures, torch_cache = _signatures(bags[name]), torch_folder()
    published = _published_files(home / "remote" / "files.txt")
    wanted = [torch_cache / published.get(signature, f"{signature}.th") for signature in signatures]
    absent = [path for path in wanted if not path.is_file()]
    if absent:
        script = f"from demucs.pretrained import get_model; get_model('{name}')"
        how = f'fetch it once: python -c "{script}"; or use `separate: dsp`'
        also = f" (or {signatures[0]}.safetensors in {huggingface_folder() / _repository(name)})"
        return Model(name, missing=f"{absent[0]} is not there{also}", fetch=how)
    return Model(name, (bags[name], *wanted))


def torch_folder() -> Path:
    """Where `torch.hub` keeps what it downloaded."""
    home = os.environ.get("TORCH_HOME") or str(_cache_home() / "torch")
    return Path(home).expanduser() / "hub" / "checkpoints"


def huggingface_folder() -> Path:
    """Where `huggingface_hub` keeps what it downloaded."""
    home = os.environ.get("HF_HOME") or str(_cache_home() / "huggingface")
    return Path(os.environ.get("HF_HUB_CACHE") or str(Path(home) / "hub")).expanduser()


def _cache_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()


def _demucs_folder() -> Path | None:
    try:
        spec = importlib.util.find_spec("demucs")
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).parent if spec and spec.origin else None


def _repository(name: str) -> str:
    """What the repository of a model is called, as `demucs.hf.hf_repo_name` has it."""
    if name == "htdemucs":
        called = "HTDemucs"
    elif name.startswith("htdemucs_"):
        called = "HTDemucs-" + name.removeprefix("htdemucs_")
    else:
        called = f"Demucs-{name}"
    return f"models--{_NAMESPACE}--{called}"


def _snapshot(name: str) -> Path | None:
    """The newest downloaded state of a model's repository, with its bag."""
    repository = huggingface_folder() / _repository(name)
    try:
        revision = (repository / "refs" / "main").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    folder = repository / "snapshots" / revision
    return folder if (folder / f"{name}.yaml").is_file() else None


def _file_of(signature: str, folder: Path) -> Path | None:
    """A model's file: its signature, and for .th maybe a dash and what its digest begins with."""
    for suffix in _SUFFIXES:
        plain = folder / f"{signature}{suffix}"
        if plain.is_file():
            return plain
    said = re.compile(rf"{re.escape(signature)}-[0-9a-f]+\.th")
    return next((path for path in _listed(folder) if said.fullmatch(path.name)), None)


def _listed(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(folder.iterdir())
    except OSError:
        return


def _signatures(bag: Path) -> tuple[str, ...]:
    """The models that a bag lists; none where it is no bag, or would reach out of its folder."""
    import yaml

    try:
        said = yaml.safe_load(bag.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return ()
    models = said.get("models") if isinstance(said, dict) else None
    listed = tuple(map(str, models)) if isinstance(models, list) else ()
    return listed if all(_NAME.fullmatch(signature) for signature in listed) else ()


def _published_files(listing: Path) -> dict[str, str]:
    """Signature -> file name of all published models."""
    rows = (row.strip() for row in listing.read_text(encoding="utf-8").splitlines())
    names = [row for row in rows if row.endswith(".th")]
    return {name.partition("-")[0]: name for name in names}
