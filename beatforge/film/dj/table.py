"""A show as rows for people: when, why, what, with which hand and face, seen from where, in which light.

In: a plan with a show. Out: rows of JSON values in the order of time, and the same as lines of text. What the project
says is marked; what it took away is told too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from beatforge.film.clock import frame_at, rate_of, seconds_at
from beatforge.film.dj.lights import Light
from beatforge.film.dj.moves import Move
from beatforge.film.dj.show import Show
from beatforge.film.plan import Plan, Scene

HANDS = {0: "left", 1: "right"}
COLUMNS = ("time", "bar", "event", "action", "hand", "face", "shot", "lights", "why")
SAID, GONE = "*", "-"
"""How a row is marked that the project says, and one that it took away."""


def rows_of(plan: Plan) -> list[dict[str, Any]]:
    """A row for each move, for those taken away, and for lights and faces that change by themselves."""
    show, rate = plan.show, rate_of(plan.fps)
    assert show is not None
    half = round(show.grid.beat_s * rate / 2)
    rows = [
        *(_move_row(move, show, plan, rate, half) for move in show.moves),
        *(_move_row(move, show, plan, rate, half, is_gone=True) for move in show.gone),
        *(_light_row(light, show, plan, rate) for light in show.lights if not _is_of_any(light, show.moves, half)),
        *(
            {**_row(face.frame, show, plan, rate), "event": "said", "face": face.name, "is_said": True}
            for face in show.faces
            if face.path is not None
        ),
    ]
    return sorted(rows, key=lambda row: (row["frame"], row["action"] == "", row["is_gone"]))


def table_lines(plan: Plan) -> list[str]:
    """The rows under their columns, and what the marks mean."""
    rows = rows_of(plan)
    told = [COLUMNS, *(tuple(_cell(row, column) for column in COLUMNS) for row in rows)]
    widths = [max(len(row[index]) for row in told) for index in range(len(COLUMNS))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in told]
    marks = ["  ", *((GONE if row["is_gone"] else SAID if row["is_said"] else " ") + " " for row in rows)]
    notes = []
    if any(row["is_said"] for row in rows):
        notes.append(
            f"{SAID} as film.performance says" + (f", {GONE} taken away by it" if plan.show and plan.show.gone else "")
        )
    return [*(f"{mark}{line}" for mark, line in zip(marks, lines, strict=True)), *notes]


def _move_row(move: Move, show: Show, plan: Plan, rate: Fraction, half: int, is_gone: bool = False) -> dict[str, Any]:
    lights = [light.kind for light in show.lights if _is_of(light, move, half) and not is_gone]
    was = f"instead of {move.was}: " if move.was else ""
    return {
        **_row(move.at, show, plan, rate),
        "event": move.event,
        "why": was + move.reason,
        "action": move.kind,
        "hand": HANDS.get(move.deck, "") if move.deck is not None else "",
        "face": move.face,
        "strength": move.strength,
        "start_s": round(float(seconds_at(move.start, rate)), 3),
        "end_s": round(float(seconds_at(move.end, rate)), 3),
        "lights": list(dict.fromkeys(lights)),
        "is_said": move.path is not None,
        "is_gone": is_gone,
    }


def _light_row(light: Light, show: Show, plan: Plan, rate: Fraction) -> dict[str, Any]:
    is_said = light.path is not None
    row = {"event": "said" if is_said else "part", "why": light.reason, "lights": [light.kind], "is_said": is_said}
    return {**_row(light.start, show, plan, rate), **row, "strength": light.strength}


def _row(frame: int, show: Show, plan: Plan, rate: Fraction) -> dict[str, Any]:
    scene = _scene_at(plan.scenes, frame)
    performance = scene.shot.performance
    return {
        "frame": frame,
        "at_s": round(float(seconds_at(frame, rate)), 3),
        "bar": _bar(frame, show, rate),
        "event": "",
        "why": "",
        "action": "",
        "hand": "",
        "face": "",
        "strength": 0,
        "scene": scene.id,
        "shot": performance.shot if performance else "",
        "lights": [],
        "is_said": False,
        "is_gone": False,
    }


def _bar(frame: int, show: Show, rate: Fraction) -> str:
    """Bar and beat, counted from 1, as "17.3"; empty before the first downbeat."""
    downbeats = [frame_at(second, rate) for second in show.grid.downbeats]
    bar = bisect_right(downbeats, frame)
    if not bar:
        return ""
    beats = [frame_at(second, rate) for second in show.grid.beats]
    return f"{bar}.{max(1, bisect_right(beats, frame) - bisect_right(beats, downbeats[bar - 1] - 1))}"


def _is_of(light: Light, move: Move, half: int) -> bool:
    """Whether a cue of the lights begins with a move."""
    return move.start - half <= light.start <= move.end


def _is_of_any(light: Light, moves: Sequence[Move], half: int) -> bool:
    return any(_is_of(light, move, half) for move in moves)


def _scene_at(scenes: Sequence[Scene], frame: int) -> Scene:
    starts = [scene.start_frame for scene in scenes]
    return scenes[max(0, bisect_right(starts, frame) - 1)]


def _cell(row: dict[str, Any], column: str) -> str:
    if column == "time":
        minutes, seconds = divmod(row["at_s"], 60)
        return f"{int(minutes)}:{seconds:05.2f}"
    if column == "shot":
        return f"{row['scene']} {row['shot'] or '(away)'}"
    return "+".join(row[column]) if column == "lights" else str(row[column])
