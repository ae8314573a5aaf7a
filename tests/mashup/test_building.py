"""A mashup from its project file to its film: built, known at a glance, explained, edited; and what is heard of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import av
import numpy as np
import pytest

from beatforge.cli.main import main
from tests.films import sound_of
from tests.mashups import mashup_text, write_stems
from tests.past.repositories import repository, save
from tests.projects import build

PINS = {"a": ", pins: {tempo_bpm: 118, first_downbeat: 0}", "b": ", pins: {tempo_bpm: 124, first_downbeat: 0.31}"}
RATE = 22050


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str]]:
    """A folder with two songs, the store in which its film was built, and what was made."""
    root = tmp_path_factory.mktemp("mash")
    folder = root / "project"
    write_stems(folder / "a", bpm=118, tonic=57, bars=12, sung=((4, 8),), loud=((4, 8),), seed=1)
    write_stems(folder / "b", bpm=124, tonic=60, bars=12, sung=((4, 8),), loud=((4, 8),), start_s=0.31, seed=2)
    (folder / "project.yaml").write_text(mashup_text(more="  phrase_bars: 4\n", pins=PINS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BEATFORGE_STORE", str(root / "store"))
        patch.setenv("BEATFORGE_CONFIG", str(root / "settings.yaml"))
        made = build(folder / "project.yaml")
    return folder, root / "store", made


@pytest.fixture
def project(built: tuple[Path, Path, list[str]], tmp_path: Path, own_store: Path) -> Path:
    """A copy of it with a store of its own."""
    folder, store, _ = built
    shutil.copytree(folder, tmp_path / "project", symlinks=True)
    shutil.copytree(store, own_store, dirs_exist_ok=True, symlinks=True)
    return tmp_path / "project" / "project.yaml"


def _plan(project: Path, capsys: pytest.CaptureFixture[str], *sets: str) -> dict[str, object]:
    capsys.readouterr()
    assert main(["plan", str(project.parent), "--json", *(word for one in sets for word in ("--set", one))]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_every_song_is_listened_to_and_every_part_made(built: tuple[Path, Path, list[str]]) -> None:
    folder, _, made = built
    assert made[:4] == ["analysis/a", "analysis/b", "stems/a", "stems/b"]
    parts = [name for name in made if name.startswith("part/")]
    assert any("a-vocals" in name for name in parts) and any("b-instrumental" in name for name in parts)
    assert "mix" in made and made[-1] == "film/youtube"
    assert (folder / "build" / "mash.mp4").is_file()


def test_the_beats_of_the_film_lie_on_the_grid_of_the_plan(built: tuple[Path, Path, list[str]]) -> None:
    """The kick of the song that carries it, as it is heard in the finished film."""
    folder, _, _ = built
    sound = sound_of(folder / "build" / "mash.mp4", RATE)
    beat = 60 / 124 * RATE
    found = []
    for index in range(4, 24, 4):
        at = round(index * beat)
        window = np.abs(sound[at - RATE // 10 : at + RATE // 10])
        energy = np.convolve(window**2, np.ones(64) / 64, "same")
        found.append((int(np.argmax(np.diff(energy))) - RATE // 10) / RATE)
    assert max(found) - min(found) < 0.01 and abs(float(np.median(found))) < 0.02, found
    with av.open(str(folder / "build" / "mash.mp4")) as film:
        assert film.duration is not None
        assert abs(film.duration / av.time_base - 16 * 4 * 60 / 124) < 0.05


def test_a_second_build_makes_nothing_and_status_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(project) == []
    assert main(["status", str(project.parent)]) == 0
    assert "stale" not in capsys.readouterr().out.replace("0 stale", "")


def test_plan_prints_the_edit_list_bar_by_bar(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(project.parent)]) == 0
    out = capsys.readouterr().out
    assert "mashup classic: 16 bars of 4" in out and "because a sings over b" in out
    assert "a-vocals.05" in out and "sings its" in out
    told = _plan(project, capsys)["mashup"]
    assert isinstance(told, dict) and told["type"] == "classic"
    row = next(row for row in told["parts"] if row["id"] == "a-vocals.05")
    assert row["tempo_ratio"] == pytest.approx(124 / 118, abs=2e-3) and row["stem"] == "vocals"


def test_an_edited_gain_makes_the_mix_and_no_part(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project.write_text(
        project.read_text().replace(
            "  phrase_bars: 4\n", "  phrase_bars: 4\n  edits: [{part: a-vocals.05, gain_db: -30}]\n"
        )
    )
    capsys.readouterr()
    assert main(["why", "-C", str(project.parent), "mix"]) == 0
    assert "gain_db: -30" in capsys.readouterr().out
    made = build(project)
    assert "mix" in made and not [name for name in made if name.startswith(("part/", "analysis/", "stems/"))]


def test_a_mashup_is_shown_as_a_song(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["song", "show", str(project.parent)]) == 0
    out = capsys.readouterr().out
    assert "124.00 bpm" in out and "decoded by mix" in out
    assert main(["song", "show", str(project.parent), "--song", "b"]) == 0
    assert "decoded by pyav" in capsys.readouterr().out


def test_faults_of_a_recipe_have_their_place(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = project.read_text()
    project.write_text(
        text.replace("  phrase_bars: 4\n", "  phrase_bars: 4\n  edits:\n    - {part: a-vocals.06, mute: true}\n")
    )
    assert main(["plan", str(project.parent)]) == 3
    assert 'project.yaml:11:14: BF083 the edit list has no row "a-vocals.06"' in capsys.readouterr().err
    project.write_text(text.replace("type: classic", "type: classick"))
    assert main(["check", str(project.parent)]) == 3
    assert 'BF080 unknown mashup type "classick"' in (told := capsys.readouterr()).out + told.err
    project.write_text(text.replace("type: classic", "type: theme_fusion"))
    assert main(["check", str(project.parent)]) == 3
    assert "BF081" in (told := capsys.readouterr()).out + told.err


def test_song_and_mashup_exclude_each_other(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project.write_text(project.read_text() + "song: {file: a/song.wav}\n")
    assert main(["check", str(project.parent)]) == 3
    told = capsys.readouterr()
    assert "BF016 mashup can't stand beside song" in told.out + told.err


def test_git_knows_what_changed_a_mashup(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository(project.parent)
    edits = "  phrase_bars: 4\n  edits: [{part: a-vocals.05, move_beats: 1}]\n"
    project.write_text(project.read_text().replace("  phrase_bars: 4\n", edits))
    save(project.parent, "a beat later")
    capsys.readouterr()
    assert main(["why", "-C", str(project.parent), "--since", "HEAD~1"]) == 0
    told = capsys.readouterr().out
    assert "\nmix\n" in told and "move_beats: 1" in told
    assert "part/" not in told and "stems/" not in told, "where a part sounds is no part of what it is"
    assert main(["history", "-C", str(project.parent), "mix"]) == 0
    assert "a beat later" in capsys.readouterr().out
