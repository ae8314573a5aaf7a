"""Lyrics files that are broken or hostile: one fault that says where and what to do, and nothing worse."""

from __future__ import annotations

import math
import random

import pytest

from beatforge.song.lyrics.lines import Lyrics, LyricsFault
from beatforge.song.lyrics.read import load_lyrics, read_lyrics
from beatforge.song.lyrics.text import MAX_BYTES
from tests.lyrics_files import FORMS, ultrastar

ASS = "[Events]\nFormat: Start, End, Text\nDialogue: "
VTT = "WEBVTT\n\n00:01.000 --> 00:05.000\n"
FAULTS = [
    (".lrc", "[00:01.00]a\nby someone\n", 2, 1, "a line without its time"),
    (".lrc", "[00:0x.00]a\n", 1, 1, "a line without its time"),
    (".lrc", "[00:01.00] [00:60.00]a\n", 1, 12, '"[00:60.00]" is no time'),
    (".lrc", "[offset:soon]\n[00:01.00]a\n", 1, 9, '"soon" is no offset'),
    (".lrc", "[offset:2000]\n\n[00:01.00]a\n", 3, 1, "begins before the song"),
    (".lrc", "[00:01.00]<00:02.00>a <00:01.50>b\n", 1, 23, "begins before what stands before it"),
    (".lrc", "[00:01.00]<00:02.00>a <00:0b.50>b\n", 1, 23, '"<00:0b.50>" is no time'),
    (".lrc", "WEBVTT\n", 1, 1, "a line without its time"),
    (".srt", "1\n00:00:01,000 --> 00:00:05\nhi\n", 2, 18, '"00:00:05" is no time'),
    (".srt", "00:00:05,000 -->  00:00:61,000\nhi\n", 1, 19, '"00:00:61,000" is no time'),
    (".srt", "1\n00:00:05,000 --> 00:00:01,000\nhi\n", 2, 18, "ends before it begins"),
    (".srt", "1\n00:00:01,000 --> 00:00:02,000\nhi\n00:00:02,000 --> 00:00:03,000\nho\n", 4, 1, "a cue inside a cue"),
    (".srt", "1\n00:00:01,000 --> 00:00:02,000\nhi\n\nho\n", 5, 1, "text without its time"),
    (".vtt", "\n00:01.000 --> 00:02.000\nhi\n", 1, 1, "no WebVTT"),
    (".vtt", VTT + "<00:00:00.500>a\n", 4, 1, "this word's time lies outside"),
    (".vtt", VTT + "a <00:00:03.000>b <00:00:02.000>c\n", 4, 19, "this word's time lies outside"),
    (".vtt", VTT + "a <00:x3.000>b\n", 4, 3, '"<00:x3.000>" is no time'),
    (".ass", "hello\n", 1, 1, "no .ass file"),
    (".ass", ASS + "0:00:01.00,0:00:02.00\n", 3, 1, "a dialogue of 2 fields"),
    (".ass", ASS + "0:00:01.00,now,a\n", 3, 22, '"now" is no time'),
    (".ass", ASS + "0:00:02.00,0:00:01.00,a\n", 3, 22, "ends before it begins"),
    (".ass", ASS + "0:00:01.00,0:00:02.00,{\\kf}a\n", 3, 34, "can't be read"),
    (".ass", "[Events]\nFormat: Start, Text\n", 2, 1, "a format needs Start, End"),
    (".txt", "#TITLE:a\n: 1 1 1 a\n", 1, 1, "a song without #BPM"),
    (".txt", "#BPM:0\n: 1 1 1 a\n", 1, 1, '"0" is no tempo'),
    (".txt", "#BPM:fast\n: 1 1 1 a\n", 1, 1, '"fast" is no number'),
    (".txt", "#BPM:300\n: 9 1 1 a\n: 5 1 1 b\n", 3, 3, "begins before the one above it"),
    (".txt", "#BPM:300\n#GAP:-1000\n: 5 1 1 b\n", 3, 3, "begins before the song"),
    (".txt", "#BPM:300\n: 5 1 b\n", 2, 1, "this is no note"),
    (".txt", "la la\n[00:01.00]la\n", 2, 1, "a time in a plain text"),
    (".lrc", "[00:01.00]a\n[00:02.00]b\x1b[2Jc\n", 2, 12, "no letter (U+001B)"),
    (".lrc", "\n \n", 0, 1, "the file is empty"),
    (".lrc", "[ar:Nobody]\n[00:01.00]\n", 0, 1, "no words in it"),
]  # fmt: skip


@pytest.mark.parametrize("suffix, text, row, column, said", FAULTS, ids=[f"{f[0][1:]} {f[4]}" for f in FAULTS])
def test_a_fault_says_where_and_what_to_do(suffix, text, row, column, said):
    with pytest.raises(LyricsFault) as caught:
        read_lyrics(text.encode(), suffix)
    fault = caught.value
    assert said in fault.text and fault.hint
    assert (fault.row, fault.column) == (row, column)
    assert fault.source == (text.split("\n")[row - 1] if row else "")


@pytest.mark.parametrize("data, row, column", [
    (b"[00:01.00]a\r\n[00:02.00]Caf\xe9 noir\r\n", 2, 14),
    (b"\xff\xfe[\x000\x00\x00\xd8x\x00", 1, 3),
    (b"[\x000\x000\x00", 0, 1),
    (b"OggS\0\2\0\0\0\0", 0, 1),
])  # fmt: skip
def test_what_is_no_text_is_told_with_its_place(data, row, column):
    with pytest.raises(LyricsFault) as caught:
        read_lyrics(data, ".lrc")
    assert (caught.value.row, caught.value.column) == (row, column)
    assert "UTF-8" in caught.value.hint


def test_a_huge_file_is_not_read_to_its_end(tmp_path):
    with (tmp_path / "huge.lrc").open("wb") as file:
        file.write(b"[00:01.00]a\n")
        file.truncate(1 << 40)  # a hole: a terabyte that takes no room
    with pytest.raises(LyricsFault, match=r"huge\.lrc: larger than 1 MiB"):
        load_lyrics(tmp_path / "huge.lrc", ".lrc")


def test_lines_that_return_without_end_are_refused_before_they_are_sung():
    text = "[00:01.00]" * 30_000 + "la " * 100_000
    assert len(text) < MAX_BYTES
    with pytest.raises(LyricsFault, match="more than 100000 words"):
        read_lyrics(text.encode(), ".lrc")


@pytest.mark.parametrize("form", FORMS)
def test_mutated_files_give_words_or_one_fault(form):
    """200 of them in all; what is read has sound numbers in it."""
    suffix, write = FORMS[form]
    chance = random.Random(form)
    texts = [write().encode(), ultrastar(relative=True).encode() if form == "ultrastar" else write().encode("utf-16")]
    outcomes = set()
    for _ in range(34):
        data = bytearray(chance.choice(texts))
        for _ in range(chance.randint(1, 6)):
            _mutate(data, chance)
        try:
            lyrics = read_lyrics(bytes(data), suffix)
        except LyricsFault as fault:
            assert fault.text and fault.hint and fault.row >= 0 and fault.column >= 1
            outcomes.add("fault")
        else:
            outcomes.add("words")
            _expect_sound(lyrics)
    assert outcomes == {"fault", "words"}


def _mutate(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    match chance.randrange(6):
        case 0:
            data[at] = chance.randrange(256)
        case 1:
            del data[at : at + chance.randint(1, 8)]
        case 2:
            data[at:at] = data[at : at + chance.randint(1, 40)]
        case 3:
            data[at:at] = chance.choice([b"9" * 40, b"-", b"--> ", b"<00:", b"{\\k", b"[00:01.00]", b"\n", b"~", b": "])
        case 4:
            data[at : at + 1] = chance.choice(b"0123456789:.,-<>[]{}\n ").to_bytes()
        case _:
            del data[at:][chance.randint(1, 30) :]
    data += b"" if data else b"x"


def _expect_sound(lyrics: Lyrics) -> None:
    assert lyrics.lines and all(line.words and line.text.strip() for line in lyrics.lines)
    assert Lyrics.from_value(lyrics.to_value()) == lyrics
    times = [line.start for line in lyrics.lines if line.start is not None]
    assert times == sorted(times)
    for line in lyrics.lines:
        for word in (line, *line.words):
            if word.start is not None:
                assert math.isfinite(word.start) and math.isfinite(word.end) and 0 <= word.start <= word.end + 0.001
