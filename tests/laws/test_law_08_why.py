"""Law 8: `why` is the planner. After any edit it names the old value, the new value, and the line that was edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from beatforge.cli.main import main
from beatforge.cli.session import Session
from beatforge.film.shot import Look
from tests.projects import CHORUS, CROSSFADE, FILM, INTRO, MORPH, OUTRO, VERSE, build, edit, planned
from tests.sounds import write_song


@dataclass(frozen=True)
class Edit:
    """`old` becomes `new` in the project; then a reason for `target` says `was`, `now`, and the place of `at`."""

    name: str
    old: str
    new: str
    target: str
    was: str
    now: str
    at: str


SAID = [
    Edit("seed", "seed: 3", "seed: 4", INTRO, "seed: 3", "seed: 4", "seed: ^4\n"),
    Edit("scene seed", "seed: 41", "seed: 42", VERSE, "seed 41", "42", "seed: ^42"),
    Edit("scene seed in a transition", "seed: 41", "seed: 42", MORPH, "seed 41", "42", "seed: ^42"),
    Edit("scene seed taken away", "seed: 41, ", "", VERSE, "seed: 41", "seed: 3", "seed: ^3"),
    Edit("prompt", "the sea at night", "the sea in rain", VERSE, "prompt: the sea at night", "prompt: the sea in rain",
         "the sea in rain"),
    Edit("prompt added", "outro: {", "outro: {prompt: stars and rain, ", OUTRO, "concept: a driver",
         "prompt: stars and rain", "stars and rain"),
    Edit("concept", "a driver on the road", "a fast driver on the road", INTRO, "concept: a driver",
         "concept: a fast driver", "a fast driver"),
    Edit("style", "style: own", "style: watercolor", INTRO, "neon", "wash", "watercolor"),
    Edit("style by its name", "style: own", "style: watercolor", INTRO, "style: own", "style: watercolor",
         "watercolor"),
    Edit("inline style's medium", "style: own", "style: {base: own, medium: wash}", INTRO, "neon", "wash",
         "medium: ^wash"),
    Edit("inline style's drive", "style: own", "style: {base: own, drives: {pulse: {from: bass}}}", INTRO, "beat",
         "bass", "from: ^bass"),
    Edit("film palette", "reactivity: 1\n", "reactivity: 1\n  palette: noir\n", INTRO, "palette: (default)",
         "palette: noir", "palette: ^noir"),
    Edit("scene palette", "seed: 41", "palette: noir, seed: 41", VERSE, "d8392f", "palette: noir", "palette: ^noir"),
    Edit("size", "size: 64x64", "size: 96x64", INTRO, "64", "96", "96x64"),
    Edit("fps", "fps: 24", "fps: 25", INTRO, "24", "25", "fps: ^25"),
    Edit("fps of the film", "fps: 24", "fps: 25", FILM, "24", "25", "fps: ^25"),
    Edit("scene count", "scene_count: 4", "scene_count: 8", INTRO, "scene_count: 4", "scene_count: 8",
         "scene_count: ^8"),
    Edit("scene lengths", "scene_count: 4", "scene_seconds: {min: 1.5, max: 2}", INTRO, "scene_count: 4", "max: 2",
         "max: ^2}"),
    Edit("tier", "scene_count: 4", "tier: cinematic", INTRO, "scene_count: 4", "tier: cinematic", "tier: ^cinematic"),
    Edit("beats in a bar", "first_downbeat: 0", "first_downbeat: 0\n    beats_per_bar: 3", VERSE,
         "beats_per_bar: (default)", "beats_per_bar: 3", "beats_per_bar: ^3"),
    Edit("drop", "first_downbeat: 0", "first_downbeat: 0\n    drops: [5]", VERSE, "drops: (default)", "drops: 5",
         "drops: [^5]"),
    Edit("reactivity", "reactivity: 1\n", "reactivity: 0.5\n", INTRO, "100", "50", "reactivity: ^0.5"),
    Edit("hero's reactivity", "reactivity: 1.4", "reactivity: 1.8", CHORUS, "140", "180", "reactivity: ^1.8"),
    Edit("transition", "verse: {transition: morph}", "verse: {transition: crossfade}", MORPH, "morph", "crossfade",
         "verse: {transition: ^crossfade"),
    Edit("transition to a cut", "verse: {transition: morph}", "verse: {transition: cut}", INTRO, "transition: morph",
         "transition: cut", "verse: {transition: ^cut"),
    Edit("a scene's style", "seed: 41", "style: watercolor, seed: 41", VERSE, "neon", "wash", "watercolor"),
    Edit("a scene's style in its transition", "seed: 41", "style: watercolor, seed: 41", CROSSFADE, "neon", "wash",
         "watercolor"),
    Edit("motif", "seed: 41", "motif: road, seed: 41", VERSE, "sea", "road", "motif: ^road"),
    Edit("a selector", "hero: {reactivity: 1.4}", "chorus-1: {reactivity: 1.5}", CHORUS, "140", "150",
         "reactivity: ^1.5"),
    Edit("tempo", "tempo_bpm: 120", "tempo_bpm: 60", "analysis", "120", "60", "tempo_bpm: ^60"),
    Edit("first downbeat", "first_downbeat: 0", "first_downbeat: 0.25", INTRO, "first_downbeat: 0",
         "first_downbeat: 0.25", "0.25"),
    Edit("a section", "{at: 4, kind: verse}", "{at: 6, kind: verse}", INTRO, "96", "144", "{at: ^6"),
    Edit("a section's kind", "kind: intro", "kind: bridge", FILM, "intro 1", "bridge 1", "kind: ^bridge"),
    Edit("title", "title: Small Song", "title: Big Song", FILM, "Small Song", "Big Song", "Big Song"),
    Edit("artist", "artist: Nobody", "artist: Somebody", FILM, "Nobody", "Somebody", "Somebody"),
    Edit("title taken away", "title: Small Song\n", "", FILM, "Small Song", "small", "version: 1"),
]  # fmt: skip


@pytest.mark.parametrize("change", SAID, ids=lambda change: change.name)
def test_why_names_old_new_and_line(film: Path, capsys: pytest.CaptureFixture[str], change: Edit) -> None:
    edit(film, change.old, change.new)
    _expect(film, capsys, change.target, change.was, change.now, place_of(film, change.at))


@pytest.mark.parametrize(
    "style, at, part, of",
    [
        ('palette: {colours: {sun: "#ffffff"}}', 'sun: ^"#ffffff"', "palette.2", lambda look: look.palette[2]),
        ("motion: {speed: 2}", "speed: ^2", "speed", lambda look: look.speed),
    ],
)
def test_why_names_what_an_inline_style_s_value_comes_to_in_a_look(
    film: Path, capsys: pytest.CaptureFixture[str], style: str, at: str, part: str, of: Callable[[Look], object]
) -> None:
    """The director lights a scene's colours and paces it by its music; the words are those of the shot."""
    before = of(look_of(film, INTRO))
    edit(film, "style: own", f"style: {{base: own, {style}}}")
    after = of(look_of(film, INTRO))
    assert before != after
    _expect(film, capsys, INTRO, f"{part} {before} ->", f"-> {after} ", place_of(film, at))


def test_why_names_another_song(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_song(film.parent / "song.wav", 16, seed=1)
    build(film, "analysis")
    text = why(film, capsys, "mix")
    assert f"input song.wav changed ({place_of(film, '^song.wav  #')})" in text


@pytest.mark.parametrize(
    "old, new, word", [("gain: 1", "gain: 0.5", "gain 100 -> 50"), ("neon", "wash", "medium neon -> wash")]
)
def test_why_names_a_style_file_s_old_and_new_value_and_where_the_project_asks_for_the_style(
    film: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, word: str
) -> None:
    edit(film.parent / "styles" / "own.yaml", old, new)
    text = why(film, capsys, INTRO)
    assert any(word in line and place_of(film, "style: ^own") in line for line in text.splitlines()), text


@pytest.mark.parametrize(
    "text, target, was, now",
    [
        ("scenes.verse-1.01.seed=42", VERSE, "seed 41", "42"),
        ("film.size=96x64", INTRO, "64", "96"),
        ("title=Another Song", FILM, "Small Song", "Another Song"),
    ],
)
def test_why_names_a_set_as_the_place(
    film: Path, capsys: pytest.CaptureFixture[str], text: str, target: str, was: str, now: str
) -> None:
    _expect(film, capsys, target, was, now, f"--set {text}", "--set", text)


def test_why_says_what_a_target_waits_for(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(film, "seed: 41", "seed: 42")
    text = why(film, capsys, FILM)
    assert f"{VERSE} is stale" in text and MORPH in text and INTRO not in text.replace(MORPH, "")


def test_why_says_what_is_gone(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film.parent / "build" / "small.mp4").unlink()
    text = why(film, capsys, FILM)
    assert "to be copied from the store" in text and "build/small.mp4 is missing" in text


@pytest.mark.parametrize("target", [VERSE, FILM, "mix", "analysis"])
def test_why_not_says_why_nothing_is_to_be_done(film: Path, capsys: pytest.CaptureFixture[str], target: str) -> None:
    assert f"{target} is not stale: key " in why(film, capsys, target, "--not")


def test_why_not_of_a_stale_target_says_why_it_is_stale(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(film, "seed: 41", "seed: 42")
    assert "seed 41 -> 42" in why(film, capsys, VERSE, "--not")


def test_why_of_a_target_that_is_nothing_but_possible_says_so(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_song(film.parent / "song.wav", 16, seed=1)
    assert planned(film) == {"analysis": True}
    assert "song.wav changed" in why(film, capsys, "analysis")


def why(file: Path, capsys: pytest.CaptureFixture[str], target: str, *args: str) -> str:
    """What the command prints."""
    assert main(["why", "-C", str(file), target, *args]) == 0
    return capsys.readouterr().out


def look_of(file: Path, target: str) -> Look:
    """What a scene looks like, as planned."""
    with Session.open(file) as session:
        plan = session.plan()
        assert plan
        return next(scene.shot.look for scene in plan.scenes if f"scene/{scene.id}" == target)


def place_of(file: Path, at: str) -> str:
    """Where this piece of the project's text stands; a ^ in it marks where the value begins."""
    before, _, value = at.rpartition("^")
    text = file.read_text()
    assert text.count(before + value) == 1, at
    lines = text[: text.index(before + value) + len(before)].split("\n")
    return f"{file.name}:{len(lines)}:{len(lines[-1]) + 1}"


def _expect(
    file: Path, capsys: pytest.CaptureFixture[str], target: str, was: str, now: str, place: str, *args: str
) -> None:
    text = why(file, capsys, target, *args)
    assert f"{target} is stale" in text
    lines = [line for line in text.splitlines() if place in line]
    assert lines, f"no reason names {place}:\n{text}"
    assert any(was in line and now in line for line in lines), f"no reason says {was} and {now}:\n{text}"
