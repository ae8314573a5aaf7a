"""The language of stems: a folder that has them, or what separates them.

In: keys below `song: {stems: ...}`. Out: a frozen model that knows its files: those of the folder, or the model's on
this machine. What is in the files is looked at later.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, PrivateAttr, ValidationInfo, model_validator
from pydantic import Field as Key

from beatforge.project.fields import Field, Written, choice
from beatforge.project.known import DEVICES, Surroundings
from beatforge.project.problems import Fault
from beatforge.project.reach import may_read, reached, real_path, ways_out
from beatforge.project.scalars import read_text
from beatforge.project.spelling import check_spelling
from beatforge.song.stems.folder import StemsFault, stems_among
from beatforge.song.stems.models import DEFAULT_MODEL, PICKLED, Model, own_model, published_model
from beatforge.song.stems.stems import FOUR

SEPARATORS = ("demucs", "dsp")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class StemFolder:
    """A folder as the project names it, and (stem, path) of what is in it."""

    folder: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ModelName:
    """A demucs model: its name, and the folder of the project's that has it, "" for a published one."""

    name: str
    folder: str = ""
    path: Path = Path()


def _read_folder(value: Any, around: Surroundings | None) -> StemFolder:
    asked = read_text(value, 400)
    if around is None:
        return StemFolder(asked, ())
    name, path = _folder(asked, around)
    try:
        found = stems_among(item.name for item in path.iterdir() if item.is_file())
    except OSError as error:
        raise Fault("BF050", f'"{asked}" can\'t be read: {error.strerror}') from error
    except StemsFault as fault:
        raise Fault("BF071", f"{name}: {fault.text}", fault.hint) from fault
    for _, file in found:
        if not may_read(path / file, around.folder, around.allowed):
            hint = ways_out((path / file).resolve().parent)
            raise Fault("BF051", f'"{name}/{file}" is a link that leaves the project folder', hint)
    return StemFolder(name, tuple((stem, f"{name}/{file}") for stem, file in found))


def _read_model(value: Any, around: Surroundings | None) -> ModelName:
    asked = read_text(value, 400)
    home, slash, name = asked.rpartition("/")
    if not _NAME.fullmatch(name):
        raise Fault("BF014", f'"{asked}" is no name of a model', "its name, or folder/name for one of your own")
    if not slash or around is None:
        return ModelName(name, home)
    folder, path = _folder(home or "/", around)
    return ModelName(name, folder, path)


def _folder(asked: str, around: Surroundings) -> tuple[str, Path]:
    """A folder inside the project's, or one that the user allowed, with its path."""
    name, path = reached(asked, around.folder, around.allowed)
    if not Path(name).is_absolute():
        check_spelling(asked, around.folder)
    if path.is_file():
        raise Fault("BF052", f'"{asked}" is a file', "name the folder that it is in")
    if not path.is_dir():
        raise Fault("BF050", f'there is no folder "{asked}"', "put it there, or name the one you have")
    return name, path


def _with_consent(found: Model, folder: Path, around: Surroundings) -> Model:
    """The model, told as missing while the user did not allow the very folder that its pickles are in: a project that
    came from elsewhere would bring code along."""
    pickles = [path.name for path in found.files if path.suffix == PICKLED]
    if not pickles or real_path(folder) in map(real_path, around.allowed):
        return found
    text = f"{pickles[0]} is a pickle, and loading one runs what its maker put into it"
    fetch = f"if you trust who made it: beatforge allow {shlex.quote(str(real_path(folder)))}"
    return replace(found, missing=text, fetch=fetch)


_PATHS = ("BF012", "BF013", "BF014", "BF015", "BF050", "BF051", "BF052", "BF053")
Folder = Annotated[
    StemFolder,
    Field(
        _read_folder,
        {"type": "string"},
        is_checked_outside=True,
        codes=(*_PATHS, "BF071"),
        takes="a path of a folder from the project folder, with `/`; up to 400 characters",
    ),
]
ModelField = Annotated[
    ModelName,
    Field(
        _read_model,
        {"type": ["string", "number", "boolean"]},
        is_checked_outside=True,
        codes=_PATHS,
        takes="a published model's name, or `folder/name` for one that lies in the project",
    ),
]


class StemsSpec(Written):
    """Where the song's stems come from: its studio, or a separator."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": ["folder"]}, {"required": ["separate"]}],
            "dependencies": {"model": ["separate"], "device": ["separate"]},
        }
    )
    usual: ClassVar = "folder"
    checks: ClassVar = ("BF011", "BF016")

    folder: Folder | None = Key(
        default=None,
        description="a folder with the song's stems, each as long as the song: vocals, drums, bass, other, guitar, "
        "piano, instrumental; any of them, as .wav, .flac, .ogg, .mp3, .m4a or .opus",
        examples=["stems"],
    )
    separate: Annotated[str, choice("separator", SEPARATORS)] | None = Key(
        default=None,
        description="what parts the song into vocals, drums, bass and other, instead of a folder: `demucs`, a model "
        "that has to be on this machine, or `dsp`, rules of thumb without a model, and approximate",
        examples=["dsp"],
    )
    model: ModelField | None = Key(
        default=None,
        description=f"which demucs model, {DEFAULT_MODEL} if nothing is said; with `separate: demucs`",
        examples=[DEFAULT_MODEL],
    )
    device: Annotated[str, choice("device", DEVICES)] | None = Key(
        default=None, description="what demucs computes on, the cpu if nothing is said", examples=["cpu"]
    )

    _found: Model = PrivateAttr(default=Model(DEFAULT_MODEL))

    @model_validator(mode="after")
    def _one_way(self, info: ValidationInfo) -> StemsSpec:
        if self.folder is None and self.separate is None:
            raise Fault("BF011", "stems come from a folder, or are separated", "folder: stems, or separate: dsp")
        if self.folder is not None and self.separate is not None:
            raise Fault("BF016", "folder and separate exclude each other", "keep one", at=("separate",))
        for key in ("model", "device"):
            if getattr(self, key) is not None and self.separate != "demucs":
                raise Fault("BF016", f"{key} is only for separate: demucs", f"leave {key} out", at=(key,))
        if self.separate == "demucs" and isinstance(info.context, Surroundings):
            asked = self.model or ModelName(DEFAULT_MODEL)
            found = own_model(asked.name, asked.path) if asked.folder else published_model(asked.name)
            self._found = _with_consent(found, asked.path, info.context) if asked.folder else found
        return self

    @property
    def found(self) -> Model:
        """The demucs model as it lies on this machine, or what is missing of it."""
        return self._found

    @property
    def names(self) -> tuple[str, ...]:
        """The stems that there will be."""
        if self.folder is not None:
            return tuple(stem for stem, _ in self.folder.files)
        return self.found.stems if self.separate == "demucs" else FOUR
