"""Words on screen, from the project to the film: what switching them on makes, what is read back, what is refused."""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from beatforge.cli.main import main
from beatforge.cli.session import Session
from beatforge.deliver.subtitles import FONTS
from beatforge.errors import PROJECT, ProjectError
from beatforge.film.subtitles import FONT
from beatforge.graph.files import sha256_of
from beatforge.graph.target import Source
from tests.lyrics_files import write_words
from tests.projects import CHORUS, CROSSFADE, FILM, VERSE, build, edit, events_of, planned

SUNG = ((5.0, "over"), (5.5, "water"), (9.5, "we"), (10.0, "sing"))
"""One line, from the verse into the chorus."""

SUBTITLES = "subtitles/youtube"
BURN = "outputs: [{platform: youtube, lyrics: burn}]\n"


@pytest.fixture
def sung(film: Path) -> Path:
    """The finished film of a song with words that nothing shows yet."""
    write_words(film.parent / "words.lrc", *SUNG)
    edit(film, "  file: song.wav", "  lyrics: {file: words.lrc}\n  file: song.wav")
    build(film)
    return film


def say(file: Path, text: str) -> Path:
    """The project with these lines at its end."""
    said = file.read_text(encoding="utf-8").partition("outputs:")[0]
    file.write_text(said + text, encoding="utf-8")
    return file


def refused(file: Path) -> str:
    with pytest.raises(ProjectError) as caught, Session.open(file) as session:
        session.plan()
    return str(caught.value)


def test_words_burned_in_make_the_segments_that_they_stand_over_and_no_other(sung: Path) -> None:
    before = sha256_of(sung.parent / "build" / "small.mp4")
    say(sung, BURN)
    made = [CHORUS, VERSE, CROSSFADE, SUBTITLES, FILM]
    assert list(planned(sung)) == made == build(sung)
    for suffix in ("srt", "vtt", "ass"):
        assert "over" in (sung.parent / "build" / f"small.{suffix}").read_text(encoding="utf-8")
    say(sung, "outputs: [{platform: youtube, lyrics: off}]\n")
    assert "made" not in events_of(sung), "switched off, all comes back"
    assert sha256_of(sung.parent / "build" / "small.mp4") == before


def test_another_word_makes_its_own_segments_and_another_colour_those_with_words(sung: Path) -> None:
    words = sung.parent / "words.lrc"
    words.write_text("[00:05.00]<00:05.00>over <00:05.50>water <00:06.00>\n[00:09.80]<00:09.80>we <00:10.30>sing\n")
    made = build(say(sung, BURN))
    assert made == ["lyrics", CHORUS, VERSE, SUBTITLES, FILM], "no word over the way from verse to chorus"
    say(sung, 'outputs: [{platform: youtube, lyrics: {sung_colour: "#80ff80"}}]\n')
    assert list(planned(sung)) == [CHORUS, VERSE, SUBTITLES, FILM]
    edit(say(sung, BURN).with_name("words.lrc"), "sing", "shout")
    build(sung, "lyrics")
    assert list(planned(sung)) == [CHORUS, SUBTITLES, FILM], "the verse's line is as it was"


def test_chained_scenes_grow_out_of_pictures_without_words(sung: Path) -> None:
    edit(sung, "chorus: {transition: crossfade", "chorus: {chain: true")

    def last_frames() -> list[Mapping[str, Any]]:
        with Session.open(sung) as session:
            return [target.value for target in session.targets() if target.kind == "last"]

    before = last_frames()
    say(sung, BURN)
    assert before == last_frames() and before


def test_soft_words_are_a_track_of_the_film_and_make_no_picture(sung: Path) -> None:
    say(sung, "outputs: [{platform: youtube, lyrics: soft}]\n")
    assert build(sung, "film/youtube") == [SUBTITLES, FILM], "a film comes with the files beside it"
    path = sung.parent / "build" / "small.mp4"
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    done = subprocess.run([ffmpeg, "-v", "error", "-i", str(path), "-map", "0:s:0", "-f", "srt", "-"],
                          capture_output=True, check=True, text=True)  # fmt: skip
    assert "over water we sing" in done.stdout and "00:00:04,300 --> " in done.stdout
    with av.open(str(path)) as container:
        assert container.streams.video[0].frames == 384 and container.streams.audio[0].duration


def test_outputs_of_one_size_share_what_no_word_stands_over(sung: Path) -> None:
    say(sung, "outputs: [{platform: tiktok, size: 64x64, lyrics: burn}, {platform: reels, size: 64x64},\n"
              "          {platform: shorts, size: 64x64}]\n")  # fmt: skip
    bare = {"scene/verse-1.01@bare", "scene/chorus-1.01@bare", "transition/verse-1.01+chorus-1.01@bare"}
    with Session.open(sung) as session:
        names = {target.name for target in session.targets()}
        reels = next(target for target in session.targets() if target.name == "film/reels")
    assert {name for name in names if name.startswith(("scene/", "transition/")) and "@" in name} == bare
    assert bare <= {*reels.upstream} and "scene/intro-1.01" in reels.upstream
    assert {name for name in names if name.startswith("subtitles/")} == {"subtitles/tiktok"}


def test_outputs_of_one_size_in_letters_of_their_own_fonts_share_no_words(sung: Path) -> None:
    for name, font in (("one.ttf", b""), ("other.ttf", b"another")):  # as a reader sees them the same letters
        (sung.parent / name).write_bytes((FONTS / FONT).read_bytes() + font)
    say(sung, "outputs: [{platform: youtube, lyrics: {font: one.ttf}},\n"
              "          {platform: standard, lyrics: {font: other.ttf}}]\n")  # fmt: skip
    with Session.open(sung) as session:
        used = {
            path: {target.name for target in session.targets() if Source(path) in target.inputs}
            for path in ("one.ttf", "other.ttf")
        }
    assert VERSE in used["one.ttf"] and f"{VERSE}@standard-words" in used["other.ttf"]
    assert not used["one.ttf"] & used["other.ttf"]


def test_letters_written_in_two_parts_are_looked_for_as_the_one_they_are(sung: Path) -> None:
    write_words(sung.parent / "words.lrc", (5.0, unicodedata.normalize("NFD", "가")))
    build(say(sung, BURN), "lyrics")
    assert 'has no letters for "가"; the first line with one is row 1' in refused(sung)


def test_a_word_is_read_back_from_the_films_frames_at_its_time(sung: Path) -> None:
    """With words and without: what differs shows the colour of what is sung from its frame on, and not before."""
    scene = sung.parent / "build" / "scenes" / "verse-1.01.mp4"
    plain = list(_frames(scene))
    write_words(sung.parent / "words.lrc", (5.0, "OH"), (6.0, "LA"))
    say(sung, 'outputs: [{platform: youtube, lyrics: {size: 15, sung_colour: "#ffff00"}}]\n')
    build(sung, "lyrics")
    build(sung, VERSE)
    yellow = [_yellow(one, other) for one, other in zip(_frames(scene), plain, strict=True)]
    left, right = [count[:32].sum() for count in yellow], [count[32:].sum() for count in yellow]
    first, second = 24, 48  # frames of the scene, which begins at 4 s
    assert max(left[: first - 1]) <= 0.15 * left[first + 22] and left[first + 22] > 12
    assert max(right[: second - 1]) <= 0.15 * right[second + 10] and right[second + 10] > 12


def test_a_frame_is_shown_with_its_words_before_the_film_is_made(sung: Path, tmp_path: Path) -> None:
    edit(sung, "size: 64x64", "size: 256x144")
    pictures = []
    for number, shows in enumerate(("off", "burn")):
        say(sung, f"outputs: [{{platform: youtube, lyrics: {shows}}}]\n")
        path = tmp_path / f"{number}.png"
        assert main(["frame", "verse-1.01", "-C", str(sung), "--beat", "4", "-o", str(path)]) == 0
        with Image.open(path) as picture:
            pictures.append(np.asarray(picture.convert("RGB")).astype(int))
    differs = np.abs(pictures[1] - pictures[0]).max(-1) > 20
    assert differs[100:].sum() > 100 and not differs[:90].any()


def test_plan_tells_of_lines_that_are_sung_faster_than_they_are_read(
    sung: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say(sung, BURN)
    assert main(["plan", str(sung)]) == 0
    assert "characters a second" not in capsys.readouterr().out
    rows = [f"[00:{5 + number * 0.4:05.2f}]<00:{5 + number * 0.4:05.2f}>incomprehensible" for number in range(6)]
    (sung.parent / "words.lrc").write_text("\n".join(rows) + "\n")
    build(sung, "lyrics")
    assert main(["plan", str(sung)]) == 0
    assert "of 6 lines on screen ask for more than 20 characters a second" in capsys.readouterr().out


def test_words_that_cannot_be_shown_are_refused_at_their_place(sung: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say(sung, BURN)
    write_words(sung.parent / "words.lrc", (5.0, "雨の夜"))
    build(sung, "lyrics")
    told = refused(sung)
    assert "BF086 NotoSans-Bold.ttf has no letters for" in told and "row 1: 雨の夜" in told
    assert "lyrics: {font: FILE}" in told
    say(sung, "outputs: [{platform: youtube, lyrics: soft}]\n")
    assert list(planned(sung)) == [SUBTITLES, FILM], "players bring their own letters"
    say(sung, BURN)
    edit(sung, "words.lrc", "words.txt")
    (sung.parent / "words.txt").write_text("over water\n")
    build(sung, "lyrics")
    assert "BF088 nothing says when the words are sung" in refused(sung)
    edit(sung, "  lyrics: {file: words.txt}\n", "")
    assert "BF088 there are no words to show" in refused(sung)
    say(sung, 'outputs: [{platform: youtube, lyrics: {colour: "#333333"}}]\n')
    assert main(["check", str(sung)]) == PROJECT
    assert "BF087 colour #333333 against its dark edge has a contrast of 1.6:1" in capsys.readouterr().err


def _frames(path: Path) -> Iterator[np.ndarray]:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield frame.to_ndarray(format="rgb24").astype(int)


def _yellow(shown: np.ndarray, plain: np.ndarray) -> np.ndarray:
    """How many pixels of each column are yellow, where they differ from the picture without words."""
    is_yellow = (shown[..., 0] > 150) & (shown[..., 1] > 150) & (shown[..., 2] < 140)
    return np.asarray((is_yellow & (np.abs(shown - plain).max(-1) > 40)).sum(0))
