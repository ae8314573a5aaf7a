"""Estimated times: lines lie where somebody sings, words in their lines, and all of them say that they are guessed."""

from __future__ import annotations

import pytest

from beatforge.song.analysis import ENVELOPE_HZ, Analysis, Section
from beatforge.song.lyrics.estimate import estimated
from beatforge.song.lyrics.lines import Lyrics
from beatforge.song.lyrics.read import read_lyrics

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


def song(voice: tuple[int, ...] = (), onsets: tuple[float, ...] = (), beats: tuple[float, ...] = BEATS) -> Analysis:
    clicks = {round(at * ENVELOPE_HZ) for at in onsets}
    onset = tuple(255 if sample in clicks else 0 for sample in range(round(DURATION * ENVELOPE_HZ)))
    envelopes = {"mid": curve(SUNG), "onset": onset}
    return Analysis(
        DURATION, 44100, 2, "pyav", 120.0, True, beats, beats[::4], 4, "C major", (Section(0, DURATION, "verse"),), (),
        envelopes, voice=voice,
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


def test_words_of_lines_with_times_follow_onsets_and_what_the_file_says_stands() -> None:
    rows = "".join(f"[00:{at:05.2f}]one two three four\n" for at in (10, 12, 14, 16, 18))
    known = read_lyrics((rows + "[00:20.00]<00:20.00>fixed <00:20.90>words\n").encode(), ".lrc")
    plain, clicked = (estimated(known, song(onsets=onsets)) for onsets in ((), (10.40,)))
    assert line_starts(plain) == line_starts(clicked) == line_starts(known)
    assert [word.start for word in clicked.lines[0].words][1] == pytest.approx(10.40, abs=0.011)
    assert plain.lines[0].words[1].start != clicked.lines[0].words[1].start
    assert all(word.is_estimate for word in clicked.lines[0].words) and not clicked.is_estimate
    assert clicked.lines[-1] == known.lines[-1]
