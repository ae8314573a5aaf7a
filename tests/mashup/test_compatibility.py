"""How songs go together: after the best transform, per direction, taken apart, and silent about nothing."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatforge.mashup.compatibility import MAX_TEMPO_RATIO, Match, Weights, compatibility
from beatforge.mashup.profile import SHAPE, Profile, Tags, profile_of
from beatforge.song.analysis import ENVELOPES, Analysis
from beatforge.song.lyrics.lines import Line, Lyrics
from beatforge.song.tempos import Alternative
from beatforge.song.wheel import Key, are_compatible, parse_key
from tests.mashup.entries import PLAIN

PROFILES = st.builds(
    Profile,
    tempo_bpm=st.one_of(st.just(0.0), st.floats(40, 240)),
    key=st.sampled_from(["", *(str(Key(tonic, is_minor)) for tonic in range(12) for is_minor in (False, True))]),
    energy=st.floats(0, 1),
    shape=st.tuples(*[st.floats(0, 1)] * SHAPE),
    readings=st.lists(st.tuples(st.floats(40, 240), st.floats(0, 1)), max_size=3).map(tuple),
    voice=st.none() | st.floats(0, 1),
    genre=st.sampled_from(["", "rock", "Drum & Bass"]),
    words=st.sampled_from([(), (("night", 2),), PLAIN.words, (("sea", 4), *PLAIN.words[1:])]),
    timbre=st.sampled_from([(), (0.0, 1.0), (1.0, -1.0)]),
)


def over(bed: Profile = PLAIN, **changes: object) -> Match:
    """The plain song, changed, over a bed."""
    return compatibility(replace(PLAIN, **changes), bed)  # type: ignore[arg-type]


def test_a_song_over_itself_is_perfect_and_left_as_it_is() -> None:
    match = over()
    assert (match.score, match.tempo_ratio, match.semitones, match.is_possible) == (1.0, 1.0, 0, True)


@given(PROFILES, PROFILES)
def test_scores_lie_between_0_and_1_and_the_transform_within_reach(voice: Profile, bed: Profile) -> None:
    match = compatibility(voice, bed)
    parts = (match.bpm, match.key, match.energy, match.genre, match.semantic, match.harmonic, match.direction)
    assert all(score is None or 0 <= score <= 1 for score in (match.score, *parts))
    assert 1 / MAX_TEMPO_RATIO - 1e-6 <= match.tempo_ratio <= MAX_TEMPO_RATIO + 1e-6
    assert abs(match.semitones) <= 2
    assert match.reasons and all(match.reasons)
    own, other = parse_key(voice.key), parse_key(bed.key)
    assert own is None or other is None or are_compatible(own.shifted(match.semitones), other)


def test_the_parts_and_their_weights_make_the_score() -> None:
    match = over(
        tempo_bpm=118.0,
        key="D major",
        energy=0.5,
        genre="folk",
        timbre=(0.0, 1.0),
        words=(("sea", 1), *PLAIN.words[1:]),
    )
    assert match.genre == 0.0 and match.key is not None and match.semantic is not None
    harmonic = (35 * match.bpm + 30 * match.key + 20 * match.energy + 15 * match.genre) / 100
    assert math.isclose(match.harmonic, harmonic, abs_tol=1e-3)
    assert math.isclose(match.score, (60 * harmonic + 40 * match.semantic) / 100, abs_tol=1e-3)


def test_weights_decide() -> None:
    near, far = replace(PLAIN, key="F# major"), replace(PLAIN, tempo_bpm=130.0)
    by_tempo, by_key = Weights.from_value({"bpm": 100, "key": 0}), Weights.from_value({"bpm": 0, "key": 100})
    assert compatibility(near, PLAIN, by_tempo).score > compatibility(far, PLAIN, by_tempo).score
    assert compatibility(near, PLAIN, by_key).score < compatibility(far, PLAIN, by_key).score
    with pytest.raises(KeyError, match="tempo"):
        Weights.from_value({"tempo": 1})


def test_bpm_falls_to_nothing_at_ten_percent_and_a_slower_voice_loses_more() -> None:
    assert over(tempo_bpm=120 / 1.05).bpm == pytest.approx(0.5, abs=0.02)
    assert over(tempo_bpm=120 / 1.11).bpm == 0
    assert over(tempo_bpm=120 * 1.05).bpm < over(tempo_bpm=120 / 1.05).bpm


def test_tempos_meet_over_octaves() -> None:
    match = over(tempo_bpm=61.0)
    assert match.tempo_ratio == pytest.approx(60 / 61) and "half time" in match.reasons[0]
    assert over(tempo_bpm=238.0).tempo_ratio == pytest.approx(240 / 238)


def test_another_reading_of_the_beats_counts_if_it_is_likely() -> None:
    assert over(tempo_bpm=90.0, readings=((120.0, 0.6),)).tempo_ratio == 1.0
    assert not over(tempo_bpm=85.0, readings=((120.0, 0.1),)).is_possible


def test_songs_whose_tempos_cannot_meet_are_possible_for_nobody_and_score_half() -> None:
    match = over(tempo_bpm=88.0)
    assert not match.is_possible and match.tempo_ratio == 1.0
    assert match.score == pytest.approx((0.6 * match.harmonic + 0.4) / 2, abs=1e-3)
    assert "do not meet" in match.reasons[0]


def test_of_all_keys_the_same_is_best_and_the_tritone_neighbour_worst() -> None:
    scores = {tonic: over(key=f"{note} major").key or 0 for tonic, note in enumerate(
        ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"))}  # fmt: skip
    assert max(scores, key=lambda tonic: scores[tonic]) == 0
    assert min(scores, key=lambda tonic: scores[tonic]) == 6
    assert scores[7] > scores[2] > scores[6]


def test_the_voice_of_one_over_the_other_is_another_question_than_the_reverse() -> None:
    song = replace(PLAIN, tempo_bpm=126.0, voice=0.7)
    beat = replace(PLAIN, voice=0.0)
    sung, unsung = compatibility(song, beat), compatibility(beat, song)
    assert sung.score > unsung.score
    assert sung.tempo_ratio == pytest.approx(1 / unsung.tempo_ratio)
    assert any("hardly anybody sings" in reason for reason in unsung.reasons)
    assert any("bed itself sings 70 %" in reason for reason in unsung.reasons)


def test_what_is_not_known_is_left_out_and_said() -> None:
    match = over(words=(), genre="", key="")
    assert (match.semantic, match.genre, match.key) == (None, None, None)
    assert match.score == match.harmonic == 1.0
    said = " ".join(match.reasons)
    assert "no words" in said and "no key" in said and "genre does not count" in said


def test_a_title_alone_is_no_subject() -> None:
    match = over(words=(("night", 1), ("car", 1)))
    assert match.semantic is None and "too few words" in " ".join(match.reasons)


def test_genre_is_the_tags_and_else_how_songs_sound() -> None:
    assert over(genre="Rock").genre == 1.0
    assert over(genre="Indie Rock").genre == 0.8
    likeness = {"timbre": (1.0, 0.0)}
    alike, other = replace(PLAIN, genre="", **likeness), replace(PLAIN, genre="", timbre=(-2.0, 3.0))  # type: ignore[arg-type]
    assert (compatibility(alike, alike).genre or 0) > 0.9 > 0.2 > (compatibility(other, alike).genre or 0)
    assert any("timbre" in reason for reason in compatibility(other, alike).reasons)


def test_a_profile_is_what_was_heard_and_what_the_file_says() -> None:
    curve = (0,) * 400 + (255,) * 400
    song = Analysis(
        8.0, 44100, 2, "pyav", 100.0, True, (), (), 4, "A minor", (), (), dict.fromkeys(ENVELOPES, curve),
        alternatives=(Alternative("x2", 200.0, 0.3), Alternative("half beat", 100.0, 0.2)),
        voice=(255,) * 800,
        lyrics=Lyrics("lrc", (Line("into the night", 1.0, 3.0, (), 1), Line("silver night", 4.0, 4.0, (), 2))),
    )  # fmt: skip
    profile = profile_of(song, Tags("Silver", "Nobody", "folk"))
    assert dict(profile.words) == {"night": 2, "silver": 2, "folk": 1}
    unread = replace(song, lyrics=None)
    assert profile_of(replace(unread, voice_confidence=0.9)).voice is None  # nobody knows how much of the time
    assert profile_of(replace(unread, voice_confidence=0.05)).voice == 0.0
    assert (profile.energy, profile.shape[0], profile.shape[-1]) == (0.5, 0.0, 1.0)
    assert (profile.readings, profile.voice) == (((200.0, 0.3),), 0.25)
    assert Profile.from_value(profile.to_value()) == profile
