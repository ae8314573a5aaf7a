"""A damaged song is used as far as it goes, and whoever builds with it is told what is missing."""

from __future__ import annotations

from pathlib import Path

from tests.projects import make_project, run


def test_what_a_song_lacks_is_told_when_it_was_listened_to_and_in_the_plan(short_song: Path, tmp_path: Path) -> None:
    file = make_project(tmp_path, short_song)
    whole = (tmp_path / "song.wav").read_bytes()
    (tmp_path / "song.wav").write_bytes(whole[: len(whole) * 13 // 16])
    told = "warning: song.wav: it ends at 0:13.0, 3.0 s before its header says; the film ends there too"
    heard = run("build", str(file.parent), "analysis")
    assert heard.returncode == 0 and f"beatforge: {told}\n" in heard.stderr
    assert f"{told}\n" in run("plan", str(file.parent)).stdout
    (tmp_path / "song.wav").write_bytes(whole)
    assert "warning" not in (heard := run("build", str(file.parent), "analysis")).stderr and heard.returncode == 0
