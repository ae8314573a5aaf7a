"""Laws of the timeline, over any song: nothing overlaps, all lies on the beat, themes have no say, it rests."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beatforge.film.cut import Lengths, cut_film
from beatforge.film.dj.decks import decks_of
from beatforge.film.dj.show import performances_of, show_of
from beatforge.film.performance import ACTIONS
from beatforge.mix.parts import Mix, Part
from beatforge.project.models import Film
from beatforge.song.analysis import Analysis, Drop, Stretch
from tests.film.dj.shows import KINDS, RATE, nova, shown, songs, usual
from tests.film.songs import song

THEMES = tuple(nova().spec.themes)
MANY = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(songs(), st.sampled_from([Fraction(24), Fraction(30000, 1001), Fraction(60)]))
def test_no_two_actions_overlap_and_each_has_its_accent_inside(analysis: Analysis, rate: Fraction) -> None:
    show, faults = shown(analysis, rate=rate)
    assert not faults
    for move in show.moves:
        assert move.start < move.at < move.end and move.kind in ACTIONS[1:] and 1 <= move.strength <= 100
    assert all(before.end <= after.start for before, after in pairwise(show.moves))


@MANY
@given(songs())
def test_every_accent_lies_within_a_frame_of_a_beat(analysis: Analysis) -> None:
    show, _ = shown(analysis)
    beats = analysis.beats or [index * 0.5 for index in range(1 + int(2 * analysis.duration))]
    for move in show.moves:
        assert min(abs(move.at - beat * RATE) for beat in beats) <= 1


@MANY
@given(songs())
def test_themes_change_lights_and_cameras_but_nothing_that_is_played(analysis: Analysis) -> None:
    shows = [shown(analysis, theme=theme)[0] for theme in THEMES]
    assert all(
        (show.moves, show.faces, show.decks) == (shows[0].moves, shows[0].faces, shows[0].decks) for show in shows
    )
    for show in shows:
        if not nova().spec.themes[show.theme].show.strobes:
            assert not {light.kind for light in show.lights} & {"flash", "chase"}


@MANY
@given(songs(), st.sampled_from(THEMES))
def test_each_scene_has_what_happens_in_it_and_another_view_than_its_neighbour(analysis: Analysis, name: str) -> None:
    show, _ = shown(analysis, theme=name)
    theme = nova().spec.themes[name]
    spans = cut_film(analysis, Lengths(theme.show.shortest_s, theme.show.longest_s), RATE)
    performances = performances_of(show, spans, [True] * len(spans), [None] * len(spans), theme, RATE)
    for span, performance in zip(spans, performances, strict=True):
        assert performance and performance.faces[0][0] <= -48
        told = {(act.kind, act.at + span.start_frame) for act in performance.acts}
        assert {(move.kind, move.at) for move in show.moves if span.start_frame <= move.at < span.end_frame} <= told
        assert len(performance.left) == len(performance.crossfader) == span.end_frame - span.start_frame + 96
    assert all(one and other and one.shot != other.shot for one, other in pairwise(performances))


def test_a_song_of_drops_is_answered_at_each_of_them_and_awaited() -> None:
    show, _ = shown(usual())
    drops = [move.at for move in show.moves if move.kind == "drop_reaction"]
    assert drops == [288, 576, 1152, 1728]
    for at in drops:
        assert [face.name for face in show.faces if face.frame < at][-1] == "drop_anticipation"
        assert [face.name for face in show.faces if face.frame <= at][-1] == "delighted_joy"


def test_suspense_is_longer_where_the_music_builds_up() -> None:
    def awaited(analysis: Analysis) -> int:
        return next(
            face.frame for face in shown(analysis)[0].faces if face.name == "drop_anticipation" and face.frame > 400
        )

    assert awaited(usual()) == 576 - 48
    assert awaited(replace(usual(), builds=(Stretch(18, 24),))) == 576 - 96


def test_every_shot_in_which_a_drop_is_awaited_knows_of_it_however_slow_the_song() -> None:
    """A bar of 4 s is longer than what a shot hears beyond its end."""
    slow = song(60, 48, KINDS)
    show, _ = shown(slow, theme="mashup_chaos")
    theme = nova().spec.themes["mashup_chaos"]
    spans = cut_film(slow, Lengths(2, 4), RATE)
    performances = performances_of(show, spans, [True] * len(spans), [None] * len(spans), theme, RATE)
    drops = [move.at for move in show.moves if move.kind == "drop_reaction" and move.at > 96]
    assert drops
    for at in drops:
        for span, performance in zip(spans, performances, strict=True):
            if performance and span.end_frame > at - 96 and span.start_frame <= at:
                told = {act.at + span.start_frame: act.awaited for act in performance.acts}
                assert told[at] == 96


def test_the_timeline_rests() -> None:
    """Not scratching all the time: of a song of three minutes, at most a third is action."""
    show, _ = shown(song(bars=96, kinds=KINDS))
    busy = sum(move.end - move.start for move in show.moves)
    assert busy < 4608 / 3
    scratches = [move for move in show.moves if move.kind.startswith("deck_scratch")]
    assert 2 <= len(scratches) <= len(show.moves) / 2
    assert {move.deck for move in scratches} == {0, 1}


@pytest.mark.parametrize(("kind", "action"), [("chorus", "crossfader_hit"), ("bridge", "spotlight_presentation")])
def test_parts_are_answered_by_their_kind(kind: str, action: str) -> None:
    flat = song(bars=16, kinds=("verse", kind))
    flat = replace(flat, drops=(), envelopes={**flat.envelopes, "energy": (100,) * len(flat.envelopes["energy"])})
    show, _ = shown(flat)
    assert [move.kind for move in show.moves if move.event == "section"] == [action]


def test_a_loud_start_is_answered_at_its_first_beat() -> None:
    loud = replace(song(bars=16, kinds=("chorus", "verse"), start=0.4), drops=())
    first = shown(loud)[0].moves[0]
    assert (first.kind, first.event, first.at) == ("drop_reaction", "start", 10)


def test_songs_of_a_mix_take_decks_in_turn_and_are_heard_there() -> None:
    parts = (
        Part("a-bed", "a", "instrumental", ((0, 0), (16, 16))),
        Part("b-voice", "b", "vocals", ((0, 4), (4, 8)), role="lead"),
        Part("c-end", "c", "mix", ((0, 12), (4, 16))),
    )
    decks = decks_of(song(bars=8, kinds=("verse", "chorus")), Mix(parts, 16.0), 384, RATE)
    assert decks.sides == {"a": 0, "b": 1, "c": 0}
    assert decks.right[95] == 0 < decks.right[96] and decks.right[192] == 0
    assert decks.crossfader[0] == 0 < decks.crossfader[100] < 255


def test_she_is_not_carried_away_twice_within_four_bars() -> None:
    twice = replace(usual(), drops=(*usual().drops, Drop(26.0, 0.7)))
    assert [move.at for move in shown(twice)[0].moves if move.kind == "drop_reaction"] == [288, 576, 1152, 1728]


def test_a_rest_of_the_beat_is_for_presenting() -> None:
    resting = replace(usual(), breaks=(Stretch(40.0, 45.0),))
    (shows,) = [move for move in shown(resting)[0].moves if move.event == "break"]
    assert (shows.kind, shows.at) == ("spotlight_presentation", 960)


def test_a_persona_with_other_faces_performs_with_those_it_has() -> None:
    other = nova().spec.model_copy(update={"expressions": {"calm": {}, "mischievous_grin": {}}})
    show, faults = show_of(Film(mode="dj", persona="pebble", theme="chill_lofi"), usual(), None, other, RATE)
    assert not faults and {move.face for move in show.moves} | {face.name for face in show.faces} == {
        "calm", "mischievous_grin",
    }  # fmt: skip


def test_moving_one_moment_of_the_music_moves_nothing_far_from_it() -> None:
    """A drop that is pinned elsewhere: moves more than eight bars from either place are as they were."""
    one, other = (replace(usual(), drops=(*usual().drops, Drop(at, 0.9))) for at in (40.0, 42.0))
    moves = [{m for m in shown(song)[0].moves if abs(m.at / 24 - 41) > 16} for song in (one, other)]
    assert moves[0] == moves[1] and shown(one)[0].moves != shown(other)[0].moves
