"""What the project says of single moments of a performance: moves taken away, changed or added, faces, lights.

In: the cues of `film.performance`, and what the music would have. Out: the same with the cues in them, and
the faults of cues that can't be. A cue means what lies within half a beat of it; what it adds wins over the music.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from beatforge.film.clock import frame_at
from beatforge.film.dj.faces import Face
from beatforge.film.dj.grid import Grid
from beatforge.film.dj.lights import CHASE_BARS, FIERCE, Light
from beatforge.film.dj.moves import Move, move_at
from beatforge.film.plan import Path
from beatforge.project.figures import ShowSpec
from beatforge.project.performances import CueSpec
from beatforge.project.problems import Fault
from beatforge.project.vocabulary import NOTHING

SAID = "as the project says"
USUAL_STRENGTH = 70
SPOT_S, FLASH_S = 2.0, 0.3
"""Seconds of a spot, and of a flash where the theme has none."""


@dataclass(frozen=True, slots=True)
class Cued:
    """Moves with the cues in them, those taken away, and what can't be."""

    moves: tuple[Move, ...]
    gone: tuple[Move, ...]
    faults: tuple[Fault, ...]


def path_of(index: int) -> Path:
    """Where a cue stands in the project."""
    return ("film", "performance", index)


def cued_moves(
    cues: Sequence[CueSpec], moves: Sequence[Move], grid: Grid, rate: Fraction, expressions: Sequence[str]
) -> Cued:
    """The moves once the cues had their say."""
    free, gone, said, faults = list(moves), list[Move](), list[Move](), list[Fault]()
    near = round(grid.beat_s * rate / 2)
    for index, cue in enumerate(cues):
        at = frame_at(cue.at, rate)
        if not _is_of_a_move(cue, at, near, [*moves, *said]):
            if cue.face is None and cue.light is None:
                faults.append(_nothing_there(cue, index, free, rate))
            continue
        meant = min((m for m in free if abs(m.at - at) <= near), key=lambda m: abs(m.at - at), default=None)
        if any(other.path and abs(other.at - at) <= near for other in (*said, *gone)):
            text = f"another cue speaks of what is done at {cue.at:g} s"
            faults.append(Fault("BF095", text, "say it in one cue", (*path_of(index), "at")))
            continue
        if cue.action == NOTHING and meant is None:
            faults.append(_nothing_there(cue, index, free, rate))
            continue
        if cue.action == NOTHING and meant is not None:
            free.remove(meant)
            gone.append(replace(meant, path=path_of(index)))
            continue
        made = _said_move(cue, meant, path_of(index), grid, rate, expressions)
        clash = next((other for other in said if made.start < other.end and other.start < made.end), None)
        if clash is not None:
            text = f"she is still at it: {clash.kind} lasts from {_s(clash.start, rate)} to {_s(clash.end, rate)} s"
            faults.append(Fault("BF095", text, "move one of them, or shorten it with `length_s`", path_of(index)))
            continue
        if meant is not None:
            free.remove(meant)
        said.append(made)
    kept = []
    for move in free:
        over = next((made for made in said if move.start < made.end and made.start < move.end), None)
        if over is None:
            kept.append(move)
        else:
            gone.append(replace(move, path=over.path))
    return Cued(tuple(sorted((*kept, *said), key=lambda m: m.at)), tuple(gone), tuple(faults))


def late_cues(cues: Sequence[CueSpec], duration: float) -> list[Fault]:
    """The faults of cues beyond the end of what is heard."""
    late = [(index, cue) for index, cue in enumerate(cues) if cue.at >= duration]
    return [Fault("BF060", f"the music ends at {duration:.1f} s", at=(*path_of(index), "at")) for index, _ in late]


def doubled_cues(cues: Sequence[CueSpec], rate: Fraction) -> list[Fault]:
    """The faults of faces, and of lights, that two cues of one frame say. Those of moves are told with the moves."""
    faults, seen = [], set[tuple[str, int]]()
    for index, cue in enumerate(cues):
        is_of_face = cue.face is not None and cue.action is None
        for name in [name for name, is_said in (("face", is_of_face), ("light", cue.light is not None)) if is_said]:
            moment = (name, frame_at(cue.at, rate))
            if moment in seen:
                text = f"another cue speaks of the {name} at {cue.at:g} s"
                faults.append(Fault("BF095", text, "say it in one cue", (*path_of(index), name)))
            seen.add(moment)
    return faults


def cued_faces(
    cues: Sequence[CueSpec], faces: Sequence[Face], moves: Sequence[Move], grid: Grid, rate: Fraction
) -> tuple[Face, ...]:
    """The faces between moves once the cues had their say: from a cue's time on, or for its length."""
    near, found = round(grid.beat_s * rate / 2), list(faces)
    for index, cue in enumerate(cues):
        at = frame_at(cue.at, rate)
        if cue.face is None or cue.action or _is_of_a_move(cue, at, near, moves):
            continue
        if cue.length_s is not None:
            end = frame_at(cue.at + cue.length_s, rate)
            resumed = [face for face in found if face.frame <= end][-1]
            found = [face for face in found if not at <= face.frame <= end] + [replace(resumed, frame=end)]
        found = sorted([*(face for face in found if face.frame != at), Face(at, cue.face, path_of(index))], key=_frame)
    return tuple(found)


def cued_lights(
    cues: Sequence[CueSpec],
    lights: Sequence[Light],
    moves: Sequence[Move],
    grid: Grid,
    show: ShowSpec,
    rate: Fraction,
    event_safe: bool,
) -> tuple[tuple[Light, ...], tuple[Fault, ...]]:
    """The cues of the lights once the project had its say.

    `none` near a move meets something in any theme, also in one whose lights leave that move alone.
    """
    near, found, faults = round(grid.beat_s * rate / 2), list(lights), []
    for index, cue in enumerate(cues):
        if cue.light is None:
            continue
        at = frame_at(cue.at, rate)
        lit = [light.start for light in lights] + [frame for move in moves for frame in (move.start, move.at)]
        if cue.light == NOTHING and not any(abs(frame - at) <= near for frame in lit):
            text = f"no light changes within half a beat of {cue.at:g} s"
            hint = "`beatforge performance` lists what the lights do when"
            faults.append(Fault("BF095", text, hint, (*path_of(index), "light")))
        found = [light for light in found if light.path is not None or abs(light.start - at) > near]
        if event_safe and cue.light in FIERCE:
            text = f"{cue.light} is not safe for events, and film.event_safe is on"
            faults.append(Fault("BF016", text, "say `spot`, `dim` or `wash`", (*path_of(index), "light")))
        elif cue.light != NOTHING:
            usual_s = {"flash": show.drop_flash_s or FLASH_S, "chase": CHASE_BARS * grid.bar_s, "spot": SPOT_S}
            length_s = cue.length_s or usual_s.get(cue.light, grid.bar_s)
            end = max(at + 1, frame_at(cue.at + length_s, rate))
            found.append(Light(cue.light, at, end, cue.strength or USUAL_STRENGTH, SAID, path_of(index)))
    return tuple(sorted(found, key=lambda light: (light.start, light.path is not None, light.end))), tuple(faults)


def _nothing_there(cue: CueSpec, index: int, moves: Sequence[Move], rate: Fraction) -> Fault:
    text = f"nothing is done within half a beat of {cue.at:g} s"
    return Fault("BF095", text, _nearest_hint(moves, frame_at(cue.at, rate), rate), (*path_of(index), "at"))


def _is_of_a_move(cue: CueSpec, at: int, near: int, moves: Sequence[Move]) -> bool:
    """Whether a cue speaks of what she does: it names an action, or changes the face or measure of one that is near."""
    if cue.action is not None:
        return True
    is_of_light = cue.light is not None and cue.face is None
    return not is_of_light and any(abs(move.at - at) <= near for move in moves)


def _said_move(
    cue: CueSpec, meant: Move | None, path: Path, grid: Grid, rate: Fraction, expressions: Sequence[str]
) -> Move:
    kind = cue.action or (meant.kind if meant else "")
    at_s = float(meant.at / rate) if meant else cue.at
    strength = cue.strength or (meant.strength if meant else USUAL_STRENGTH)
    exact = cue.length_s is not None
    event = meant.event if meant else "said"
    reason = meant.reason if meant else SAID
    made = move_at(kind, at_s, strength, grid, rate, expressions, event, reason, cue.length_s, exact)
    if meant and kind == meant.kind and not exact:
        made = replace(made, start=meant.start, end=meant.end)
    face = cue.face or (meant.face if meant and kind == meant.kind else made.face)
    at = meant.at if meant else made.at
    return replace(made, at=at, face=face, path=path, was=meant.kind if meant and meant.kind != kind else "")


def _nearest_hint(moves: Sequence[Move], at: int, rate: Fraction) -> str:
    if not moves:
        return "`beatforge performance` lists what is done when"
    nearest = min(moves, key=lambda move: abs(move.at - at))
    return f"the nearest is {nearest.kind} at {_s(nearest.at, rate)} s; `beatforge performance` lists all"


def _s(frame: int, rate: Fraction) -> str:
    return f"{float(frame / rate):.2f}"


def _frame(face: Face) -> int:
    return face.frame
