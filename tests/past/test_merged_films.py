"""A merged film makes only what neither branch had: real git, a real store, tiny films."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from beatforge.cli.session import Session
from tests.past.repositories import git, repository, save
from tests.projects import CROSSFADE, FILM, JUDGING, OUTRO, VERSE, build, edit, in_order, run

PAIRS = 40 if os.environ.get("BEATFORGE_FULL") else 1

EDITS = [
    ("verse-1.01: {seed: 41", "verse-1.01: {seed: {n}"),
    ("prompt: the sea at night", "prompt: a city {n} at dawn"),
    ("chorus: {transition: crossfade", "chorus: {seed: {n}, transition: crossfade"),
    ("outro: {transition: cut", "outro: {seed: {n}, transition: cut"),
    ("title: Small Song", "title: Song {n}"),
    ("hero: {reactivity: 1.4", "hero: {reactivity: 1.{n}"),
    ("scenes:\n", "scenes:\n  intro-1.01: {seed: {n}}\n"),
    ("scenes:\n", "scenes:\n  outro-1.01: {palette: dusk}\n"),
]


def keys_of(file: Path) -> dict[str, str]:
    """The keys of the film's targets as it is now."""
    with Session.open(file) as session:
        return {name: entry.key for name, entry in session.survey.entries.items() if entry.key}


def built_on(file: Path, branch: str, *edits: tuple[str, str]) -> dict[str, str]:
    """A branch of main with these edits, its film made; the keys of its targets."""
    git(file.parent, "checkout", "-q", "-b", branch, "main")
    for old, new in edits:
        edit(file, old, new)
    build(file)
    save(file.parent, branch)
    return keys_of(file)


def merged_film(file: Path, into: str, other: str) -> list[str]:
    """What the build after a merge makes, gates and all; the merge itself has to go without conflict."""
    git(file.parent, "checkout", "-q", into)
    git(file.parent, "merge", "-q", "-m", "both", other)
    assert "<<<<<<<" not in file.read_text() + file.with_name("beatforge.lock").read_text()
    return build(file, judging=True)


@pytest.fixture
def tracked(film: Path) -> Path:
    """The finished film in a repository that is set up to merge by key."""
    top = repository(film.parent, commit=False)
    assert run("git-setup", str(film)).returncode == 0
    save(top, "film")
    return film


def test_branches_that_edit_scenes_apart_share_all_but_the_film_and_its_gates(tracked: Path) -> None:
    one = built_on(tracked, "one", ("seed: 41", "seed: 42"))
    two = built_on(tracked, "two", ("outro: {transition: cut", "outro: {transition: cut, palette: dusk"))
    assert one.keys() == two.keys() and one[VERSE] != two[VERSE] and one[OUTRO] != two[OUTRO]
    assert merged_film(tracked, "one", "two") == in_order([*JUDGING, FILM])
    assert keys_of(tracked)[VERSE] == one[VERSE] and keys_of(tracked)[OUTRO] == two[OUTRO]


def test_branches_that_edit_neighbours_make_the_transition_between_them_too(tracked: Path) -> None:
    """Both add to the same place of the file, and the crossfade shows both scenes."""
    built_on(tracked, "one", ("seed: 41", "seed: 42"), ("scenes:\n", "scenes:\n  intro-1.01: {seed: 5}\n"))
    built_on(tracked, "two", ("scenes:\n", "scenes:\n  chorus-1.01: {seed: 6}\n"))
    assert merged_film(tracked, "two", "one") == in_order([CROSSFADE, *JUDGING, FILM])
    text = (tracked.with_name("beatforge.lock")).read_bytes()
    assert run("check", str(tracked), "--locked").returncode == 0 and b"\r" not in text


@pytest.mark.parametrize("seed", range(PAIRS))
def test_random_pairs_of_edits_make_only_what_neither_branch_had(tracked: Path, seed: int) -> None:
    rng = random.Random(seed)
    chosen = rng.sample(EDITS, 4)
    sides = [
        [(old, new.replace("{n}", str(rng.randrange(1, 9)))) for old, new in part] for part in (chosen[:2], chosen[2:])
    ]
    had = [built_on(tracked, branch, *edits) for branch, edits in zip(("one", "two"), sides, strict=True)]
    made = merged_film(tracked, "one", "two")
    now = keys_of(tracked)
    assert made == in_order(name for name, key in now.items() if key not in {*had[0].values(), *had[1].values()})
