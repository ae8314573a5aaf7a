"""Every item of the timeline can be taken away, changed and added to by `film.performance`; contradictions are told."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beatforge.film.performance import ACTIONS, LIGHT_CUES
from beatforge.song.analysis import Analysis
from tests.film.dj.shows import RATE, nova, shown, songs, usual

MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(songs(), st.data())
def test_every_item_can_be_taken_away_and_changed(analysis: Analysis, data: st.DataObject) -> None:
    moves = shown(analysis)[0].moves
    if not moves:
        return
    meant = data.draw(st.sampled_from(moves))
    at = float(meant.at / RATE)
    without, faults = shown(analysis, [{"at": at, "action": "none"}])
    assert not faults and without.moves == tuple(move for move in moves if move != meant)
    assert [(move.kind, move.at) for move in without.gone] == [(meant.kind, meant.at)]
    other = data.draw(st.sampled_from([kind for kind in ACTIONS[1:] if kind != meant.kind]))
    changed, faults = shown(analysis, [{"at": at, "action": other, "strength": 33, "face": "delighted_joy"}])
    said = [move for move in changed.moves if move.path is not None]
    assert not faults
    assert [(m.kind, m.at, m.strength, m.face, m.was) for m in said] == [
        (other, meant.at, 33, "delighted_joy", meant.kind)
    ]


@MANY
@given(songs(), st.floats(0.5, 0.95), st.sampled_from(ACTIONS[1:]))
def test_an_action_can_be_added_anywhere_and_wins(analysis: Analysis, share: float, kind: str) -> None:
    at = round(analysis.duration * share, 2)
    show, faults = shown(analysis, [{"at": at, "action": kind, "length_s": 1.5}])
    (said,) = [move for move in show.moves if move.path is not None]
    assert not faults and said.kind == kind and abs(said.at - at * RATE) <= 30 / 60 * RATE + 1
    assert all(move is said or move.end <= said.start or said.end <= move.start for move in show.moves)


def test_a_cue_between_beats_adds_one_exactly_there() -> None:
    show, _ = shown(usual(), [{"at": 5.04, "action": "crossfader_hit", "length_s": 1}])
    assert [move.at for move in show.moves if move.path] == [121]


def test_strength_alone_changes_the_item_that_is_near() -> None:
    show, _ = shown(usual(), [{"at": 24.1, "strength": 5}])
    before = next(move for move in shown(usual())[0].moves if move.at == 576)
    after = next(move for move in show.moves if move.at == 576)
    assert (before.strength, after.strength) == (80, 5)
    assert (after.kind, after.start, after.end, after.face) == (before.kind, before.start, before.end, before.face)


def test_a_face_without_an_action_holds_from_then_on_or_for_its_length() -> None:
    show, _ = shown(usual(), [{"at": 5, "face": "delighted_joy", "length_s": 2}])
    faces = [(face.frame, face.name) for face in show.faces if 100 <= face.frame <= 200]
    assert faces == [(120, "delighted_joy"), (168, "neutral_confident")]


@pytest.mark.parametrize("kind", LIGHT_CUES)
def test_lights_can_be_said(kind: str) -> None:
    show, faults = shown(usual(), [{"at": 24, "light": kind, "length_s": 3, "strength": 20}])
    (said,) = [light for light in show.lights if light.path]
    assert not faults and (said.kind, said.start, said.end, said.strength) == (kind, 576, 648, 20)
    assert [light.kind for light in show.lights if light.start == 576] == [kind], "the flash of the drop gives way"


@pytest.mark.parametrize("theme", nova().spec.themes)
def test_no_light_at_a_move_is_right_in_every_theme(theme: str) -> None:
    assert all(
        not shown(usual(), [{"at": float(m.at / RATE), "light": "none"}], theme)[1] for m in shown(usual())[0].moves
    )


def test_a_change_of_what_a_clash_left_alone_is_a_change_still() -> None:
    """The drop at 12 s stays when the cue that would replace it can't be; what is said of it afterwards is of it."""
    cues: list[dict[str, object]] = [
        {"at": 9, "action": "deck_scratch_L", "length_s": 6},
        {"at": 12, "action": "crossfader_hit"},
        {"at": 12, "strength": 50},
    ]
    _, faults = shown(usual(), cues)
    assert [(fault.code, fault.at[2]) for fault in faults] == [("BF095", 1), ("BF095", 2)]
    assert all("deck_scratch_L lasts from" in fault.text for fault in faults)


def test_lights_can_be_taken_away() -> None:
    show, faults = shown(usual(), [{"at": 24, "light": "none"}])
    assert not faults and not [light for light in show.lights if light.start == 576]


@pytest.mark.parametrize(
    ("cues", "code", "text", "hint"),
    [
        (
            [{"at": 5, "action": "none"}],
            "BF095",
            "nothing is done within half a beat of 5 s",
            "drop_reaction at 12.00 s",
        ),
        (
            [{"at": 5, "action": "drop_reaction"}, {"at": 5.9, "action": "crossfader_hit"}],
            "BF095",
            "she is still at it: drop_reaction lasts from 4.79 to",
            "length_s",
        ),
        ([{"at": 24, "action": "none"}, {"at": 24.1, "action": "drop_reaction"}], "BF095", "another cue", "one cue"),
        ([{"at": 5, "strength": 90}], "BF095", "nothing is done within half a beat of 5 s", "drop_reaction at 12.00 s"),
        ([{"at": 5, "light": "none"}], "BF095", "no light changes within half a beat of 5 s", "what the lights do"),
        ([{"at": 5, "light": "flash"}, {"at": 5, "light": "spot"}], "BF095", "of the light at 5 s", "one cue"),
        ([{"at": 5, "face": "warm_focus"}, {"at": 5.0, "face": "delighted_joy"}], "BF095", "of the face at", "one cue"),
        ([{"at": 24, "face": "delighted_joy"}, {"at": 24, "strength": 9}], "BF095", "what is done at 24 s", "one cue"),
        ([{"at": 24, "face": "delighted_joy"}] * 2, "BF095", "what is done at 24 s", "one cue"),
        ([{"at": 99, "action": "drop_reaction"}], "BF060", "the music ends at 96.0 s", ""),
    ],
)
def test_what_can_not_be_said_is_told_at_its_place(
    cues: list[dict[str, object]], code: str, text: str, hint: str
) -> None:
    (fault,) = shown(usual(), cues)[1]
    assert fault.code == code and text in fault.text and hint in fault.hint
    assert fault.at[:2] == ("film", "performance")
