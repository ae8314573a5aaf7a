"""Estimated times: lines lie where somebody sings, words in their lines, and all of them say that they are guessed."""

from __future__ import annotations

import random

import pytest

from beatforge.song.analysis import ENVELOPE_HZ, Analysis, Section
from beatforge.song.lyrics.estimate import estimated
from beatforge.song.lyrics.lines import Lyrics
from beatforge.song.lyrics.read import read_lyrics
from beatforge.song.lyrics.syllables import syllables
from beatforge.song.lyrics.wording import line_pace

DURATION = 60.0
BEATS = tuple(at / 2 for at in range(120))
SUNG = ((8.0, 10.4), (12.0, 14.4), (16.0, 18.4), (32.0, 34.4), (36.0, 38.4), (40.0, 42.4))
"""Two verses of three lines of eight syllables, before, between and behind them nobody sings."""

TEXT = "\n".join(
    ["over and over the water", "nobody ever will follow", "under the bridges of silver",
     "over and over we wander", "nobody ever was nearer", "under the mountains of summer"]
)  # fmt: skip


def curve(spans: tuple[tuple[float, float], ...], inside: int = 200, outside: int = 20) -> tuple[int, ...]:
    times = [sample / ENVELOPE_HZ for sample in range(round(DURATION * ENVELOPE_HZ))]
    return tuple(inside if any(start <= at < end for start, end in spans) else outside for at in times)


def song(
    voice: tuple[int, ...] = (),
    onsets: tuple[float, ...] = (),
    beats: tuple[float, ...] = BEATS,
    chroma: tuple[tuple[int, ...], ...] = (),
) -> Analysis:
    clicks = {round(at * ENVELOPE_HZ) for at in onsets}
    onset = tuple(255 if sample in clicks else 0 for sample in range(round(DURATION * ENVELOPE_HZ)))
    envelopes = {"mid": curve(SUNG), "onset": onset}
    return Analysis(
        DURATION, 44100, 2, "pyav", 120.0, True, beats, beats[::4], 4, "C major", (Section(0, DURATION, "verse"),), (),
        envelopes, voice=voice, chroma=chroma,
    )  # fmt: skip


def text(rows: str = TEXT) -> Lyrics:
    return read_lyrics(rows.encode(), ".txt")


def line_starts(lyrics: Lyrics) -> list[float | None]:
    return [line.start for line in lyrics.lines]


HEARD = {"voice": song(curve(SUNG)), "middle of the mix": song(), "no beats": song(curve(SUNG), beats=())}


@pytest.mark.parametrize("analysis", HEARD.values(), ids=HEARD)
def test_lines_lie_where_somebody_sings(analysis: Analysis) -> None:
    found = line_starts(estimated(text(), analysis))
    assert found == pytest.approx([start for start, _ in SUNG], abs=0.5)


def test_a_given_voice_is_believed_before_the_mix() -> None:
    later = tuple((start + 4, end + 4) for start, end in SUNG)
    found = line_starts(estimated(text(), song(curve(SUNG)), curve(later)))
    assert found == pytest.approx([start for start, _ in later], abs=0.5)


def test_estimates_say_that_they_are_and_rise_within_the_song() -> None:
    lyrics = estimated(text(), song(curve(SUNG)))
    assert lyrics.is_timed and lyrics.is_estimate and not text().is_estimate
    assert all(line.is_estimate and word.is_estimate for line in lyrics.lines for word in line.words)
    times = [word.start for line in lyrics.lines for word in line.words]
    assert times == sorted(times) and times[0] >= 0 and times[-1] < DURATION
    assert Lyrics.from_value(lyrics.to_value()) == lyrics
    assert [line.text for line in lyrics.lines] == TEXT.splitlines()


@pytest.mark.parametrize("rows", [TEXT * 60, "la", "la\n" * 300], ids=["too many words", "one word", "many lines"])
def test_any_text_fits_any_song(rows: str) -> None:
    lyrics = estimated(text(rows), song())
    times = [word.start for line in lyrics.lines for word in line.words]
    assert times == sorted(times) and times[0] >= 0 and times[-1] <= DURATION


def test_a_silent_song_is_shared_by_its_lines() -> None:
    times = line_starts(estimated(text(), song(curve((), outside=0))))
    assert times == sorted(times) and len(set(times)) == len(SUNG)


def harmony(seed: int, starts: tuple[float, ...] = ()) -> tuple[tuple[int, ...], ...]:
    """Two notes that change every second, anew each time; from each start of a chorus on the same twelve seconds."""
    draws = random.Random(seed)
    chords = [draws.sample(range(12), 2) for _ in range(round(DURATION))]
    for start in starts[1:]:
        chords[round(start) : round(start) + 12] = chords[round(starts[0]) : round(starts[0]) + 12]
    return tuple(tuple(255 if note in chord else 0 for note in range(12)) for chord in chords for _ in range(2))


CHORUS_AT = (10.0, 44.0)
VERSE, CHORUS = TEXT.splitlines()[:3], ["la la la la la la la la", "over the silver", "na na na na na", "over and out"]
SONG_TEXT = "\n".join([*VERSE, *CHORUS, *TEXT.splitlines()[3:], *CHORUS])


@pytest.mark.parametrize("seed", range(4))
def test_lines_that_return_lie_on_sound_that_returns(seed: int) -> None:
    chorus = (0.0, 3.0, 5.5, 8.0)
    truth = (2.0, 4.5, 7.0, *(10 + at for at in chorus), 34.0, 36.5, 39.0, *(44 + at for at in chorus))
    sung = curve(tuple((at, at + 2.0) for at in truth if at < 46))  # the last lines are drowned by the band
    lyrics = estimated(text(SONG_TEXT), song(sung, chroma=harmony(seed, CHORUS_AT)))
    starts = [start or 0.0 for start in line_starts(lyrics)]
    assert lyrics.is_confirmed
    assert starts == pytest.approx(truth, abs=2.0)


@pytest.mark.parametrize("chroma", [(), harmony(1), ((255, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0),) * 120],
                         ids=["unknown", "nothing returns", "one chord"])  # fmt: skip
def test_what_the_song_does_not_confirm_stays_near_an_even_spread(chroma: tuple[tuple[int, ...], ...]) -> None:
    lyrics = estimated(text(SONG_TEXT), song(curve((), outside=100), chroma=chroma))
    assert not lyrics.is_confirmed
    before = [sum(syllables(word) for word in SONG_TEXT.split()[:count]) for count in (0, 4, 7, 11)]
    even = [DURATION * count / sum(map(syllables, SONG_TEXT.split())) for count in before]
    assert line_starts(lyrics)[:4] == pytest.approx(even, abs=5.0)


def test_words_of_lines_with_times_follow_onsets_and_what_the_file_says_stands() -> None:
    rows = "".join(f"[00:{at:05.2f}]one two three four\n" for at in (10, 12, 14, 16, 18))
    known = read_lyrics((rows + "[00:20.00]<00:20.00>fixed <00:20.90>words\n").encode(), ".lrc")
    plain, clicked = (estimated(known, song(onsets=onsets)) for onsets in ((), (10.51,)))
    assert line_starts(plain) == line_starts(clicked) == line_starts(known)
    assert 10.5 in [word.start for word in clicked.lines[0].words]  # the part of the beat where it sounds
    assert 10.5 not in [word.start for word in plain.lines[0].words]
    assert all(word.is_estimate for word in clicked.lines[0].words) and not clicked.is_estimate
    assert clicked.lines[-1] == known.lines[-1]


def test_a_line_is_sung_at_a_pace_that_fits_its_room_unless_a_pause_does() -> None:
    paces = [line_pace(0.25, 4, room) for room in (0.8, 1.2, 1.6)]
    assert paces == sorted(set(paces)) and paces[0] > 0.8 / 4 * 0.8
    assert [line_pace(0.25, 4, room) for room in (10.0, None, 0.0)] == [0.25] * 3


@pytest.mark.parametrize("beats", [BEATS, (), (1.0, 2.0)], ids=["beats", "none", "two"])
def test_words_rise_within_their_line_however_short_it_is(beats: tuple[float, ...]) -> None:
    rows = "".join(f"[00:{at:05.2f}]one two three four five six seven\n" for at in (10, 10.02, 10.3, 59.9))
    lines = estimated(read_lyrics(rows.encode(), ".lrc"), song(beats=beats)).lines
    for line, latest in zip(lines, (10.02, 10.3, 59.9, 99.0), strict=True):
        times = [word.start or 0.0 for word in line.words]
        assert times == sorted(times) and times[0] == line.start and times[-1] <= latest
