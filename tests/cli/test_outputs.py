"""Several outputs of one film: built apart, priced apart, taken out and put back; the real engine, tiny pictures."""

from __future__ import annotations

import json
from pathlib import Path

import av
import pytest

from beatforge.cli.main import main
from tests.laws.trees import copy_tree
from tests.projects import JUDGING, PROJECT, TARGETS, build, edit, events_of, make_project, planned, run

TWO = "outputs:\n  - {platform: youtube}\n  - {platform: tiktok, size: 54x96}\n"
THREE = TWO + "  - {platform: reels, size: 54x96}\n"
ADDED = [f"{name}@54x96" for name in TARGETS if name.startswith(("scene/", "transition/"))]
SOUND_TOO = ("gate/av_drift", "gate/silence", "gate/loudness")
"""Gates that read the sound too; the output's own sound is in their names."""
JUDGED = ["measures/54x96", *(f"{name}@54x96" + "-aac-192k" * (name in SOUND_TOO) for name in JUDGING[1:])]
"""What judges the upright output."""
OWN = {*ADDED, *JUDGED, "mix/aac-192k", "film/tiktok"}


@pytest.fixture
def two(film: Path) -> Path:
    """The built film of the tests, with an upright output added that is not built."""
    film.write_text(film.read_text() + TWO)
    return film


def size_of(path: Path) -> tuple[int, int]:
    with av.open(str(path)) as film:
        return film.streams.video[0].width, film.streams.video[0].height


def test_outputs_come_and_go_and_each_makes_only_what_is_its_own(two: Path) -> None:
    folder = two.parent / "build"
    assert set(planned(two, judging=True)) == OWN
    assert set(build(two, "film/tiktok", judging=True)) == OWN
    assert size_of(folder / "small-tiktok.mp4") == (54, 96) and size_of(folder / "small.mp4") == (64, 64)
    assert not list((folder / "scenes").glob("*@*")), "scenes lie beside the first output only"

    edit(two, TWO, THREE)
    assert build(two, judging=True) == [], "an equal output is an equal file"
    assert (folder / "small-reels.mp4").read_bytes() == (folder / "small-tiktok.mp4").read_bytes()

    edit(two, THREE, "")
    assert build(two, judging=True) == []
    assert [path.name for path in folder.glob("*.mp4")] == ["small.mp4"]

    edit(two, "reactivity: 1\n", "reactivity: 1\noutputs: [{platform: tiktok, size: 54x96}, {platform: youtube}]\n")
    events = events_of(two)
    assert "made" not in events and {"film/tiktok", "film/youtube"} <= {*events["restored"]}, "the store kept it"
    assert size_of(folder / "small.mp4") == (54, 96) and size_of(folder / "small-youtube.mp4") == (64, 64)
    assert not (folder / "small-tiktok.mp4").exists()


def test_changing_one_output_leaves_the_others_alone(two: Path) -> None:
    edit(two, "size: 54x96", "size: 54x98, codec: prores")
    made = build(two)
    assert {name.partition("@")[2] or name for name in made} == {"54x98-prores", "mix/pcm_s24le", "film/tiktok"}
    folder = two.parent / "build"
    assert (folder / "small-tiktok.mov").is_file()
    edit(two, "size: 54x98, codec: prores", "size: 54x96")
    made = build(two)
    assert {name.partition("@")[2] or name for name in made} == {"54x96", "mix/aac-192k", "film/tiktok"}
    assert (folder / "small-tiktok.mp4").is_file() and not (folder / "small-tiktok.mov").exists()


def test_the_preview_prices_each_output_and_counts_what_is_shared_once(
    short_song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*args: str) -> str:
        assert main(["plan", str(file), *args]) == 0
        return capsys.readouterr().out

    file = make_project(tmp_path / "project", short_song, PROJECT + THREE)
    assert json.loads(said("--json"))["outputs"] == [], "before the song is heard its targets have no names"
    build(file, "analysis")
    value = json.loads(said("--json"))
    rows = {row["platform"]: row for row in value["outputs"]}
    assert list(rows) == ["youtube", "tiktok", "reels"]
    for what, total in (("make", "stale"), ("seconds", "seconds"), ("bytes", "bytes"), ("usd", "usd")):
        assert sum(row[what] for row in rows.values()) == pytest.approx(value["totals"][total], abs=0.05)
    assert rows["youtube"]["make"] == len(TARGETS) - 1 and rows["youtube"]["shared"] == {"count": 0, "with": []}
    assert rows["tiktok"]["make"] == len(OWN) and rows["tiktok"]["size"] == "54x96"
    assert rows["reels"]["make"] == 1 and rows["reels"]["shared"] == {"count": len(OWN) - 1, "with": ["tiktok"]}
    text = said()
    assert "film/reels     54x96 h264 up to 5 Mbit/s: 1 to make" in text
    assert f"; {len(OWN) - 1} shared, counted with tiktok" in text


def test_a_frame_and_a_sheet_can_be_of_any_output(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frame", "-C", str(two), "verse-1.01", "--for", "tiktok"]) == 0
    assert size_of(Path(capsys.readouterr().out.strip())) == (54, 96)
    for platform, text in (("tiktok", "film/tiktok"), ("tiktak", 'no output for "tiktak"; did you mean "tiktok"?')):
        assert main(["sheet", str(two), "--for", platform]) == 2
        assert text in capsys.readouterr().err


def test_an_encoder_that_is_not_there_is_refused_before_anything_is_made(two: Path, tmp_path: Path) -> None:
    """A copy of the program asks for an encoder that no build of PyAV has."""
    tree = copy_tree(tmp_path / "tree")
    edit(tree / "beatforge" / "film" / "codecs.py", '"libsvtav1"', '"libwishful"')
    edit(two, "size: 54x96", "size: 64x96, codec: av1")
    done = run("build", str(two), tree=tree)
    assert done.returncode == 4 and "made" not in done.stdout
    assert "needs the encoder libwishful" in done.stderr and "choose another codec" in done.stderr
