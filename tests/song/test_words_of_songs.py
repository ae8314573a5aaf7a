"""What words say of a song: where its parts begin, how it feels; and what a human says of its tone. All of it pure."""

from dataclasses import replace
from itertools import pairwise

import pytest

from beatforge.project.library import load_library
from beatforge.song.analysis import Analysis, Feeling, Mood, Section
from beatforge.song.boundaries import AS_THE_SONG_HAS, SectionCount
from beatforge.song.lyrics.lines import Line, Lyrics
from beatforge.song.mood import mood_of
from beatforge.song.sentiment import valence_of, with_words
from beatforge.song.toned import Tone, with_tone
from beatforge.song.worded import sections_by_words

FEELINGS = load_library().feelings

VERSE, OTHER, REFRAIN = ("one two", "three four"), ("five six", "seven eight"), ("all of us", "sing it now")


def line(text, start, seconds=3.0):
    return Line(text, start, start + seconds, (), 1)


def lyrics(*lines):
    return Lyrics("lrc", tuple(lines))


def song(words, sections=((0.0, "intro"), (30.0, "verse"), (60.0, "verse"), (90.0, "outro")), **more):
    """A song of 120 s at 120 BPM."""
    starts = [start for start, _ in sections]
    parts = tuple(Section(a, b, kind) for a, b, (_, kind) in zip(starts, [*starts[1:], 120.0], sections, strict=True))
    beats = tuple(number / 2 for number in range(240))
    return Analysis(120.0, 44100, 2, "pyav", 120.0, True, beats, beats[::4], 4, "A minor", parts, (), {}, lyrics=words,
                    **more)  # fmt: skip


SUNG = lyrics(
    line(VERSE[0], 10), line(VERSE[1], 14), line(REFRAIN[0], 26.1), line(REFRAIN[1], 30),
    line(OTHER[0], 56), line(OTHER[1], 60), line(REFRAIN[0], 72), line(REFRAIN[1], 76),
)  # fmt: skip


def test_a_chorus_begins_with_the_first_line_that_returns():
    found = sections_by_words(song(SUNG), AS_THE_SONG_HAS)
    assert [section.start for section in found if section.kind == "chorus"][:1] == [26.0]
    assert 72.0 in [section.start for section in found]


def test_where_nobody_sings_for_long_is_an_instrumental_part():
    found = sections_by_words(song(SUNG), AS_THE_SONG_HAS)
    assert any(section.kind == "instrumental" and section.start >= 33 and section.end == 56 for section in found)


def test_parts_by_words_touch_and_cover_the_song():
    found = sections_by_words(song(SUNG), AS_THE_SONG_HAS)
    assert (found[0].start, found[-1].end) == (0.0, 120.0)
    assert all(a.end == b.start for a, b in pairwise(found))


def test_parts_by_words_are_as_few_as_asked_for():
    assert len(sections_by_words(song(SUNG), SectionCount(max=4))) <= 4


@pytest.mark.parametrize(
    "words",
    [None, lyrics(line("once", 10), line("and never again", 70)),
     lyrics(*(replace(row, is_estimate=True) for row in SUNG.lines))],
    ids=["none", "nothing returns", "estimated"],
)  # fmt: skip
def test_words_that_tell_too_little_move_nothing(words):
    heard = song(words)
    assert [part.start for part in sections_by_words(heard, AS_THE_SONG_HAS)] == [0.0, 30.0, 60.0, 90.0]


def test_downbeats_that_are_sure_draw_parts_to_them():
    early = (replace(row, start=row.start - 0.4) if row.text == REFRAIN[0] else row for row in SUNG.lines)
    words = lyrics(*early)
    unsure, sure = (
        sections_by_words(song(words, downbeat_confidence=confidence), AS_THE_SONG_HAS) for confidence in (0.1, 0.95)
    )
    assert 25.5 in [part.start for part in unsure]
    assert 26.0 in [part.start for part in sure]


@pytest.mark.parametrize(
    ("text", "sign"),
    [("I love you", 1), ("I don't love you", -1), ("never happy", -1), ("I am not sad", 1), ("tables and chairs", 0),
     ("nobody's crying", -1), ("so beautiful", 1), ("", 0)],
)  # fmt: skip
def test_words_are_glad_or_sad_and_a_negation_turns_them(text, sign):
    valence, _ = valence_of(text, FEELINGS)
    assert (valence > 0) - (valence < 0) == sign


def test_what_is_negated_is_less_than_its_opposite():
    assert 0 < -valence_of("not happy", FEELINGS)[0] < valence_of("happy", FEELINGS)[0]


def test_no_word_is_both_glad_and_sad():
    words = [word for group in FEELINGS["valence"].values() for word in group]
    assert len(words) == len(set(words))


def test_sad_words_make_a_song_sadder_and_only_the_part_in_which_they_are_sung():
    words = lyrics(*(line("tears of sorrow and despair, alone and lost", 61.0 + 4 * row) for row in range(6)))
    heard = song(words, mood=mood_of(0.4, 0.6), arc=(Feeling(0.0, 0.4, 0.5), Feeling(60.0, 0.4, 0.7)))
    told = with_words(heard, FEELINGS)
    assert told.mood.valence < 0.1
    assert told.mood.energy == heard.mood.energy
    assert told.arc[0] == heard.arc[0]
    assert told.arc[1].valence < 0.1


def test_a_song_without_words_or_mood_stays_as_it_is():
    assert with_words(song(None, mood=mood_of(0.1, 0.2)), FEELINGS).mood == mood_of(0.1, 0.2)
    assert with_words(song(SUNG), FEELINGS).mood is None


def test_a_mood_has_words_that_lie_near_it():
    assert "joyful" in mood_of(0.7, 0.7).tags
    assert "sad" in mood_of(-0.7, 0.15).tags
    assert "aggressive" in mood_of(-0.6, 0.95).tags
    assert mood_of(5.0, -3.0).valence == 1.0


def test_what_is_pinned_of_the_tone_wins():
    heard = song(None, mood=mood_of(-0.5, 0.3), key_confidence=0.2)
    told = with_tone(heard, Tone("C major", (31.0, 9.0), ((5.0, 9.0),), ((40.0, 50.0),), 0.2, None, ("odd",)))
    assert (told.key, told.key_confidence, told.other_key) == ("C major", 1.0, "A minor")
    assert [(drop.at, drop.strength) for drop in told.drops] == [(9.0, 1.0), (31.0, 1.0)]
    assert [(s.start, s.end) for s in (*told.builds, *told.breaks)] == [(5.0, 9.0), (40.0, 50.0)]
    assert told.mood == Mood(0.2, 0.3, ("odd",))


def test_nothing_pinned_changes_nothing():
    heard = song(SUNG, mood=mood_of(-0.5, 0.3))
    assert with_tone(heard, Tone()) == heard
