"""What a build shows while it runs: a live display on a terminal, plain lines in a pipe."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from beatforge.cli.display import JsonLog, PlainLines
from beatforge.cli.wording import in_bytes, in_words
from beatforge.graph.events import Event
from tests.projects import RESEEDED, TARGETS, command, edit, environment

EVENTS = (
    Event("started", "scene/a"),
    Event("progress", "scene/a", done=3, total=9),
    Event("made", "scene/a", "scene/a", seconds=1.234),
    Event("restored", "scene/b"),
    Event("fresh", "scene/c"),
    Event("failed", "scene/d", "scene/d", message="it fell over\nfar away"),
    Event("cancelled", "film/x"),
    Event("superseded", "mix"),
)


def shown(display: JsonLog | PlainLines, capsys: pytest.CaptureFixture[str]) -> str:
    with display:
        for event in EVENTS:
            display.show(event)
    return capsys.readouterr().out


def test_the_json_log_has_what_is_final_for_a_target_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert [json.loads(line) for line in shown(JsonLog(), capsys).splitlines()] == [
        {"event": "made", "target": "scene/a", "task": "scene/a", "seconds": 1.234},
        {"event": "restored", "target": "scene/b"},
        {"event": "fresh", "target": "scene/c"},
        {"event": "failed", "target": "scene/d", "task": "scene/d", "message": "it fell over\nfar away"},
        {"event": "cancelled", "target": "film/x"},
    ]


def test_plain_lines_leave_out_what_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(PlainLines(), capsys).splitlines() == [
        "made scene/a (1.2 s)", "restored scene/b", "failed scene/d: it fell over ...", "cancelled film/x",
    ]  # fmt: skip


def test_a_terminal_gets_scene_speed_and_time_left(film: Path) -> None:
    large = ("--set", "film.size=1280x720")  # a small scene is over before a display is drawn again
    text, status = on_terminal("build", str(film), "verse-1.01", *large)
    assert status == 0 and "Traceback" not in text
    assert "scene/verse-1.01" in text and re.search(r"\d+/\d+ frames, \d+ fps", text)
    assert "1 made" in text


def test_a_terminal_gets_the_counts_and_the_file_at_the_end(film: Path) -> None:
    edit(film, "seed: 41", "seed: 42")
    text, status = on_terminal("build", str(film))
    counts = f"{len(RESEEDED)} made, {len(TARGETS) - len(RESEEDED)} fresh"
    assert status == 0 and counts in text and text.rstrip().endswith("small.mp4")


COLOUR = re.compile(r"\x1b\[[0-9;]*[349][0-9][;m]")


def test_no_color_takes_the_colours_and_a_dumb_terminal_the_redrawing_too(film: Path) -> None:
    edit(film, "seed: 41", "seed: 42")
    text, status = on_terminal("build", str(film), "verse-1.01", NO_COLOR="1")
    assert status == 0 and "\x1b[" in text and not COLOUR.search(text)
    edit(film, "seed: 42", "seed: 43")
    text, status = on_terminal("build", str(film), "verse-1.01", TERM="dumb")
    assert status == 0 and "\x1b" not in text and "made scene/verse-1.01 (" in text


def test_a_narrow_terminal_without_unicode_is_drawn_on(film: Path) -> None:
    edit(film, "seed: 41", "seed: 42")
    text, status = on_terminal(
        "build", str(film), "verse-1.01", columns=30, PYTHONIOENCODING="ascii", LANG="C", LC_ALL="C"
    )
    assert status == 0 and "Traceback" not in text and text.isascii() and COLOUR.search(text)
    drawn = [re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", line) for line in re.split(r"[\r\n]+", text)]
    assert all(len(line) <= 30 for line in drawn if "film " in line or "scene/" in line)


def on_terminal(*args: str, columns: int = 120, **more: str) -> tuple[str, int]:
    """All that a command writes on a terminal, and its exit status."""
    import pty

    ours, theirs = pty.openpty()
    env = environment(**{"COLUMNS": str(columns), "LINES": "40", "TERM": "xterm-256color", **more})
    with subprocess.Popen(command(*args), stdin=theirs, stdout=theirs, stderr=theirs, env=env) as process:
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux says so at the end of a terminal
                break
            if not part:
                break
            parts.append(part)
        os.close(ours)
    return b"".join(parts).decode("utf-8", "replace"), process.returncode


@pytest.mark.parametrize(
    "seconds, words", [(0.2, "1 s"), (89, "89 s"), (90, "2 min"), (3600, "60 min"), (9000, "2.5 h")]
)
def test_times_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


@pytest.mark.parametrize(
    "size, words", [(12, "12 B"), (1500, "2 kB"), (12e6, "12 MB"), (4e9, "4 GB"), (4e12, "4000 GB")]
)
def test_sizes_are_said_as_people_say_them(size: float, words: str) -> None:
    assert in_bytes(size) == words
