"""Subtitles beside the film and inside it: read back by other readers than what wrote them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pysubs2
import pytest

from beatforge.deliver.subtitle_files import ass_text, srt_text, vtt_text, write_subtitles
from beatforge.film.subtitles import Letters
from beatforge.song.lyrics.read import read_lyrics
from tests.brought import write_font

CUES = [[500, 1500, "Ça va & <b>bien</b>\nsecond row"], [61_020, 3_723_456, "雨 --> {night} C:\\N"]]
LETTERS = Letters(30, "ffffff", "ffd23f", "08080c", "outline", 0.78, "bottom", (32, 18, 608, 342))


def value(karaoke: Any = (), **more: Any) -> dict[str, Any]:
    return {"title": "Small\nSong", "width": 640, "height": 360, "letters": LETTERS.to_value(), "cues": CUES,
            "karaoke": karaoke, **more}  # fmt: skip


def karaoke_of(count: int, each: int, first: int = 1003) -> list[Any]:
    """One line of so many words, each so many milliseconds long."""
    words = [[f"w{number} ", first + each * number, first + each * (number + 1)] for number in range(count)]
    return [[first - 700, first + each * count + 500, words]]


def test_srt_has_what_it_was_given() -> None:
    read = pysubs2.SSAFile.from_string(srt_text(CUES), "srt")
    assert [(cue.start, cue.end) for cue in read] == [(500, 1500), (61_020, 3_723_456)]
    assert "00:01:01,020 --> 01:02:03,456\n雨 -> {night} C:\\N\n" in srt_text(CUES)
    assert srt_text([[0, 1000, "over\n\n  water"]]) == "1\n00:00:00,000 --> 00:00:01,000\nover\nwater\n"


def test_vtt_escapes_what_it_would_read_as_its_own() -> None:
    text = vtt_text(CUES)
    assert text.startswith("WEBVTT\n\n00:00:00.500 --> 00:00:01.500\n")
    assert "Ça va &amp; &lt;b&gt;bien&lt;/b&gt;\nsecond row\n" in text
    assert text.count("-->") == 2


def test_karaoke_times_are_exact_to_the_hundredth_and_never_drift() -> None:
    lines = karaoke_of(40, 137)
    read = read_lyrics(ass_text(value(lines), "Noto Sans").encode(), ".ass")
    starts = [word.start for line in read.lines for word in line.words]
    assert starts == [pytest.approx(word[1] / 1000, abs=0.0051) for word in lines[0][2]]


def test_pauses_between_words_are_kept() -> None:
    lines = [[300, 9000, [["over ", 1000, 1500], ["water ", 4000, 4250]]]]
    event = pysubs2.SSAFile.from_string(ass_text(value(lines), "Noto Sans"))[0]
    assert event.text == "{\\k70}{\\kf50}over {\\k250}{\\kf25}water" and (event.start, event.end) == (300, 9000)


def test_ass_looks_as_what_is_burned_and_says_nothing_by_accident() -> None:
    lines = [[0, 900, [["{night} ", 0, 400], ["C:\\N\\h ", 400, 800]]]]
    read = pysubs2.SSAFile.from_string(ass_text(value(lines), "Noto Sans"))
    style = read.styles["Default"]
    assert (style.fontname, style.alignment, style.marginv) == ("Noto Sans", 2, 18)
    assert str(style.primarycolor) == str(pysubs2.Color(0xFF, 0xD2, 0x3F))
    assert (read.info["PlayResX"], read.info["PlayResY"], read.info["Title"]) == ("640", "360", "Small Song")
    assert read[0].text == "{\\kf40}\\{night\\} {\\kf40}C:\\\u2060N\\\u2060h"
    assert "\\N" not in read[0].text


def test_ffmpeg_reads_all_three(tmp_path: Path) -> None:
    write_subtitles(value(karaoke_of(3, 200)), [], tmp_path, lambda done, total: None)
    for name, said in (("srt", "second row"), ("vtt", "Ça va & <b>bien</b>"), ("ass", "w0 w1 w2")):
        told = _as_srt(tmp_path / f"subtitles.{name}")
        assert said in told and "\r" not in (tmp_path / f"subtitles.{name}").read_text(encoding="utf-8")


def test_karaoke_in_a_font_of_ones_own_names_it(tmp_path: Path) -> None:
    own = write_font(tmp_path / "own.ttf")
    (tmp_path / "out").mkdir()
    write_subtitles(value(karaoke_of(1, 200)), [own], tmp_path / "out", lambda done, total: None)
    assert "Style: Default,Aileron," in (tmp_path / "out" / "subtitles.ass").read_text()


def test_values_are_json() -> None:
    assert json.loads(json.dumps(value())) == {**value(), "karaoke": []}


def _as_srt(path: Path) -> str:
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    done = subprocess.run([ffmpeg, "-v", "error", "-i", str(path), "-f", "srt", "-"], capture_output=True, check=True)
    assert not done.stderr
    return done.stdout.decode()
