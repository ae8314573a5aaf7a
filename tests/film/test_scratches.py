"""Scratches that are heard: what is scratched on a deck, in the sound of the song that lies there."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from beatforge.errors import ProjectError
from beatforge.film.dj.scratches import scratched
from beatforge.film.plan import Plan
from beatforge.mix.parts import Mix, Part
from beatforge.mix.scratch import Scratch
from beatforge.project.load import load_project
from tests.film.test_usage import LIBRARY, SONG, keys, planned, targets

AUDIBLE = ", theme: mashup_chaos, scratch: audible"
SAID = ", performance: [{at: 20, action: deck_scratch_L}, {at: 50, action: deck_scratch_L, strength: 90}]"


def scratches_of(plan: Plan) -> tuple[Scratch, ...]:
    return plan.heard.mix.parts[0].scratches


def acts_of(plan: Plan) -> list[tuple[float, float]]:
    """When the show's scratches begin and end, in seconds."""
    assert plan.show is not None
    moves = [move for move in plan.show.moves if move.kind.startswith("deck_scratch")]
    return [(float(move.at / Fraction(plan.fps)), float(move.end / Fraction(plan.fps))) for move in moves]


def test_scratches_sound_where_the_show_scratches(tmp_path: Path) -> None:
    plan = planned(tmp_path, AUDIBLE + SAID)
    acts = acts_of(plan)
    assert len(acts) >= 3 and 20 in [start for start, _ in acts]
    assert [pytest.approx((scratch.start_s, scratch.end_s)) for scratch in scratches_of(plan)] == acts


def test_silent_scratches_leave_every_key_as_it_is(tmp_path: Path) -> None:
    usual, silent = (planned(tmp_path, f", theme: mashup_chaos{said}") for said in ("", ", scratch: silent"))
    assert keys(usual) == keys(silent)
    assert usual.heard.mix.is_trivial


def test_audible_scratches_make_the_sound_again_and_no_picture(tmp_path: Path) -> None:
    silent, audible = keys(planned(tmp_path, ", theme: mashup_chaos")), keys(planned(tmp_path, AUDIBLE))
    assert {name for name in audible if audible[name] != silent.get(name)} == {"part/song", "mix"}


def test_moving_a_scratch_makes_no_part_again(tmp_path: Path) -> None:
    (first, _), *_ = acts_of(planned(tmp_path, AUDIBLE))
    before = keys(planned(tmp_path, AUDIBLE))
    cue = f", performance: [{{at: {first}, action: none}}]"
    after = keys(planned(tmp_path, AUDIBLE + cue))
    stale = {name for name in after if after[name] != before[name]}
    assert "mix" in stale and "part/song" not in stale


def test_a_scratched_song_stays_as_loud_as_it_is(tmp_path: Path) -> None:
    value = targets(planned(tmp_path, AUDIBLE))["mix"].value
    assert "loudness_lufs" not in value and "true_peak_dbtp" not in value
    assert [row["gain_db"] for row in value["parts"]] == [0.0]


def test_of_a_mashup_only_the_song_on_that_deck_is_scratched_and_only_where_it_sounds(tmp_path: Path) -> None:
    plan = planned(tmp_path, AUDIBLE + SAID)
    assert plan.show is not None
    project = load_project(tmp_path / "project.yaml", library=LIBRARY)
    whole = ((0.0, 0.0), (SONG.duration, SONG.duration))
    left, right = Part("left", "a", "drums", whole), Part("right", "b", "mix", whole)
    voice = Part("voice-1", "voice/1", "mix", whole, role="voice")
    late = replace(left, warp=((0.0, SONG.duration - 1), (1.0, SONG.duration)))
    show = replace(plan.show, decks=replace(plan.show.decks, sides={"a": 0, "b": 1}, starts=()))
    on = {side: {m.at for m in show.moves if m.kind == f"deck_scratch_{side}"} for side in "LR"}
    assert on["L"] and on["R"]
    for first, is_heard in ((left, True), (late, False)):
        heard = replace(plan.heard, mix=Mix((first, right, voice), SONG.duration))
        found = {p.id: p.scratches for p in scratched(project, heard, show, Fraction(plan.fps)).mix.parts}
        assert {round(s.start_s * 24) for s in found["left"]} == (on["L"] if is_heard else set())
        assert {round(s.start_s * 24) for s in found["right"]} == on["R"]
        assert not found["voice-1"]


def test_scratches_are_heard_in_films_of_mode_dj_only(tmp_path: Path) -> None:
    (tmp_path / "song.wav").touch()
    text = "version: 1\nname: small\nsong: {file: song.wav}\nfilm: {scratch: audible}\n"
    (tmp_path / "project.yaml").write_text(text)
    with pytest.raises(ProjectError, match="scratches are heard in films of mode dj"):
        load_project(tmp_path / "project.yaml", library=LIBRARY)
