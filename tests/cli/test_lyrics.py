"""Lyrics in a project, from their file to the film: what an edited word makes, what is shown, what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from beatforge.cli.main import main
from beatforge.cli.noop import recall
from beatforge.cli.session import Session
from beatforge.errors import PROJECT, ProjectError
from beatforge.film.planning import pinned, sung_words
from tests.lyrics_files import write_words
from tests.projects import CHORUS, CROSSFADE, FILM, build, edit, events_of, make_project, planned

SUNG = ((5.0, "over"), (5.5, "water"), (9.5, "we"), (10.0, "sing"))
"""Two words of the verse, two of the chorus."""


@pytest.fixture
def sung(film: Path) -> Path:
    """The film with lyrics that only its chorus follows."""
    write_words(film.parent / "words.lrc", *SUNG)
    edit(film, "  file: song.wav", "  lyrics: {file: words.lrc}\n  file: song.wav")
    return edit(film, "chorus: {", "chorus: {style: {drives: {burst: {from: word}}}, ")


def refused(file: Path) -> str:
    with pytest.raises(ProjectError) as caught, Session.open(file) as session:
        session.plan()
    return str(caught.value)


def test_an_edited_word_makes_only_what_it_moves_and_undo_makes_nothing(sung: Path) -> None:
    assert build(sung) == ["lyrics", CHORUS, CROSSFADE, FILM]
    words = sung.parent / "words.lrc"
    write_words(words, *SUNG[:3], (10.0, "shout"))
    assert planned(sung) == {"lyrics": True}
    assert build(sung) == ["lyrics"], "another word at the same time"
    write_words(words, (4.2, "over"), *SUNG[1:])
    assert build(sung) == ["lyrics"], "before the two seconds of music that the chorus knows"
    write_words(words, *SUNG[:3], (10.5, "sing"))
    assert build(sung) == ["lyrics", CHORUS, CROSSFADE, FILM]
    write_words(words, *SUNG)
    assert "made" not in events_of(sung) and planned(sung) == {}


def test_names_and_times_of_lyrics_files_are_in_no_key(sung: Path) -> None:
    assert build(sung, "lyrics") == ["lyrics"]
    made = planned(sung)
    (sung.parent / "words.lrc").rename(sung.parent / "text.lrc")
    edit(sung, "words.lrc", "text.lrc")
    (sung.parent / "text.lrc").touch()
    assert planned(sung) == made


def test_listening_brings_the_words_and_words_are_read_alone(tmp_path: Path, short_song: Path) -> None:
    file = make_project(tmp_path / "film", short_song)
    write_words(file.parent / "words.lrc", *SUNG)
    edit(file, "  file: song.wav", "  lyrics: {file: words.lrc}\n  file: song.wav")
    assert build(file, "lyrics") == ["lyrics"]
    write_words(file.parent / "words.lrc", *SUNG[:2])
    assert list(planned(file))[:2] == ["analysis", "lyrics"]
    assert build(file, "analysis") == ["analysis", "lyrics"]
    assert CHORUS in planned(file)


def test_a_build_with_nothing_to_do_looks_at_the_lyrics(sung: Path) -> None:
    build(sung)
    build(sung)
    assert recall(sung, "standard", ())
    write_words(sung.parent / "words.lrc", *SUNG[:3], (10.5, "sing"))
    assert recall(sung, "standard", ()) is None


def test_why_names_the_lyrics(sung: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(sung)
    write_words(sung.parent / "words.lrc", *SUNG[:3], (10.5, "sing"))
    capsys.readouterr()
    assert main(["why", "-C", str(sung), "lyrics"]) == 0
    assert "words.lrc changed" in capsys.readouterr().out
    build(sung, "lyrics")
    capsys.readouterr()
    assert main(["why", "-C", str(sung), "chorus-1.01"]) == 0
    assert "(project.yaml:7:18)" in capsys.readouterr().out


def test_song_show_prints_lines_and_words(sung: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["song", "show", str(sung)]) == 0
    shown = capsys.readouterr().out
    assert "1 line, 4 words, from lrc; all words have times" in shown
    assert "5.00 over 5.50 water 9.50 we 10.00 sing" in shown
    (sung.parent / "words.lrc").write_text("[00:05.00]over water\n")
    assert main(["song", "show", str(sung)]) == 0
    assert "~5.00 over ~5.60 water" in capsys.readouterr().out
    assert main(["song", "show", str(sung), "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)["lyrics"]["lines"]
    assert [word["is_estimate"] for word in line["words"]] == [True, True]
    edit(sung, "words.lrc", "words.txt")
    (sung.parent / "words.txt").write_text("over water\n")
    assert main(["song", "show", str(sung)]) == 0
    assert "nothing says when they are sung" in capsys.readouterr().out


def test_a_plan_says_where_words_move_nothing(sung: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", str(sung), "lyrics"])
    assert main(["plan", str(sung)]) == 0
    assert "does not move" not in capsys.readouterr().out
    edit(sung, "words.lrc", "words.txt")
    (sung.parent / "words.txt").write_text("over water\n")
    main(["build", str(sung), "lyrics"])
    assert main(["plan", str(sung)]) == 0
    why = "song.lyrics has no times (align: finds or estimates them)"
    told = f"{why}, so what follows `word` in 1 of 4 scenes does not move"
    assert told in capsys.readouterr().out.splitlines()


def test_estimates_move_what_follows_words_and_read_none_again(sung: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(sung, "words.lrc", "words.txt")
    (sung.parent / "words.txt").write_text("over water\nwe sing\nof over water\n")
    build(sung, "lyrics")
    edit(sung, "{file: words.txt}", "{file: words.txt, align: estimate}")
    assert "lyrics" not in planned(sung)
    with Session.open(sung) as session:
        plan, analysis = session.require_plan(), session.require_analysis()
        assert analysis.lyrics is not None and not analysis.lyrics.is_timed, "a guess is in no target"
        song = pinned(session.project, analysis)
        assert song.lyrics is not None and song.lyrics.is_estimate
        assert sung_words(session.project, song) == song.lyrics.word_starts != ()
        assert song.sections == pinned(session.project, replace(analysis, lyrics=None)).sections
        assert session.require_plan() == plan
    capsys.readouterr()
    assert main(["plan", str(sung)]) == 0
    assert "does not move" not in capsys.readouterr().out
    assert main(["song", "show", str(sung)]) == 0
    assert "3 lines, 7 words, from plain; times of lines and words are estimated" in capsys.readouterr().out
    edit(sung, "  pins:", "  pins:\n    words: [9.5]")
    with Session.open(sung) as session:
        assert sung_words(session.project, pinned(session.project, session.require_analysis())) == (9.5,)


def test_faults_of_lyrics_are_told_at_their_place(sung: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = sung.parent / "words.lrc"
    words.write_text("[00:05.00]over\n[00:75.00]water\n")
    assert refused(sung) == (
        'words.lrc:2:1: BF063 "[00:75.00]" is no time\n    2 | [00:75.00]water\n'
        "      | ^^^^^^^^^^ seconds go from 00 to 59"
    )
    assert main(["check", str(sung)]) == PROJECT
    words.write_bytes(b"")
    assert "project.yaml:7:18: BF054 words.lrc: the file is empty" in refused(sung)
    words.unlink()
    assert 'project.yaml:7:18: BF050 there is no file "words.lrc"' in refused(sung)


def test_words_behind_the_end_of_the_song_are_told_at_their_row(sung: Path) -> None:
    (sung.parent / "words.lrc").write_text("[00:05.00]over\n\n [00:16.50]water\n")
    build(sung, "lyrics")
    told = refused(sung)
    assert main(["song", "show", str(sung)]) == PROJECT
    assert told.startswith("words.lrc:3:2: BF060 a word of this line begins at 16.50 s; the song ends at 16.00 s")


def test_damaged_words_are_found_and_made_again(sung: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(sung, "lyrics")
    with Session.open(sung) as session:
        outputs = session.survey.entries["lyrics"].outputs
        assert outputs
        blob = session.store.blob_path(outputs["lyrics.json"].digest)
    blob.chmod(0o600)
    blob.write_bytes(blob.read_bytes().replace(b"over", b"unde"))
    main(["verify", "-C", str(sung), "lyrics"])
    assert "damaged lyrics" in capsys.readouterr().out
    assert build(sung, "lyrics") == ["lyrics"]
