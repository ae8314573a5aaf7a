"""The target that makes a song's stems: read from a folder, separated by rules of thumb, or by a model. Pure.

In: what a project says of one song. Out: a target whose key knows the song, its stems' or its model's files, and
nothing of the film, so that every project with the song shares them.
"""

from __future__ import annotations

from typing import Any

from beatforge.film.places import Places
from beatforge.graph.target import Source, Target
from beatforge.project.songs import Song
from beatforge.project.stems import StemsSpec
from beatforge.song.stems.stems import STEMS, stem_file

STEP = "beatforge.song.stems"
BUILT = "build/stems"
"""Where separated stems of the one song lie in the project."""

_SOUND = ("numpy", "av", "soundfile")


def stems_target(song: Song, name: str, places: Places, at: tuple[str, ...] = ("song",)) -> Target:
    """The target `name` that makes the stems of a song whose `stems` are said; `at` is where the song is written.

    Its outputs are `stem_file` of each of `song.stems.names`, and `STEMS`.
    """
    spec = song.stems
    assert spec is not None
    value, files, step, packages, work = _way(spec)
    said = (*at, "stems")
    return Target(
        name=name,
        step=f"{STEP}.{step}",
        value=value,
        inputs=(Source(song.file), *(Source(file) for file in files)),
        outputs=(*(stem_file(stem) for stem in spec.names), STEMS),
        packages=packages,
        places={stem_file(stem): f"{BUILT}/{stem_file(stem)}" for stem in spec.names} if _is_shown(spec, name) else {},
        origins={
            "inputs.0": places((*at, "file")),
            "inputs": places((*said, "folder" if spec.folder else "model")),
            "value.stems": places((*said, "folder")),
            "value.device": places((*said, "device")),
            "value": places((*said, "model")),
        },
        work=work,
    )


def _is_shown(spec: StemsSpec, name: str) -> bool:
    """Whether the stems are put where people look: those of a folder are there already."""
    return spec.folder is None and name == "stems"


def _way(spec: StemsSpec) -> tuple[dict[str, Any], tuple[str, ...], str, tuple[str, ...], int]:
    """Value, files beside the song, step, packages and work (in units of two seconds) of one way to come by stems."""
    if spec.folder is not None:
        files = tuple(file for _, file in spec.folder.files)
        return {"stems": list(spec.names)}, files, "given:given_step", _SOUND, 1
    if spec.separate == "dsp":
        return {}, (), "dsp:dsp_step", (*_SOUND, "scipy"), 4
    model = spec.found
    value = {"model": model.name, "files": [path.name for path in model.files], "stems": list(spec.names),
             "device": spec.device or "cpu"}  # fmt: skip
    files = tuple(path.as_posix() for path in model.files)
    return value, files, "learned:learned_step", (*_SOUND, "torch", "demucs"), 150
