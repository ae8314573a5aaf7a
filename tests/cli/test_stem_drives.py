"""Channels that follow a stem: they move with it and with nothing else, and are refused where there is no such stem."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile

from beatforge.cli.main import main
from beatforge.cli.session import Session
from beatforge.errors import PROJECT, ProjectError
from beatforge.film.plan import Scene
from beatforge.film.shot import Shot
from beatforge.picture.uniforms import Motion
from beatforge.song.stems.curves import stem_curves
from beatforge.song.stems.stems import Stems
from tests.projects import build, edit, make_project

RATE, SECONDS, FPS = 22050, 16, 24
DRIVES = "{base: own, drives: {burst: {from: drums, release_ms: 60}, glow: {from: vocals}}}"


def write_stems(folder: Path, strokes: tuple[float, ...], sung: tuple[float, float]) -> None:
    """Drums that are struck at these seconds, and a voice that hums between two."""
    times = np.arange(SECONDS * RATE) / RATE
    drums = sum(np.where(times >= at, np.exp(-30 * (times - at)), 0) for at in strokes) * np.sin(2 * np.pi * 90 * times)
    hum = 0.3 * np.sin(2 * np.pi * 330 * times) * ((times >= sung[0]) & (times < sung[1]))
    folder.mkdir(exist_ok=True)
    for name, wave in (("drums", 0.5 * drums), ("vocals", hum)):
        soundfile.write(folder / f"{name}.wav", wave, RATE)


@pytest.fixture
def followed(tmp_path: Path, short_song: Path) -> Path:
    """The project file of a film whose lights follow a voice and whose bursts follow drums; nobody built it."""
    file = make_project(tmp_path / "followed", short_song)
    write_stems(file.parent / "stems", (1.0, 9.0), (4.0, 6.0))
    edit(file, "  file: song.wav", "  file: song.wav\n  stems: {folder: stems}")
    return edit(file, "style: own", f"style: {DRIVES}")


def scenes_of(file: Path) -> tuple[Scene, ...]:
    """The film's scenes, as listening and stems have them now."""
    build(file, "analysis", "stems")
    with Session.open(file) as session:
        plan = session.plan()
    assert plan is not None and plan.fps == "24"
    return plan.scenes


def channel(scenes: Sequence[Scene], name: str) -> list[float]:
    """The channel's value in each frame of the film."""
    motions = [(Motion(scene.shot), scene.shot.num_frames) for scene in scenes]
    return [motion.values(frame)[name] for motion, count in motions for frame in range(count)]


def test_channels_follow_their_stems_and_shots_carry_their_own_slice_of_what_they_follow(followed: Path) -> None:
    scenes = scenes_of(followed)
    burst, glow = channel(scenes, "burst"), channel(scenes, "glow")
    for at in (1.0, 9.0):
        assert max(burst[round(at * FPS) : round((at + 0.3) * FPS)]) > 0.6
    assert max(burst[2 * FPS : round(8.8 * FPS)]) < 0.1
    assert min(glow[round(4.4 * FPS) : round(5.8 * FPS)]) > 0.6
    assert max(glow[: round(3.8 * FPS)]) < 0.05 and max(glow[8 * FPS :]) < 0.05
    assert all(set(scene.shot.music.stems) == {"drums", "vocals"} for scene in scenes)
    assert all(Shot.from_value(json.loads(json.dumps(scene.shot.to_value()))) == scene.shot for scene in scenes)

    write_stems(followed.parent / "stems", (1.0, 14.5), (4.0, 6.0))
    taken = scenes_of(followed)
    changed = [new.id for old, new in zip(scenes, taken, strict=True) if old.shot.music != new.shot.music]
    assert changed == ["verse-1.01", "chorus-1.01", "outro-1.01"]  # who hear 9 s or 14.5 s, with two seconds beyond

    edit(followed, DRIVES, "own")
    assert all("stems" not in scene.shot.to_value()["music"] for scene in scenes_of(followed))


@pytest.mark.parametrize(
    ("stems", "said"),
    [("", "the song has no stems"), ("  stems: {folder: stems}\n", "no stem of the song is called other")],
    ids=["none", "another one"],
)
def test_a_stem_that_is_not_there_is_refused_before_anything_is_made(
    followed: Path, stems: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if not stems:
        edit(followed, "\n  stems: {folder: stems}", "")
    edit(followed, DRIVES, "{base: own, drives: {pulse: {from: other}}}")
    with pytest.raises(ProjectError) as caught, Session.open(followed):
        pass
    told = str(caught.value)
    assert "BF089" in told and f"pulse follows other, and {said}" in told and "separate: dsp" in told
    assert main(["check", str(followed)]) == PROJECT


def test_a_style_file_that_follows_stems_is_refused_where_it_is_named(followed: Path) -> None:
    (followed.parent / "styles").mkdir(exist_ok=True)
    (followed.parent / "styles" / "drummed.yaml").write_text("base: synthwave\ndrives: {pulse: {from: bassline}}\n")
    edit(followed, DRIVES, "drummed")
    with (
        pytest.raises(ProjectError, match=r"project\.yaml:\d+:\d+: BF089 pulse follows bassline"),
        Session.open(followed),
    ):
        pass


def test_a_quiet_stem_moves_as_much_as_a_loud_one_and_what_others_left_in_it_moves_nothing() -> None:
    def curve(level: int) -> tuple[int, ...]:
        levels = {"vocals": (0,) * 50 + (level,) * 50, "drums": (255,) * 100}
        return stem_curves(Stems(("vocals", "drums"), 44100, 44100, False, "folder", levels))["vocals"]

    assert curve(255) == curve(150) == (0,) * 50 + (255,) * 50
    assert curve(60) == (0,) * 100
