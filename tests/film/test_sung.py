"""Sung words that a project names: they move what follows them, on their frame, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from beatforge.errors import ProjectError
from beatforge.film.plan import Plan
from beatforge.film.planning import pinned
from beatforge.picture.uniforms import Motion
from beatforge.project.load import load_project
from beatforge.song.analysis import DEPTHS
from beatforge.song.lyrics.read import read_lyrics
from beatforge.song.mood import mood_of
from tests.film.films import KINDS, planned_film
from tests.film.songs import song

FOLLOWS = {"style": {"base": "synthwave", "drives": {"burst": {"from": "word", "attack_ms": 0}}}}
WORDS = {"words": ["0:33", 41.5]}


def test_a_drive_that_follows_words_rises_on_their_frame(tmp_path: Path) -> None:
    plan = planned_film(tmp_path, FOLLOWS, pins=WORDS)
    scene = next(scene for scene in plan.scenes if scene.start_frame <= 33 * 24 < scene.end_frame)
    at = 33 * 24 - scene.start_frame
    assert at in scene.shot.music.words
    motion = Motion(scene.shot)
    assert motion.values(at)["burst"] > 0.9 > 0.05 > motion.values(at - 1)["burst"]


def test_another_word_changes_only_scenes_that_hear_it(tmp_path: Path) -> None:
    one, other = (planned_film(tmp_path, FOLLOWS, pins={"words": [33, at]}) for at in (41.5, 42))
    changed = [a for a, b in zip(one.scenes, other.scenes, strict=True) if a.shot != b.shot]
    assert changed
    for scene in changed:  # with the two seconds of music that a shot knows on both sides
        assert scene.start_frame - 48 <= 42 * 24 and scene.end_frame + 48 >= 41.5 * 24


def test_words_that_nothing_follows_are_no_part_of_a_shot(tmp_path: Path) -> None:
    with_words, without = planned_film(tmp_path, {}, pins=WORDS), planned_film(tmp_path, {})
    assert [scene.shot for scene in with_words.scenes] == [scene.shot for scene in without.scenes]


def test_lyrics_say_when_words_are_sung_and_pins_say_it_better(tmp_path: Path) -> None:
    pinned = planned_film(tmp_path, FOLLOWS, pins=WORDS)
    sung = replace(song(bars=48, kinds=KINDS), lyrics=read_lyrics(b"[00:33.00]one\n[00:41.50]two\n", ".lrc"))
    by_lyrics = planned_film(tmp_path, FOLLOWS, analysis=sung)
    assert [scene.shot for scene in by_lyrics.scenes] == [scene.shot for scene in pinned.scenes]
    other = replace(sung, lyrics=read_lyrics(b"[00:09.00]elsewhere\n", ".lrc"))
    by_both = planned_film(tmp_path, FOLLOWS, analysis=other, pins=WORDS)
    assert [scene.shot for scene in by_both.scenes] == [scene.shot for scene in pinned.scenes]


def test_lines_that_return_name_the_parts_that_nobody_pinned(tmp_path: Path) -> None:
    rows = (
        b"[00:18.00][00:42.00][01:18.00]here we go again\n"
        b"[00:06.00]down by the river\n[00:30.00]up on the mountain\n[01:00.00]over the ocean\n"
    )
    sung = replace(song(bars=48, kinds=("verse",) * 8), lyrics=read_lyrics(rows, ".lrc"))

    def kinds_at(plan: Plan, *seconds: int) -> list[str]:
        covers = {second: scene.kind for scene in plan.scenes for second in seconds if scene.start_frame <= 24 * second}
        return [covers[second] for second in seconds]

    by_words = planned_film(tmp_path, {}, analysis=sung)
    assert kinds_at(by_words, 8, 19, 31, 43, 62, 79) == ["verse", "chorus", "verse", "chorus", "verse", "chorus"]
    pins = {"sections": [{"at": 0, "kind": "intro"}, {"at": 12, "kind": "bridge"}, {"at": 24, "kind": "verse"}]}
    by_both = planned_film(tmp_path, {}, analysis=sung, pins=pins)
    assert kinds_at(by_both, 0, 13, 25, 43) == ["intro", "bridge", "verse", "chorus"]


def test_words_without_times_move_nothing(tmp_path: Path) -> None:
    told = replace(song(bars=48, kinds=KINDS), lyrics=read_lyrics(b"one two\n", ".txt"))
    plans = planned_film(tmp_path, FOLLOWS, analysis=told), planned_film(tmp_path, FOLLOWS)
    assert [scene.shot for scene in plans[0].scenes] == [scene.shot for scene in plans[1].scenes]


def test_a_word_behind_the_end_of_the_song_is_an_error_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as raised:
        planned_film(tmp_path, FOLLOWS, pins={"words": [12, 4000]})
    assert [problem.code for problem in raised.value.problems] == ["BF060"]


def test_words_have_a_say_in_the_mood_at_full_depth_only(tmp_path: Path) -> None:
    rows = b"[00:06.00]tears of sorrow, alone and dead\n[00:40.00]nothing but pain and misery\n"
    heard = replace(song(bars=48, kinds=("verse",) * 8), lyrics=read_lyrics(rows, ".lrc"), mood=mood_of(0.5, 0.5))
    moods = {}
    for depth in DEPTHS:
        (tmp_path / depth).mkdir()
        document = f"version: 1\nname: sung\nsong: {{file: song.wav, depth: {depth}}}\n"
        (tmp_path / depth / "song.wav").write_bytes(b"song")
        (tmp_path / depth / "project.yaml").write_text(document)
        told = pinned(load_project(tmp_path / depth / "project.yaml"), heard)
        moods[depth] = told.mood
    assert moods["basic"] == moods["standard"] == heard.mood
    assert moods["full"] is not None and moods["full"].valence < 0.4
