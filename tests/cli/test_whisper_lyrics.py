"""Words that whisper hears or finds in a song: through its real loader, with models that say what they are told to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from beatforge.cli.main import main
from beatforge.cli.session import Session
from beatforge.errors import PROJECT, ProjectError
from beatforge.graph.target import Output
from beatforge.song.lyrics.models import MODELS, published_model
from tests.projects import FILM, build, edit, make_project, planned
from tests.whispers import save_whisper

SUNG = "  lyrics: {transcribe: whisper, model: say.pt, language: en}\n  file: song.wav"
SAID = (1.0, "neon water", 16.0)


def refused(file: Path) -> str:
    with pytest.raises(ProjectError) as caught:
        Session.open(file).__exit__(None, None, None)
    return str(caught.value)


def checked(file: Path, code: str = "", **env: str) -> tuple[int, str, bool]:
    """Status and messages of `beatforge check` in a process of its own, and whether torch was imported."""
    script = (
        f"import sys\n{code}\nfrom beatforge.cli.main import main\nstatus = main(['check', {str(file)!r}])\n"
        "print('TORCH' if sys.modules.get('torch') else 'LIGHT')\nsys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, **env}, check=False
    )
    return done.returncode, done.stdout + done.stderr, "TORCH" in done.stdout


def test_a_build_hears_the_words_and_films_follow_them(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = save_whisper(film.parent / "say.pt", SAID)
    edit(film, "  file: song.wav", SUNG)
    edit(film, "chorus: {", "chorus: {style: {drives: {burst: {from: word}}}, ")
    edit(film, "verse: {", "verse: {style: {drives: {burst: {from: word}}}, ")
    made = build(film)
    assert made[0] == "lyrics" and made[-1] == FILM
    with Session.open(film) as session:
        plan, lyrics = session.require_plan(), session.require_analysis().lyrics
    assert lyrics is not None and lyrics.form == lyrics.aligned_by == "whisper" and not lyrics.is_estimate
    assert [word.text for line in lyrics.lines for word in line.words] == ["neon", "water"]
    assert all(0 <= at < 16 for at in lyrics.word_starts)
    assert any(scene.shot.music.words for scene in plan.scenes)
    capsys.readouterr()
    assert main(["song", "show", str(film)]) == 0
    assert "1 line, 2 words, from whisper; all words have times" in capsys.readouterr().out
    assert build(film) == [] and planned(film) == {}
    model.touch()
    model.rename(film.parent / "other.pt")
    edit(film, "say.pt", "other.pt")
    assert planned(film) == {}, "the same model under another name"
    (film.parent / "other.pt").write_bytes(b"another model")
    assert planned(film)["lyrics"]


def test_a_model_that_is_not_here_is_refused_with_its_file_and_the_way_to_it(tmp_path: Path, short_song: Path) -> None:
    file = make_project(tmp_path / "film", short_song)
    edit(file, "  file: song.wav", "  lyrics: {transcribe: whisper, model: tiny}\n  file: song.wav")
    status, said, has_torch = checked(file, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert status == PROJECT and not has_torch
    assert f"project.yaml:7:40: BF072 no whisper: {tmp_path / 'cache' / 'whisper' / 'tiny.pt'} is not there" in said
    assert "whisper.load_model('tiny')" in said
    (tmp_path / "cache" / "whisper").mkdir(parents=True)
    (tmp_path / "cache" / "whisper" / "tiny.pt").write_bytes(b"there")
    assert checked(file, XDG_CACHE_HOME=str(tmp_path / "cache"))[0] == 0


def test_without_the_package_the_extra_is_named(tmp_path: Path, short_song: Path) -> None:
    file = make_project(tmp_path / "film", short_song)
    edit(file, "  file: song.wav", "  lyrics: {transcribe: whisper}\n  file: song.wav")
    status, said, _ = checked(file, "sys.modules['whisper'] = None")
    assert status == PROJECT
    assert "BF072 no whisper: whisper can't be imported" in said and "pip install 'beatforge[lyrics]'" in said


def test_files_of_models_are_where_whisper_puts_them() -> None:
    import whisper

    assert set(MODELS) == set(whisper.available_models())
    for name, address in whisper._MODELS.items():
        assert published_model(name).file.name == address.rpartition("/")[2]


@pytest.mark.parametrize("lyrics, said", [
    ("{transcribe: whisper, file: words.lrc}", "7:24: BF016 file and transcribe exclude each other"),
    ("{}", "7:11: BF011 words come from a file, or are heard"),
    ("{transcribe: whisper, align: whisper}", "7:40: BF016 align is for words of a file"),
    ("{file: words.lrc, model: tiny}", "7:36: BF016 model is only for whisper"),
    ("{file: words.lrc, align: estimate, device: cpu}", "7:54: BF016 device is only for whisper"),
    ("{transcribe: whisper, model: tinny}", '7:40: BF030 unknown whisper model "tinny"'),
    ("{transcribe: whisper, model: ../say.pt}", '7:40: BF051 "../say.pt" leaves the project folder'),
    ("{transcribe: wisper}", '7:24: BF030 unknown transcriber "wisper"'),
    ("{transcribe: whisper, language: klingon}", '7:43: BF030 unknown language "klingon"'),
])  # fmt: skip
def test_what_contradicts_itself_is_one_message(tmp_path: Path, short_song: Path, lyrics: str, said: str) -> None:
    file = make_project(tmp_path / "film", short_song)
    (file.parent / "words.lrc").write_text("[00:01.00]neon water\n")
    edit(file, "  file: song.wav", f"  lyrics: {lyrics}\n  file: song.wav")
    told = refused(file)
    assert said in told and told.count("project.yaml") == 1


def write_voice(file: Path) -> None:
    """A stem `vocals` of the project's song: a hum."""
    (file.parent / "stems").mkdir(exist_ok=True)
    hum = 0.5 * np.sin(2 * np.pi * 220 * np.arange(16 * 22050) / 22050)
    soundfile.write(file.parent / "stems" / "vocals.wav", hum, 22050)


def test_whisper_listens_to_the_voice_alone_where_there_is_one(
    tmp_path: Path, short_song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = make_project(tmp_path / "film", short_song)
    save_whisper(file.parent / "say.pt", SAID)
    (file.parent / "words.txt").write_text("neon water\n")
    write_voice(file)
    said = "{transcribe: whisper, model: say.pt, language: en}"
    edit(file, "  file: song.wav", f"  lyrics: {said}\n  stems: {{folder: stems}}\n  file: song.wav")
    build(file, "analysis", "stems", "lyrics")
    assert heard_words(file) == ["neon", "water"]
    assert main(["plan", str(file)]) == 0
    assert "whisper listens to the vocals alone" in capsys.readouterr().out
    edit(file, "language: en", "language: de")
    assert main(["why", str(file), "lyrics"]) == 0
    told = capsys.readouterr().out
    assert "language" in told and "en -> de" in told and "project.yaml:7" in told
    for said in ("transcribe: whisper", "file: words.txt, align: whisper"):
        with Session.open(edit(file, "transcribe: whisper", said)) as session:
            (lyrics,) = (target for target in session.listening if target.name == "lyrics")
        assert lyrics.inputs[0] == Output("stems", "vocals.wav")


def heard_words(file: Path) -> list[str]:
    with Session.open(file) as session:
        lyrics = session.require_analysis().lyrics
    return [word.text for line in lyrics.lines for word in line.words] if lyrics else []
