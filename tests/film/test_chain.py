"""Chained scenes: each grows out of the last frame of the one before, hangs on that frame's bytes, and on no more."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path

import av
import numpy as np
import pytest
from filelock import FileLock

from beatforge.picture.chain import ChainedPicture
from beatforge.picture.render import ShotPicture
from beatforge.picture.still import plain_shot
from tests.projects import CHORUS, FILM, INTRO, OUTRO, VERSE, build, edit, planned, run
from tests.undisturbed import Undisturbed, copy_of

LAST_INTRO, LAST_VERSE, LAST_CHORUS = "last/intro-1.01", "last/verse-1.01", "last/chorus-1.01"


@pytest.fixture(scope="session")
def once_chained(undisturbed: Undisturbed, run_folder: Path) -> Undisturbed:
    """The small film, each scene grown out of the one before, built; the processes of one test run share it."""
    root = run_folder / "chained"
    with FileLock(run_folder / "chained.lock"), pytest.MonkeyPatch.context() as patch:
        if not (root / "made").exists():
            shutil.rmtree(root, ignore_errors=True)
            patch.setenv("BEATFORGE_STORE", str(root / "store"))
            film = copy_of(undisturbed, root / "project", root / "store")
            edit(film, "verse: {transition: morph}", "intro: {palette: night}")
            edit(film, "chorus: {transition: crossfade}", "chorus: {reactivity: 1}")
            edit(film, "outro: {transition: cut}", "outro: {reactivity: 1}")
            edit(film, "concept: a driver", "chain: true\n  concept: a driver")
            (root / "made").write_text("\n".join(build(film)), encoding="utf-8")
    return Undisturbed(root / "project", root / "store", {}, 0)


@pytest.fixture
def chained(once_chained: Undisturbed, tmp_path: Path, own_store: Path) -> Path:
    """The project file of such a film of the test's own."""
    return copy_of(once_chained, tmp_path / "project", own_store)


def test_last_frames_take_the_place_of_transitions(once_chained: Undisturbed) -> None:
    made = (once_chained.folder.parent / "made").read_text(encoding="utf-8").split()
    assert {LAST_INTRO, LAST_VERSE, LAST_CHORUS} <= set(made) and not [n for n in made if n.startswith("transition/")]


def test_an_edit_remakes_its_scene_and_the_one_that_grows_out_of_it(chained: Path) -> None:
    edit(chained, "seed: 41", "seed: 42")
    assert planned(chained) == {
        VERSE: True,
        CHORUS: False,
        LAST_VERSE: True,
        LAST_CHORUS: False,
        OUTRO: False,
        FILM: True,
    }
    assert set(build(chained)) == {VERSE, LAST_VERSE, CHORUS, LAST_CHORUS, FILM}


def test_an_equal_last_frame_stops_the_cascade(chained: Path) -> None:
    """Where the verse begins on its own its first bars differ, and its last frame is the same."""
    edit(chained, "verse-1.01: {", "verse-1.01: {chain: false, ")
    may_be_made = planned(chained)
    assert may_be_made[CHORUS] is False and may_be_made[LAST_VERSE]
    made = build(chained)
    assert {VERSE, LAST_VERSE, FILM} <= set(made) and not {CHORUS, LAST_CHORUS, OUTRO} & set(made)


def test_undo_renders_nothing(chained: Path) -> None:
    edit(chained, "seed: 41", "seed: 42")
    build(chained)
    edit(chained, "seed: 42", "seed: 41")
    assert build(chained) == []


def test_the_film_goes_on_where_the_scene_before_ended(chained: Path) -> None:
    """At each boundary the picture steps no further than it does inside scenes; by cuts it would."""
    lumas = [_frames(chained.parent / "build" / "scenes" / f"{name.removeprefix('scene/')}.mp4") for name in
             (INTRO, VERSE, CHORUS, OUTRO)]  # fmt: skip
    steps = [np.abs(after[0] - before[-1]).mean() for before, after in itertools.pairwise(lumas)]
    inside = [np.abs(np.diff(scene, axis=0)).mean(axis=(1, 2)).max() for scene in lumas]
    jumps = [np.abs(after[-1] - before[-1]).mean() for before, after in itertools.pairwise(lumas)]
    assert max(steps) < 1.5 * max(inside) and max(steps) < 0.5 * min(jumps)


def test_a_grown_scene_is_its_own() -> None:
    before = plain_shot("road", "neon", width=96, height=64)
    shot = plain_shot("sea", "neon", width=96, height=64, num_frames=40, chain=20)
    last, own, grown = (np.empty((96, 96), np.uint8) for _ in range(3))
    ShotPicture(before).frame(47, last)
    picture, alone = ChainedPicture(shot, last), ShotPicture(shot)
    differences = []
    for index in range(21):
        picture.frame(index, grown)
        alone.frame(index, own)
        differences.append(float(np.abs(grown.astype(int) - own).mean()))
    assert differences[0] > 10 and differences[19] < 1 and differences[20] == 0


def test_a_chained_scene_with_a_transition_of_its_own_is_refused(chained: Path) -> None:
    edit(chained, "verse-1.01: {", "verse-1.01: {chain: true, transition: morph, ")
    done = run("check", str(chained))
    assert done.returncode == 3 and "BF016" in done.stderr and "can't also begin with a morph" in done.stderr


def test_a_transition_is_an_exception_from_the_films_chain(chained: Path) -> None:
    edit(chained, "verse-1.01: {", "verse-1.01: {transition: cut, ")
    assert set(build(chained)) == {VERSE, LAST_VERSE, FILM}


@pytest.mark.parametrize(
    "word, hint", [("yes", "write true"), ("'true'", "write true"), ("2", "expected true or false")]
)
def test_chain_is_true_or_false(chained: Path, word: str, hint: str) -> None:
    edit(chained, "chain: true", f"chain: {word}")
    done = run("check", str(chained))
    assert done.returncode == 3 and hint in done.stderr


def test_a_plan_before_listening_counts_the_last_frames_too(chained: Path) -> None:
    (chained.parent / "song.wav").write_bytes((chained.parent / "song.wav").read_bytes() + bytes(4))
    rows = {row["name"]: row for row in json.loads(run("plan", str(chained), "--json").stdout)["targets"]}
    assert rows["last/*"]["count"] == rows["scene/*"]["count"] - 1 and not rows["last/*"]["certain"]


def test_one_picture_of_a_chained_scene_is_shown_without_building(chained: Path, tmp_path: Path) -> None:
    edit(chained, "seed: 41", "seed: 43")
    done = run("frame", str(chained), "chorus-1.01", "-o", str(tmp_path / "still.png"))
    assert done.returncode == 0 and (tmp_path / "still.png").read_bytes().startswith(b"\x89PNG")


def _frames(path: Path) -> np.ndarray:
    with av.open(str(path)) as film:
        return np.stack([frame.to_ndarray(format="gray").astype(np.int16) for frame in film.decode(video=0)])
