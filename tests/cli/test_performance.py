"""A show built for real: another theme renders pictures and no music, undo renders nothing; and its timeline."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import av
import pytest

from beatforge.cli.forecast import forecast
from beatforge.cli.main import main
from beatforge.cli.session import Session
from beatforge.errors import PROJECT, USAGE
from tests.projects import CHORUS, FILM, INTRO, OUTRO, VERSE, build, edit, planned
from tests.sounds import write_song

SCENES = [CHORUS, INTRO, OUTRO, VERSE]
CUE = "{at: 0:10, action: drop_reaction}"
SHOW = "film:\n  mode: dj\n  persona: nova_fade\n  theme: mashup_chaos\n"


@pytest.fixture
def show(film: Path) -> Path:
    """The film that the tests build, as a show; nobody built it like this."""
    edit(film, "film:\n", SHOW)
    edit(film, "  size: 64x64\n", "  size: 64x36\n")
    edit(film, "scenes:\n  verse: {transition: morph}\n  chorus: {transition: crossfade}\n", "scenes:\n")
    return film


def told(capsys: pytest.CaptureFixture[str], file: Path, *args: str) -> str:
    capsys.readouterr()
    status = main(["performance", str(file), *args])
    out, err = capsys.readouterr()
    assert status == 0, err
    return out


def test_a_theme_is_other_pictures_the_same_music_and_undone_in_no_time(show: Path) -> None:
    assert build(show) == ["figure/nova_fade", *SCENES, FILM]
    with av.open(str(show.parent / "build" / "small.mp4")) as made:
        assert made.metadata["comment"] == "performed by nova_fade 1.0"
    other = ("film.theme=chill_lofi",)
    assert list(planned(show, other)) == ["figure/nova_fade", *SCENES, FILM], "no mix"
    edit(show, "theme: mashup_chaos", "theme: chill_lofi")
    assert build(show, CHORUS) == ["figure/nova_fade", CHORUS]
    edit(show, "theme: chill_lofi", "theme: mashup_chaos")
    assert planned(show) == {} and build(show) == []


def test_the_bound_before_listening_has_the_figure(show: Path, tmp_path: Path) -> None:
    other = tmp_path / "unheard" / "project.yaml"
    shutil.copytree(show.parent, other.parent, ignore=shutil.ignore_patterns("build", ".beatforge"))
    write_song(other.parent / "song.wav", seconds=16, seed=9)
    with Session.open(other) as session:
        assert session.plan() is None and "figure/nova_fade" in {item.name for item in forecast(session)}


def test_the_timeline_is_told_before_anything_is_rendered(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, show).splitlines()
    assert lines[0].startswith("small: nova_fade 1.0, mashup_chaos, ")
    assert lines[1].split() == ["time", "bar", "event", "action", "hand", "face", "shot", "lights", "why"]
    rows = json.loads(told(capsys, show, "--json"))["rows"]
    actions = [row for row in rows if row["action"]]
    assert actions and all(row["why"] and row["face"] and row["scene"] and row["bar"] for row in actions)
    at = actions[0]["at_s"]
    cue = f"  performance: [{{at: {at}, action: spotlight_presentation}}, {{at: 6.5, action: crossfader_hit}}]\n"
    edit(show, "  theme: mashup_chaos\n", "  theme: mashup_chaos\n" + cue)
    said = [row for row in json.loads(told(capsys, show, "--json"))["rows"] if row["is_said"] and not row["is_gone"]]
    assert [(row["at_s"], row["action"]) for row in said] == [(at, "spotlight_presentation"), (6.5, "crossfader_hit")]
    assert sum(line.startswith("* ") for line in told(capsys, show).splitlines()) >= 2
    assert planned(show), "nothing was rendered"


def test_why_names_the_cue(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(show, CHORUS)
    edit(show, "  theme: mashup_chaos\n", f"  theme: mashup_chaos\n  performance:\n    - {CUE}\n")
    capsys.readouterr()
    assert main(["why", str(show), "chorus-1.01"]) == 0
    text = capsys.readouterr().out
    assert "performance: (default) -> action: drop_reaction, at: 0:10" in text and "(project.yaml:" in text


def test_why_names_the_theme_where_it_makes_scenes_longer(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(edit(show, "  scene_count: 4\n", ""), "      - {at: 8, kind: chorus}\n", "")
    build(show, "verse-1.01")
    capsys.readouterr()
    assert main(["why", str(show), "verse-1.01", "--set", "film.theme=chill_lofi"]) == 0
    frames = [line for line in capsys.readouterr().out.splitlines() if line.strip().startswith("num_frames")]
    assert frames and all("theme: chill_lofi" in line for line in frames)


@pytest.mark.parametrize(
    ("line", "code", "text", "hint"),
    [
        ("  theme: mashup_chas\n", "BF094", 'nova_fade has no theme "mashup_chas"', 'did you mean "mashup_chaos"?'),
        ("  performance: [{at: 1, face: delighted_yoy}]\n", "BF094", 'no expression "delighted_yoy"', "delighted_joy"),
        ("  performance: [{at: 99, light: dim}]\n", "BF060", "the music ends at 16.0 s", ""),
        (
            "  performance: [{at: 6.5, action: none}]\n",
            "BF095",
            "nothing is done within half a beat of 6.5 s",
            "nearest",
        ),
    ],
)
def test_faults_have_their_place(
    show: Path, capsys: pytest.CaptureFixture[str], line: str, code: str, text: str, hint: str
) -> None:
    edit(show, "  theme: mashup_chaos\n", line)
    assert main(["performance", str(show)]) == PROJECT
    err = capsys.readouterr().err
    assert code in err and text in err and hint in err and "project.yaml:" in err


def test_a_film_in_which_nobody_performs_has_no_timeline(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["performance", str(film)]) == USAGE
    assert "nobody performs in this film; say film: {mode: dj" in capsys.readouterr().err
