"""Law 7: an input edited while its step runs does not count; the film is that of what is there in the end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from beatforge.cli.building import Built, build_project
from beatforge.graph.events import Event
from tests.films import tags_of, times_of
from tests.projects import CROSSFADE, FILM, MORPH, TARGETS, VERSE, edit, make_project, planned, run, without_judging
from tests.sounds import write_song
from tests.undisturbed import Undisturbed


def build_and(
    file: Path, act: Callable[[], object], event: str, target: str = "", times: int = 1
) -> tuple[Built, list[Event]]:
    """Build, and do this at the first such event (of this target); all that happened."""
    seen: list[Event] = []
    left = [times]

    def watch(happened: Event) -> None:
        seen.append(happened)
        if left[0] and happened.event == event and happened.target.startswith(target):
            left[0] -= 1
            act()

    return build_project(file, jobs=2, on_event=watch), seen


@pytest.mark.parametrize("step", ["analysis", "mix"])
def test_another_song_saved_while_a_step_reads_it(
    undisturbed: Undisturbed, short_song: Path, tmp_path: Path, step: str
) -> None:
    """The build began with one song and ends with the film of the other, as if there had been no first."""
    file = make_project(tmp_path / "project", write_song(tmp_path / "first.wav", seconds=16, seed=5))
    built, _ = build_and(file, lambda: shutil.copy(short_song, file.parent / "song.wav"), "started", step)
    assert built.is_complete
    assert (file.parent / "build" / "small.mp4").read_bytes() == undisturbed.film
    assert planned(file) == {}


@pytest.mark.parametrize("moment", ["started", "made"])
def test_the_project_saved_while_a_scene_is_made(film: Path, undisturbed: Undisturbed, moment: str) -> None:
    """An edit, and its undo while it is built."""
    edit(film, "seed: 41", "seed: 42")
    built, _ = build_and(film, lambda: edit(film, "seed: 42", "seed: 41"), moment, VERSE)
    assert built.is_complete
    assert (film.parent / "build" / "small.mp4").read_bytes() == undisturbed.film
    assert planned(film) == {}


def test_two_edits_one_after_the_other_end_in_the_last(film: Path) -> None:
    edit(film, "seed: 41", "seed: 42")
    built, seen = build_and(film, lambda: edit(film, "title: Small Song", "title: Last Song"), "started", VERSE)
    assert built.is_complete and planned(film) == {}
    assert tags_of(film.parent / "build" / "small.mp4")["title"] == "Last Song"
    made = [event.target for event in seen if event.event == "made"]
    assert sorted(set(without_judging(made))) == sorted([VERSE, MORPH, CROSSFADE, FILM])
    assert [name for name in made if name != FILM] == list(dict.fromkeys(name for name in made if name != FILM))


def test_a_smaller_film_asked_for_while_the_larger_is_made(film: Path) -> None:
    edit(film, "fps: 24", "fps: 25")
    built, _ = build_and(film, lambda: edit(film, "scene_count: 4", "scene_count: 5"), "made", "scene/")
    assert built.is_complete, built.errors
    assert planned(film) == {}
    assert len(times_of(film.parent / "build" / "small.mp4")) == 16 * 25


def test_a_style_file_saved_while_a_scene_is_made(film: Path, undisturbed: Undisturbed) -> None:
    """The project's own styles are part of the project."""
    own = film.parent / "styles" / "own.yaml"
    edit(film, "title: Small Song", "title: Other Song")
    built, _ = build_and(film, lambda: edit(own, "gain: 1", "gain: 0.5"), "started", FILM)
    assert built.is_complete
    assert planned(film) == {}
    edit(own, "gain: 0.5", "gain: 1")
    edit(film, "title: Other Song", "title: Small Song")
    assert run("build", str(film)).returncode == 0
    assert (film.parent / "build" / "small.mp4").read_bytes() == undisturbed.film


def test_a_project_broken_while_it_is_built_is_refused_and_the_film_stays(film: Path) -> None:
    from beatforge.errors import ProjectError

    edit(film, "seed: 41", "seed: 42")
    with pytest.raises(ProjectError, match="BF0"):
        build_and(film, lambda: edit(film, "fps: 24", "fps: many"), "started", VERSE)
    edit(film, "fps: many", "fps: 24")
    assert planned(film) == {}


def test_a_song_that_never_rests_ends_the_build_with_a_reason(film: Path) -> None:
    from beatforge.errors import ToolError

    songs = iter(range(1, 100))

    def act() -> None:
        write_song(film.parent / "song.wav", seconds=16, seed=next(songs))

    act()
    with pytest.raises(ToolError, match="kept changing"):
        build_and(film, act, "started", "analysis", times=99)


def test_names_of_targets_are_those_of_the_film(film: Path) -> None:
    edit(film, "seed: 3\n", "seed: 4\n")
    assert set(planned(film)) <= set(TARGETS)
