"""`song pin`: what is known of a song goes into the project, comments kept; `song plot`: what was heard, as a PNG."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from beatforge.cli.main import main
from beatforge.cli.pinning import HEARD, TABLES, alternative_pins, half_a_beat_on
from beatforge.deliver.plot_lanes import colour_of
from beatforge.deliver.song_plot import LEFT, layout_of, peaks_of, write_plot
from beatforge.errors import PROJECT, USAGE, UsageError
from beatforge.project.load import load_project
from beatforge.project.songs import Pins
from beatforge.song.lyrics.lines import Line, Lyrics, Word
from beatforge.song.tempos import HALF_BEAT, Alternative, Tempo
from tests.film.songs import song
from tests.lyrics_files import write_words
from tests.projects import edit, make_project
from tests.sounds import write_song

BARE = """\
# my film
version: 1
name: small
song:
  file: song.wav   # made of numbers
  # what I know of it

film: {size: 64x64, scene_count: 4}
"""


@pytest.fixture
def bare(tmp_path: Path, short_song: Path) -> Path:
    """A project that pins nothing."""
    return make_project(tmp_path / "film", short_song, BARE)


def pin(file: Path, *words: str) -> int:
    return main(["song", "pin", "-C", str(file), *words])


def test_the_song_of_the_project_around_is_shown_and_plotted(
    bare: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (bare.parent / "deeper").mkdir()
    monkeypatch.chdir(bare.parent / "deeper")
    capsys.readouterr()
    assert main(["song", "show"]) == 0 and capsys.readouterr().out.startswith("small: 0:")
    assert main(["song", "plot"]) == 0 and (bare.parent / "build" / "small-song.png").is_file()
    assert main(["song", "show", "nothing.ogg"]) == 4 and "nothing.ogg is not a file" in capsys.readouterr().err
    monkeypatch.chdir("/")
    assert main(["song", "show"]) == USAGE and "no project.yaml here" in capsys.readouterr().err


def test_a_first_pin_gets_rows_of_its_own_and_comments_stay(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pin(bare, "tempo_bpm", "118") == 0
    assert capsys.readouterr().out == "project.yaml: song.pins.tempo_bpm = 118\n"
    assert pin(bare, "first-downbeat", "0.42") == 0
    assert bare.read_text() == BARE.replace(
        "  # what", "  pins:\n    tempo_bpm: 118\n    first_downbeat: 0.42\n  # what"
    )
    assert load_project(bare).songs[""].pins.first_downbeat == 0.42


def test_heard_parts_are_written_to_be_edited(bare: Path) -> None:
    assert pin(bare, "sections") == 0
    text = bare.read_text()
    pins = load_project(bare).songs[""].pins.sections
    assert len(pins) >= 1 and pins[0].at == 0
    assert text.count("\n      - {at: ") == len(pins) and "# what I know of it" in text
    edit(bare, f"kind: {pins[0].kind}", "kind: drop")
    assert pin(bare, "sections") == 0, "again: as they now are"
    assert load_project(bare).songs[""].pins.sections[0].kind == "drop"


def test_a_pin_changes_the_value_that_stands_there(film: Path) -> None:
    before = film.read_text()
    assert pin(film, "tempo_bpm", "121.5") == 0
    assert film.read_text() == before.replace("tempo_bpm: 120", "tempo_bpm: 121.5")
    assert pin(film, "words", "0:05", "6.25") == 0
    assert load_project(film).songs[""].pins.words == (5.0, 6.25)


def test_what_is_no_pin_or_no_value_of_one_is_refused_and_nothing_written(
    film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = film.read_text()
    for words, status, told in (
        (("tempo_bmp", "118"), USAGE, 'no pin "tempo_bmp"; did you mean "tempo_bpm"?'),
        (("tempo_bpm", "4000"), PROJECT, "BF013 4000 is out of range; 30 to 300 is possible"),
        (("tempo_bpm", "118", "119"), USAGE, "tempo_bpm takes one value; 2 were given"),
        (("words",), USAGE, "nothing was heard that words could be pinned to"),
        (("--song", "a", "tempo_bpm", "118"), USAGE, "there is one song"),
        (("tempo", "x3/4"), USAGE, 'no alternative "x3/4"'),
        (("builds", "0:46", "1:02"), USAGE, "song pin builds '{start: 0:46, end: 1:02}'"),
        (("mood", "dark"), USAGE, "song pin mood '{valence: 0.2, energy: 0.8, tags: [dark]}'"),
        (("first_downbeat", "59:00"), PROJECT, "BF060 the song ends at"),  # it was listened to for `words`
    ):
        assert pin(film, *words) == status
        assert told in capsys.readouterr().err
    assert film.read_text() == before


def test_rows_are_said_as_one_text_whether_or_not_the_shell_cut_it(film: Path) -> None:
    assert pin(film, "builds", "{start: 1, end: 2.5}") == 0
    assert [(build.start, build.end) for build in load_project(film).songs[""].pins.builds] == [(1.0, 2.5)]
    assert pin(film, "sections", *["[{at:", "0,", "kind:", "intro},", "{at:", "0:04.5,", "kind:", "verse}]"]) == 0
    assert [part.at for part in load_project(film).songs[""].pins.sections] == [0.0, 4.5]


def test_every_example_of_rows_can_be_pinned(bare: Path) -> None:
    for key, example in TABLES.items():
        assert pin(bare, key, example) == 0, key


def test_words_of_lyrics_can_be_pinned(film: Path) -> None:
    write_words(film.parent / "words.lrc", (5.0, "over"), (6.5, "water"))
    edit(film, "  file: song.wav", "  lyrics: {file: words.lrc}\n  file: song.wav")
    assert pin(film, "words") == 0
    assert "    words: [5, 6.5]\n" in film.read_text()


def test_an_alternative_is_taken_as_the_pins_that_mean_it() -> None:
    offered = (Alternative("x1/2", 60.0, 0.3), Alternative(HALF_BEAT, 120.0, 0.1))
    heard = replace(song(bpm=120, bars=4), alternatives=offered)
    assert alternative_pins(heard, "x1/2") == {"tempo_bpm": 60.0}
    assert alternative_pins(heard, HALF_BEAT) == {"first_downbeat": half_a_beat_on(heard)}
    with pytest.raises(UsageError, match=r"offers x1/2: 60 bpm, 30%; half beat: 120 bpm, 10%"):
        alternative_pins(heard, "x2")
    changing = replace(heard, tempos=(Tempo(0.0, 4.0, 120.0), Tempo(4.0, 8.0, 90.0)))
    rows = [{"at": 0.0, "tempo_bpm": 60.0}, {"at": 4.0, "tempo_bpm": 45.0}]
    assert alternative_pins(changing, "x1/2") == {"tempos": rows}


@pytest.mark.parametrize("first", [0.0, 0.1, 0.25, 0.6])
def test_half_a_beat_on_lies_between_beats_of_the_song(first: float) -> None:
    heard = replace(song(bpm=120, bars=4), downbeats=(first, first + 2))
    moved = half_a_beat_on(heard)
    assert moved >= 0 and (moved - first) % 0.5 == pytest.approx(0.25)


def test_every_pin_can_be_written_from_what_was_heard() -> None:
    assert set(Pins.model_fields) <= set(HEARD)


def test_peaks_are_the_loudest_sample_of_each_column() -> None:
    layout = layout_of(4.0)
    sound = np.zeros((2, 8000), np.float32)
    sound[1, 5000] = -0.5
    peaks = peaks_of([sound[:, :3000], sound[:, 3000:]], 2000, layout)
    assert len(peaks) == layout.columns and peaks.max() == 0.5
    assert peaks.argmax() == int(5000 / 8000 * layout.columns)


@pytest.mark.parametrize(("duration", "rows"), [(3, 1), (80, 1), (95, 2), (189, 3), (1200, 8), (3600, 8)])
def test_rows_are_about_a_minute_and_never_too_many(duration: float, rows: int) -> None:
    layout = layout_of(duration)
    assert layout.rows == rows and layout.rows * layout.row_s == pytest.approx(duration)


def test_parts_stand_at_their_seconds_in_their_colours(tmp_path: Path) -> None:
    heard = song(bpm=120, bars=16)
    words = Lyrics("lrc", (Line("over the water", 2.0, 4.0, (Word("over", 2.0, 3.0), Word("water", 3.0, 4.0)), 1),))
    write_plot("Ünïcode song", heard, None, tmp_path / "plain.png")
    write_plot("Ünïcode song", replace(heard, lyrics=words), None, tmp_path / "sung.png")
    with Image.open(tmp_path / "plain.png") as plain, Image.open(tmp_path / "sung.png") as sung:
        assert sung.height > plain.height, "a lane for words where there are some"
        picture = np.asarray(plain.convert("RGB")).astype(int)
    columns = layout_of(heard.duration).columns
    for part in heard.sections:
        at = LEFT + int((part.start + part.end) / 2 / heard.duration * columns)
        column = np.abs(picture[:, at] - colour_of(part.kind)).max(1)
        assert (column <= 2).sum() >= 12, part


def test_song_plot_shows_a_file_or_a_project(film: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["song", "plot", str(film)]) == 0
    assert capsys.readouterr().out == f"{film.parent / 'build' / 'small-song.png'}\n"
    sound = write_song(tmp_path / "one.wav", seconds=6)
    assert main(["song", "plot", str(sound), "-o", str(tmp_path / "one.png")]) == 0
    for path in (film.parent / "build" / "small-song.png", tmp_path / "one.png"):
        with Image.open(path) as picture:
            assert picture.width == 1600 and picture.height > 200
