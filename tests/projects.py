"""Small real projects for tests of the whole: a synthetic song, tiny pictures, the real engine."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import beatforge
from beatforge.cli.building import build_project
from beatforge.cli.session import Session
from beatforge.graph.events import Event
from beatforge.graph.pool import Pool
from beatforge.project.gates import GATES

PROJECT = """\
version: 1
name: small
title: Small Song
artist: Nobody
seed: 3
song:
  file: song.wav  # made of numbers
  pins:
    tempo_bpm: 120
    first_downbeat: 0
    sections:
      - {at: 0, kind: intro}
      - {at: 4, kind: verse}
      - {at: 8, kind: chorus}
      - {at: 12, kind: outro}
film:
  size: 64x64
  fps: 24
  scene_count: 4
  style: own
  concept: a driver on the road to the sea
  reactivity: 1
scenes:
  verse: {transition: morph}
  chorus: {transition: crossfade}
  outro: {transition: cut}
  verse-1.01: {seed: 41, prompt: the sea at night}
  hero: {reactivity: 1.4}
"""
"""Four scenes of 96 frames, joined by a morph, a crossfade and a cut, whatever is heard in the song."""

STYLE = """\
base: synthwave
motifs: [road, sea]
medium: neon
palette: {base: night, colours: {accent: "#ff2d95"}}
motion: {speed: 1, camera: 1}
drives: {pulse: {from: beat, gain: 1}}
"""

INTRO, VERSE, CHORUS, OUTRO = "scene/intro-1.01", "scene/verse-1.01", "scene/chorus-1.01", "scene/outro-1.01"
MORPH, CROSSFADE = "transition/intro-1.01+verse-1.01", "transition/verse-1.01+chorus-1.01"
FILM = "film/youtube"
PICTURES = (INTRO, VERSE, CHORUS, OUTRO, MORPH, CROSSFADE)
JUDGING = ("measures", *(f"gate/{name}" for name in GATES))
"""What follows whatever changes a picture; `build` and `planned` leave it out for tests of other laws."""

TARGETS = ("analysis", "mix", *PICTURES, *JUDGING, FILM)
RESEEDED = (VERSE, MORPH, CROSSFADE, *JUDGING, FILM)
"""What another seed of the verse makes stale."""

UNSEEN = ("BEATFORGE_STORE", "BEATFORGE_CONFIG", "PYTEST_CURRENT_TEST")
"""What differs between tests in the environment and is nothing to a step."""

ORDER = (
    "analysis", "lyrics", "stems", "voice", "part", "mix", "figure", "scene", "transition", "last", "measures", "gate",
    "subtitles", "film",
)  # fmt: skip


def make_project(folder: Path, song: Path, text: str = PROJECT) -> Path:
    """A project folder with this text, a style of its own and the song; its project file."""
    (folder / "styles").mkdir(parents=True, exist_ok=True)
    shutil.copy(song, folder / "song.wav")
    (folder / "styles" / "own.yaml").write_text(STYLE, encoding="utf-8")
    (folder / "project.yaml").write_text(text, encoding="utf-8")
    return folder / "project.yaml"


def edit(file: Path, old: str, new: str) -> Path:
    """The file with one piece of its text replaced; it must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


def build(
    file: Path, *names: str, profile: str = "standard", sets: tuple[str, ...] = (), judging: bool = False
) -> list[str]:
    """Build; the names of the targets that were made, by kind; those that judge only if `judging`."""
    made = events_of(file, *names, profile=profile, sets=sets).get("made", ())
    return in_order(made if judging else without_judging(made))


def without_judging(names: Iterable[str]) -> list[str]:
    """The names but for those of gates and of what they gather."""
    return [name for name in names if name.partition("/")[0] not in ("measures", "gate")]


def events_of(file: Path, *names: str, profile: str = "standard", sets: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Build; target names by what happened to them."""
    seen: dict[str, list[str]] = {}

    def note(event: Event) -> None:
        seen.setdefault(event.event, []).append(event.target)

    built = build_project(file, names, profile=profile, sets=sets, jobs=2, on_event=note, pool=warm_pool())
    assert built.is_complete, built
    return seen


_warm: dict[tuple[object, ...], Pool] = {}


def warm_pool() -> Pool:
    """Two workers that stay for the next build, as `watch` keeps them; new ones where their environment would differ.

    Steps are given their inputs and know no store, so that one may change. Builds by command start their own workers.
    """
    said = {name: value for name, value in os.environ.items() if name not in UNSEEN}
    key = (os.getcwd(), tuple(sorted(said.items())))  # noqa: PTH109 - it may be gone
    if key not in _warm:
        for pool in _warm.values():
            pool.close()
        _warm.clear()
        _warm[key] = Pool(2)
        atexit.register(_warm[key].close)
    return _warm[key]


def planned(
    file: Path, sets: tuple[str, ...] = (), profile: str = "standard", judging: bool = False
) -> dict[str, bool]:
    """What a build would make: name -> whether that is certain; what judges only if `judging`."""
    with Session.open(file, profile, sets) as session:
        stale = {entry.target.name: entry.certain for entry in session.survey.stale}
    return {name: stale[name] for name in in_order(stale if judging else without_judging(stale))}


def scene_ids(file: Path) -> list[str]:
    """Ids of the film's scenes, in order."""
    with Session.open(file) as session:
        plan = session.plan()
        assert plan
        return [scene.id for scene in plan.scenes]


def in_order(names: object) -> list[str]:
    """Target names by kind, then by name."""
    return sorted(names, key=lambda name: (ORDER.index(name.partition("/")[0]), name))  # type: ignore[call-overload]


def command(*args: str) -> list[str]:
    """A `beatforge` command line for a process of its own."""
    return [sys.executable, "-P", "-m", "beatforge", *args]  # -P: never the package that lies in the working folder


def environment(tree: Path | None = None, **more: str) -> Mapping[str, str]:
    """The environment of such a process; `tree` holds the `beatforge` package it runs, this one by default."""
    root = tree or Path(beatforge.__file__).parent.parent
    return {**os.environ, "PYTHONPATH": str(root), **more}


def run(*args: str, tree: Path | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`beatforge` with these arguments, to its end."""
    return subprocess.run(
        command(*args), capture_output=True, text=True, env=environment(tree), cwd=cwd, timeout=120, check=False
    )
