"""A human's word on single rows of the edit list: every choice of a recipe can be made anew, and nothing else moves."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from beatforge.project.problems import Fault
from tests.laws.test_mashup_fields import DOCUMENT, Mashup
from tests.mashup.bands import made

ROW = "a-vocals.09"
REACH_S = 2.0 + 1 / 24
"""A scene knows the music so far before and after itself."""


def _row(**said: Any) -> Any:
    found, _ = made("classic", edits=[{"part": ROW, **said}])
    return next(row for row in found.rows if row.id == ROW)


PLAIN = _row()


def test_edits_say_rows_anew() -> None:
    assert _row(move_beats=2).beat == PLAIN.beat + 2
    assert _row(gain_db=-3).gain_db == PLAIN.gain_db - 3
    assert _row(semitones=-1).semitones == -1 and _row(role="texture").role == "texture"
    assert _row(bars=2).beats == 8
    assert _row(low_cut_hz=0).low_cut_hz == 0 and _row(fade_in_s=1).fade_in_s == 1


def test_from_takes_the_downbeat_nearest_to_it() -> None:
    found, _ = made("classic")
    second = found.decks["a"].bars.second(8)  # the third bar of the song
    assert _row(**{"from": second + 0.2}).song_beat == 8


def test_a_muted_row_is_gone_and_all_others_stay() -> None:
    before, after = made("classic")[0], made("classic", edits=[{"part": ROW, "mute": True}])[0]
    assert after.rows == tuple(row for row in before.rows if row.id != ROW)


def test_a_bar_means_all_rows_that_begin_in_it() -> None:
    both, _ = made("classic", edits=[{"bar": 9, "gain_db": -3}])
    one, _ = made("classic", edits=[{"bar": 9, "stem": "instrumental", "gain_db": -3}])
    plain, _ = made("classic")
    quieter = [
        [row.id for row, usual in zip(found.rows, plain.rows, strict=True) if row.gain_db < usual.gain_db]
        for found in (both, one)
    ]
    assert quieter == [["b-instrumental.09", ROW], ["b-instrumental.09"]]


@pytest.mark.parametrize(
    ("edit", "at", "text", "hint"),
    [
        ({"part": "a-vocals.10", "mute": True}, ("edits", 0, "part"), 'no row "a-vocals.10"', "a-vocals.09"),
        ({"bar": 4, "gain_db": 1}, ("edits", 0, "bar"), "no row begins in bar 4", "begins in bar 5"),
        ({"part": ROW, "move_beats": -100}, ("edits", 0), "would be heard from beat", "smaller move_beats"),
        ({"part": ROW, "bars": 16}, ("edits", 0), "would be heard from beat", "smaller bars"),
        ({"part": ROW, "from": 30}, ("edits", 0), "1 bars from there", "earlier from"),
    ],
)
def test_an_edit_that_meets_nothing_names_the_nearest(
    edit: dict[str, Any], at: tuple[Any, ...], text: str, hint: str
) -> None:
    with pytest.raises(Fault) as told:
        made("classic", edits=[edit])
    assert told.value.code == "BF083" and told.value.at == at
    assert text in told.value.text and hint in told.value.hint


def test_a_row_muted_before_cannot_be_edited() -> None:
    with pytest.raises(Fault, match="was muted"):
        made("classic", edits=[{"part": ROW, "mute": True}, {"part": ROW, "gain_db": 1}])


@pytest.mark.parametrize(
    "said", [{"move_beats": 1}, {"from": 14.0, "bars": 2}, {"gain_db": -6}, {"mute": True}], ids=str
)
def test_moving_one_cue_point_makes_the_touched_parts_and_only_the_scenes_over_them(
    tmp_path: Path, said: dict[str, Any]
) -> None:
    document = copy.deepcopy(DOCUMENT)
    before = Mashup(tmp_path, document)
    document["mashup"]["edits"] = [{"part": "a-vocals.13", **said}]
    after = Mashup(tmp_path, document)
    stale = after.stale_after(before)
    assert {name for name in stale if name.startswith("part/")} <= {"part/a-vocals.13"}
    assert ("part/a-vocals.13" in stale) is ("from" in said), "where a part sounds is no part of what it is"
    touched = [part for film in (before, after) for part in film.plan.heard.mix.parts if part.id == "a-vocals.13"]
    first, last = min(part.start_s for part in touched) - REACH_S, max(part.end_s for part in touched) + REACH_S
    over = {
        f"scene/{scene.id}"
        for scene in after.plan.scenes
        if scene.start_frame / 24 < last and scene.end_frame / 24 > first
    }
    scenes = {name for name in stale if name.startswith("scene/")}
    assert scenes and scenes <= over and len(over) < len(after.plan.scenes)
    assert not {name for name in stale if name.startswith(("analysis", "lyrics", "stems"))}


@pytest.mark.parametrize("said", [{"fade_in_s": 0, "fade_out_s": 0}, {"fade_in_s": 60, "fade_out_s": 60}], ids=str)
def test_fades_of_any_length_fit_their_row(said: dict[str, Any]) -> None:
    _, mix = made("classic", edits=[{"part": ROW, **said}])
    part = next(part for part in mix.parts if part.id == ROW)
    assert 0 <= part.fade_in_s + part.fade_out_s <= part.end_s - part.start_s
