"""Sung words that a project names: they move what follows them, on their frame, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from beatforge.errors import ProjectError
from beatforge.picture.uniforms import Motion
from tests.film.films import planned_film

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


def test_a_word_behind_the_end_of_the_song_is_an_error_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as raised:
        planned_film(tmp_path, FOLLOWS, pins={"words": [12, 4000]})
    assert [problem.code for problem in raised.value.problems] == ["BF060"]
