"""Lyrics files of six formats: the same song is the same words, and what a file does not say is marked as estimated."""

from __future__ import annotations

import codecs
import json

import pytest

from beatforge.song.lyrics.lines import Lyrics, LyricsFault
from beatforge.song.lyrics.pieces import SYLLABLE_S
from beatforge.song.lyrics.read import lyrics_step, read_lyrics
from beatforge.song.lyrics.syllables import syllables
from tests.lyrics_files import FORMS, LINES, TEXTS, WORDS, lrc, plain, ultrastar

BY_WORD = ("lrc", "vtt", "ass", "ultrastar")


def read(text, suffix=".lrc"):
    return read_lyrics(text.encode(), suffix)


def words_of(lyrics):
    return [word for line in lyrics.lines for word in line.words]


def starts(lyrics):
    return {word.text: word.start for word in words_of(lyrics)}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_song_is_the_same_words_in_every_format(form):
    suffix, write = FORMS[form]
    lyrics = read(write(), suffix)
    assert lyrics.form == form
    assert tuple(line.text for line in lyrics.lines) == TEXTS
    assert [word.text for word in words_of(lyrics)] == [text for text, _, _ in WORDS]
    if form in BY_WORD:
        assert [(word.text, word.start, word.end) for word in words_of(lyrics)] == list(WORDS)
        assert not any(word.is_estimate for word in words_of(lyrics))
    if form != "plain":
        assert [(line.start, line.end) for line in lyrics.lines] == [(line[0][1], line[-1][2]) for line in LINES]


def test_words_share_their_lines_time_by_syllables_and_say_so():
    lyrics = read("1\n00:00:10,000 --> 00:00:13,000\na beautiful new day\n", ".srt")
    assert [(w.text, w.start, w.end) for w in words_of(lyrics)] == [
        ("a", 10.0, 10.5), ("beautiful", 10.5, 12.0), ("new", 12.0, 12.5), ("day", 12.5, 13.0)
    ]  # fmt: skip
    assert all(word.is_estimate for word in words_of(lyrics))


def test_plain_text_has_no_times_and_none_are_made_up():
    lyrics = read(plain(), ".txt")
    assert not lyrics.is_timed and lyrics.word_starts == ()
    assert {(word.start, word.end) for word in words_of(lyrics)} == {(None, None)}


MARKS = {"utf-8": b"", "utf-8-sig": b"", "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


@pytest.mark.parametrize("encoding", MARKS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_with_their_marks_and_all_line_ends_say_the_same(encoding, end):
    assert read_lyrics(MARKS[encoding] + lrc().replace("\n", end).encode(encoding), ".lrc") == read(lrc())


def test_lyrics_survive_json(tmp_path):
    (tmp_path / "words").write_text(lrc(), encoding="utf-8")
    lyrics_step({"suffix": ".lrc"}, [tmp_path / "words"], tmp_path, None)
    assert Lyrics.from_value(json.loads((tmp_path / "lyrics.json").read_text())) == read(lrc())


def test_a_line_with_several_stamps_is_sung_as_often_with_its_words():
    lyrics = read("[00:10.00][01:10.50] <00:10.00>la <00:10.50>li\n[00:20.00]then\n")
    assert [(line.text, line.start, line.row) for line in lyrics.lines] == [
        ("la li", 10.0, 1), ("then", 20.0, 2), ("la li", 70.5, 1)
    ]  # fmt: skip
    assert [word.start for word in lyrics.lines[2].words] == [70.5, 71.0]


def test_a_positive_offset_lets_words_begin_sooner():
    assert starts(read("[00:10.00]la\n[offset:+500]\n")) == {"la": 9.5}
    assert starts(read("[offset: -250]\n[00:10]la\n")) == {"la": 10.25}


def test_a_line_ends_with_the_next_or_an_empty_one_and_never_lasts_through_a_pause():
    text = "[00:01.00]one two\n[00:01.40]three\n[00:05.00]four five\n[00:05.30]\n[00:30.00]six\n"
    ends = {line.text: line.end for line in read(text).lines}
    assert ends == {"one two": 1.4, "three": 1.0 + 0.4 + SYLLABLE_S, "four five": 5.3, "six": 30 + SYLLABLE_S}


def test_word_marks_in_square_brackets_and_several_words_behind_one_mark():
    words = words_of(read("[00:01.00]so [00:02.00]it goes [00:03.00]on\n"))
    assert [(w.text, w.start, w.is_estimate) for w in words] == [
        ("so", 1.0, False), ("it", 2.0, False), ("goes", 2.5, True), ("on", 3.0, False)
    ]  # fmt: skip


def test_marks_without_letters_are_no_words():
    assert starts(read("[00:01.00]<00:01.00>♪ <00:02.00>love <00:03.00>& <00:04.00>peace <00:05.00>...\n")) == {
        "love": 2.0, "peace": 4.0
    }  # fmt: skip


def test_vtt_passes_over_what_is_not_sung():
    text = (
        "WEBVTT - words\nKind: captions\n\nNOTE\nnot sung\n\nSTYLE\n::cue { color: red }\n\nfirst\n"
        "00:01.000 --> 01:00:02.000 align:start\n<v Ann><c.red>R&amp;B</c> &lt;3\nlove</v>\n"
    )
    (line,) = read(text, ".vtt").lines
    assert (line.text, line.start, line.end) == ("R&B <3 love", 1.0, 3602.0)


def test_ass_counts_pauses_and_passes_over_looks_and_drawings():
    rows = [
        "[Events]", "Format: Start, End, Text",
        r"Dialogue: 0:00:01.00,0:00:09.00,{\k100\fad(1,2)}{\kf50}Hel{\K25}lo\N{\k25}{\ko50\c&HFF&}you, there",
        r"Dialogue: 0:00:01.00,0:00:02.00,{\p1}m 0 0 l 1 1",
        "Dialogue: 0:00:20.00,0:00:21.00,no times",
    ]  # fmt: skip
    first, second = read("\n".join(rows), ".ass").lines
    assert first.text == "Hello you, there"
    assert [(w.text, w.start, w.is_estimate) for w in first.words] == [
        ("Hello", 2.0, False), ("you,", 3.0, False), ("there", 3.25, True)
    ]  # fmt: skip
    assert all(word.is_estimate for word in second.words)


def test_ultrastars_numbers_take_a_comma_or_a_point_and_lines_may_count_from_their_own_zero():
    plainly = words_of(read(ultrastar(), ".txt"))
    assert words_of(read(ultrastar(bpm="300,00", gap="0,0"), ".txt")) == plainly
    assert words_of(read(ultrastar(relative=True), ".txt")) == plainly
    assert starts(read(ultrastar(gap="1501,2"), ".txt"))["Hello"] == 2.501


def test_ultrastars_tilde_goes_on_with_a_syllable_and_duets_are_one_song():
    notes = (
        "#BPM:300\nP1\n: 20 2 5 love\n: 22 4 5 ~\n: 26 2 5 ~ly\n* 30 2 5  day\n- 40\nP2\nF 10 2 5 oh\nE\nnever read\n"
    )
    lyrics = read(notes, ".txt")
    assert [(w.text, w.start, w.end) for w in words_of(lyrics)] == [
        ("oh", 0.5, 0.6), ("lovely", 1.0, 1.4), ("day", 1.5, 1.6)
    ]  # fmt: skip


@pytest.mark.parametrize("word, count", [
    ("love", 1), ("loved", 1), ("wanted", 2), ("boxes", 2), ("people", 2), ("beautiful", 3), ("I'd", 1), ("café", 2),
    ("the", 1), ("Привет", 2), ("東京", 2), ("きょう", 2), ("사랑해", 3), ("99", 2), ("brr", 1), ("...", 0),
])  # fmt: skip
def test_syllables_are_counted_as_letters_tell(word, count):
    assert syllables(word) == count


ROLLING = """\
WEBVTT

00:00:00.080 --> 00:00:02.389 align:start position:0%
\x20
over<00:00:00.320><c> the</c><00:00:00.560><c> water</c>

00:00:02.389 --> 00:00:02.399
over the water
\x20

00:00:02.399 --> 00:00:04.710
over the water
we<00:00:02.800><c> sing</c>

00:00:04.710 --> 00:00:04.720
we sing
\x20

00:00:04.720 --> 00:00:07.000
we sing
again<00:00:05.500><c> and again</c>
"""


def test_captions_that_roll_say_each_row_once():
    lyrics = read(ROLLING, ".vtt")
    assert [(line.text, line.start) for line in lyrics.lines] == [
        ("over the water", 0.08), ("we sing", 2.399), ("again and again", 4.72)
    ]  # fmt: skip
    assert starts(lyrics)["water"] == 0.56 and starts(lyrics)["sing"] == 2.8


def test_a_line_that_is_sung_twice_at_once_is_no_rolling_caption():
    cues = "".join(f"00:0{at}.000 --> 00:0{at + 1}.000\nla la\n\n" for at in range(1, 5))
    assert [line.text for line in read(f"WEBVTT\n\n{cues}", ".vtt").lines] == ["la la"] * 4


def test_kt_moves_what_follows_in_an_ass_row():
    text = "[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:09.00,{\\k50}old {\\kt300}{\\k50}world\n"
    assert starts(read(text, ".ass")) == {"old": 1.0, "world": 4.0}


def test_lrc_has_hours_where_a_point_says_so():
    assert starts(read("[1:02:03.50]<1:02:03.50>a <01:02:04.25>b\n[62:05:50]c\n")) == {
        "a": 3723.5, "b": 3724.25, "c": 3725.5
    }  # fmt: skip


@pytest.mark.parametrize(
    "row",
    ["[Chorus]", "[Verse 1: Someone]", "(Instrumental)", "Instrumental", "Chorus:", "Verse 2", "(Chorus x2)", "[MUSIC]",
     "~ guitar solo ~", "* instrumental break *"],
)  # fmt: skip
@pytest.mark.parametrize("form", [".lrc", ".srt", ".vtt", ".txt"])
def test_headings_and_places_where_the_band_plays_are_not_sung_in_any_format(row: str, form: str) -> None:
    texts = [line.text for line in read_lyrics(rows_as(form, "one two", row, "three"), form).lines]
    assert texts == ["one two", "three"]


@pytest.mark.parametrize(
    "row", ["Solo", "(oh oh)", "Break my heart", "instrumental love", "Chorus of angels", "Bridge 2 you"]
)
def test_words_that_name_parts_are_sung_where_nothing_makes_them_a_heading(row: str) -> None:
    assert [line.text for line in read_lyrics(rows_as(".lrc", row), ".lrc").lines] == [row]


def test_an_instrumental_row_ends_the_line_before_it() -> None:
    first, after = read_lyrics(
        b"[00:01.00]one two three four\n[00:01.50][Instrumental]\n[00:20.00]five\n", ".lrc"
    ).lines
    assert (first.end, after.text) == (1.5, "five")


def test_what_other_programs_write_into_lrc_files_is_no_word() -> None:
    lines = read_lyrics(b"[offset:]\n[00:01.00]F: one two\n[00:02.00]D: three\n", ".lrc").lines
    assert [(line.text, line.start) for line in lines] == [("one two", 1.0), ("three", 2.0)]


@pytest.mark.parametrize("form", [".ass", ".ssa"])
def test_of_a_karaoke_templates_rows_those_it_was_made_from_are_read(form: str) -> None:
    times = "0,0:00:01.00,0:00:03.00,D,,0,0,0"
    rows = [f"Comment: {times},karaoke,{{\\k50}}one {{\\kf50}}two", f"Comment: {times},template syl,!x!",
            f"Dialogue: {times},fx,{{\\pos(1,2)}}one", f"Dialogue: {times},fx,{{\\pos(3,4)}}two"]  # fmt: skip
    (line,) = read_lyrics("\n".join(["[Events]", *rows]).encode(), form).lines
    assert [(word.text, word.start) for word in line.words] == [("one", 1.0), ("two", 1.5)]
    (shown,) = read_lyrics("\n".join(["[Events]", rows[2]]).encode(), form).lines
    assert shown.text == "one"


def test_an_ultrastar_file_says_its_page_of_windows() -> None:
    rows = "#TITLE:x\n#ENCODING:CP1252\n#BPM:300\n#GAP:1000\n: 0 4 5 Été\nE\n"
    assert read_lyrics(rows.encode("cp1252"), ".txt").lines[0].text == "Été"
    with pytest.raises(LyricsFault, match="no UTF-8"):
        read_lyrics(rows.replace("#ENCODING:CP1252\n", "").encode("cp1252"), ".txt")


def rows_as(form: str, *rows: str) -> bytes:
    """Rows a second after each other, as a file of this format."""
    if form == ".txt":
        return "\n".join(rows).encode()
    if form == ".lrc":
        return "".join(f"[00:{at:02}.00]{row}\n" for at, row in enumerate(rows, start=1)).encode()
    point = "," if form == ".srt" else "."
    cues = (f"00:00:{at:02}{point}000 --> 00:00:{at:02}{point}900\n{row}\n" for at, row in enumerate(rows, start=1))
    return ("WEBVTT\n\n" * (form == ".vtt") + "\n".join(cues)).encode()
