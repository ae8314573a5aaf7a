"""Law 1: what is hashed is what is rendered. What a step gets is its key's value; nothing else can be seen by it."""

from __future__ import annotations

import dataclasses
import json
import os
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from beatforge.cli.session import Session
from beatforge.film.plan import Encoder
from beatforge.film.shot import Drive, Look, Music, Shot
from beatforge.graph.keys import canonical, key_of
from tests.projects import CROSSFADE, VERSE, build, edit, make_project
from tests.undisturbed import Undisturbed


def test_every_field_of_a_shot_and_its_encoder_is_in_the_key(film: Path) -> None:
    with Session.open(film) as session:
        values = {target.name: json.loads(canonical(target.value)) for target in session.targets()}
        plan = session.plan()
        assert plan
        for scene in plan.scenes:
            value = values[f"scene/{scene.id}"]
            assert Shot.from_value(value["shot"]) == scene.shot
            performs = {"performance"} if scene.shot.performance else set()
            assert set(value["shot"]) == _names(Shot) - {"performance"} | performs, "nobody performs in it"
            assert set(value["shot"]["look"]) == _names(Look)
            told = {"stems"} if scene.shot.music.stems else set()
            assert set(value["shot"]["music"]) == _names(Music) - {"stems"} | told, "no channel follows them"
            assert all(set(drive) == _names(Drive) for drive in value["shot"]["look"]["drives"].values())
            assert set(value["encoder"]) == _names(Encoder)
        assert {"before", "after"} <= set(values[CROSSFADE])


def test_any_change_of_a_step_s_value_is_another_key(film: Path) -> None:
    with Session.open(film) as session:
        entry = session.survey.entries[VERSE]
    parts = {**entry.parts, "value": json.loads(canonical(entry.target.value))}
    assert key_of(parts) == entry.key
    leaves = list(_leaves(parts["value"], ("value",)))
    assert len(leaves) > 30
    for path in leaves:
        assert key_of(_with_another(parts, path)) != entry.key, path


def test_no_value_of_a_step_names_a_place_of_this_machine(film: Path) -> None:
    with Session.open(film) as session:
        for target in session.targets():
            text = canonical(target.value).decode()
            assert str(film.parent) not in text and os.sep + "tmp" not in text and "small" not in text


@pytest.mark.parametrize(
    "around",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "COLUMNS": "20"},
        {"BEATFORGE_LANES": "4"},
        {"BEATFORGE_LANES": "16"},
    ],
    ids=lambda around: " ".join(around.values()),
)
def test_a_scene_is_the_same_bytes_elsewhere(
    undisturbed: Undisturbed,
    short_song: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    around: dict[str, str],
) -> None:
    """Another folder, name, store, environment, processor, working folder: not in the key, so not in the picture."""
    for name, value in around.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    file = edit(make_project(tmp_path / "elsewhere", short_song), "name: small", "name: other")
    assert build(file, VERSE) == ["analysis", VERSE]
    made = file.parent / "build" / "scenes" / "verse-1.01.mp4"
    assert made.read_bytes() == (undisturbed.folder / "build" / "scenes" / "verse-1.01.mp4").read_bytes()


def _names(kind: Any) -> set[str]:
    return {field.name for field in dataclasses.fields(kind)}


def _leaves(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Paths to all scalars; of a list of numbers only the first and the last."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(part, (*path, name))
    elif isinstance(value, list):
        for index in sorted({0, len(value) - 1} if value else set()):
            yield from _leaves(value[index], (*path, index))
    else:
        yield path


def _with_another(parts: Any, path: tuple[Any, ...]) -> Any:
    first, *rest = path
    copied = dict(parts) if isinstance(parts, Mapping) else list(parts)
    old = copied[first]
    copied[first] = _with_another(old, tuple(rest)) if rest else _another(old)
    return typing.cast(Any, copied)


def _another(value: Any) -> Any:
    return f"{value}x" if isinstance(value, str) else 0 if value is None else value + 1
