"""A DJ film of a mashup: how many frames what she does lies from what is heard, in her motion and in decoded pixels.

    python -m tests.bench.bench_performance FOLDER [--full] [--json FILE] [--work DIR] [--theme NAME]

FOLDER has two songs or more; the first three by name are mixed, 32 bars of them, and performed at 640x360, with --full
at 1280x720 too. Kinds of action that the music does not ask for are added as cues, so that each is measured. Pixels are
measured by ffmpeg and OpenCV, scratches that are heard by the difference of two sounds: with them and without. With
--work and --json a run that was cut off goes on where it was.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np

from beatforge.cli.session import Session
from beatforge.film.performance import ACTIONS
from beatforge.film.plan import Scene
from beatforge.project.figures import SIDES
from tests.bench.measuring import Bench
from tests.bench.referee import sound
from tests.persona.seen import Seen, box_about, decoded, falls, lag, lowest, record_turns, seen
from tests.projects import command, environment

PROJECT = """\
version: 1
name: film
seed: 7
mashup:
  type: auto
  songs: {{{songs}}}
  bars: 32
film: {{mode: dj, persona: nova_fade, theme: {theme}, size: {size}, scratch: audible, performance: [{cues}]}}
"""

SONGS = (".ogg", ".mp3", ".flac", ".wav", ".m4a", ".opus")
SIZES = {False: ("640x360",), True: ("640x360", "1280x720")}
LIMIT = 1.0
"""Frames."""

APART_S = 4.0
"""Seconds between cues of the benchmark's own and what is done anyway."""

REACH = 4
"""Frames to either side within which an accent is looked for."""

DEEP = 0.05
"""How deep a nod is at least that is measured: a part of the head's height. Others go unseen."""

RATE = 44100
HEARD = 0.02
"""From which part of the loudest sound on two sounds differ; what encoders make of the same is below."""

HEAD = [(x, y, z) for x in (-0.45, 0.45) for y in (-0.5, 0.4) for z in (0.0, 0.4)]
BEHIND = "crowd"
"""The shot that sees her from behind, before a crowd that moves: nods and hands are not looked for in its pixels."""

CHIN = [(0.0, 0.0, 0.4)]


def measure(bench: Bench, folder: Path, theme: str) -> None:
    """Films, their figures, and a table of the worst."""
    for size in SIZES[bench.full]:
        rows = bench.figure(f"{theme} {size}", partial(_film, bench, folder, theme, size))
        print(f"\n{theme} {size}: frames from the event (curve, pixels; sound for scratches that are heard)")
        for row in rows:
            told = "".join(f"{name} {row[name]:+.2f}  " for name in ("curve", "pixels", "sound") if name in row)
            if row["what"] != "nod" or max(abs(row["curve"]), abs(row.get("pixels", 0.0))) > LIMIT:
                print(f"  {row['at_s']:7.2f} s {row['what']:24}{row['scene']:12}{row['shot']:12}{told}")
        for what in dict.fromkeys(row["what"] for row in rows):
            own = [row for row in rows if row["what"] == what]
            for name in ("curve", "pixels", "sound"):
                if found := [abs(row[name]) for row in own if name in row]:
                    bench.goal(f"{size} {what}, {name}, worst of {len(found)}", max(found), LIMIT, " frames")


def _film(bench: Bench, songs: Path, theme: str, size: str) -> list[dict[str, Any]]:
    folder = bench.folder(f"{theme}-mashup") / size
    folder.mkdir(exist_ok=True)
    names = sorted(song.name for song in songs.iterdir() if song.suffix in SONGS)[:3]
    for name in names:
        shutil.copy(songs / name, folder / name)
    told = {name: f"s{index}: {{file: {name}, stems: {{separate: dsp}}}}" for index, name in enumerate(names)}
    file, texts = folder / "project.yaml", {"songs": ", ".join(told.values()), "theme": theme, "size": size}
    file.write_text(PROJECT.format(**texts, cues=""), encoding="utf-8")
    file.write_text(PROJECT.format(**texts, cues=", ".join(_cues(file))), encoding="utf-8")
    _run("build", str(folder), "--set", "film.scratch=silent")
    plain = sound(folder / "build" / "film.mp4", RATE)
    _run("build", str(folder))
    with Session.open(file) as session:
        plan, beats, persona = session.require_plan(), session.require_analysis().beats, session.persona
    assert persona is not None and plan.show is not None
    film, rate = folder / "build" / "film.mp4", float(plan.show.decks.rate)
    width, height = (int(part) for part in size.split("x"))
    program, rows, before = imageio_ffmpeg.get_ffmpeg_exe(), list[dict[str, Any]](), None
    for scene in plan.scenes:
        end = scene.start_frame + scene.shot.num_frames
        grays = decoded(program, film, scene.start_frame, end, width, height)
        assert len(grays) == scene.shot.num_frames, "a cut is hidden by a transition"
        own = seen(persona.spec, scene.shot, grays)
        rows += _measured(scene, own, before, beats, rate)
        before = own
    heard = np.abs(sound(film, RATE) - plain)
    for row in rows:
        if row["what"].startswith("deck_scratch"):
            low = round((row["at_s"] - 0.25) * RATE)
            loud = heard[low : low + RATE] > HEARD * float(np.abs(plain).max())
            if loud.any():
                row["sound"] = (low + int(np.argmax(loud))) / RATE * rate - row["at_s"] * rate
    return rows


def _cues(file: Path) -> Iterator[str]:
    """Cues for the kinds of action that the music does not ask for, on downbeats where nothing is done."""
    with Session.open(file) as session:
        plan, downbeats = session.require_plan(), session.require_analysis().downbeats
    assert plan.show is not None
    busy = [float(move.at / plan.show.decks.rate) for move in plan.show.moves]
    there = {move.kind for move in plan.show.moves}
    for kind in ACTIONS:
        free = (at for at in downbeats[2:-2] if all(abs(at - other) > APART_S for other in busy))
        if kind not in there and kind != "idle_bob" and (at := next(free, None)) is not None:
            busy.append(at)
            yield f"{{at: {at:.4f}, action: {kind}}}"


def _measured(
    scene: Scene, own: Seen, before: Seen | None, beats: Sequence[float], rate: float
) -> Iterator[dict[str, Any]]:
    """Everything in one scene that has an accent."""
    performance = scene.shot.performance
    assert performance is not None
    base = {"scene": scene.id, "shot": performance.shot}
    chins = [float(own.bone(frame, "head", CHIN)[0, 1]) for frame in range(len(own.moments))]
    fallen = falls(own, _head(own), 0, len(own.moments) - 1)
    times = [beat * rate - scene.start_frame for beat in beats]
    acts = [act for act in performance.acts if 0 <= act.at < len(own.moments)]
    for act in acts:
        event = min(times, key=lambda time: abs(time - act.at))
        told = {**base, "what": act.kind, "at_s": (scene.start_frame + event) / rate}
        if act.kind.startswith("deck_scratch"):
            curve, pixels = _scratched(own, SIDES[act.kind.endswith("R")], act.at, act.end)
            yield {**told, "curve": act.at + curve - event, "pixels": act.at + pixels - event}
        elif act.kind == "crossfader_hit":
            yield {**told, **_struck(own, before, act.at, event)}
        else:
            told |= {"curve": lowest(chins, act.at, REACH) - event, "pixels": lowest(fallen, act.at, REACH) - event}
            yield told
    for time in times:
        at = round(time)
        busy = any(act.start - 0.5 * rate <= at <= act.end + 0.8 * rate for act in performance.acts)
        if busy or not 2 * REACH <= at < len(own.moments) - REACH:
            continue
        crown = float(np.ptp(own.bone(at, "head", HEAD)[:, 1]))
        if chins[at] - min(chins[at - 2 * REACH : at]) > DEEP * crown:
            found = {"curve": lowest(chins, at, REACH) - time}
            if performance.shot != BEHIND:
                found["pixels"] = lowest(fallen, at, REACH) - time
            yield {**base, "what": "nod", "at_s": (scene.start_frame + time) / rate, **found}


def _scratched(own: Seen, side: str, at: int, end: int) -> tuple[float, float]:
    """(curve, pixels): frames by which a record's turning is late against the scratch from `at` on."""
    first, last = max(0, at - REACH), min(end + 2, len(own.moments) - 1)
    angles = [moment.pose.channels[f"{side}_platter"] for moment in own.moments[first : last + 1]]
    turns = -((np.diff(angles) + 180.0) % 360.0 - 180.0)
    late, alike = lag(record_turns(own, side, first, last), turns)
    assert alike > 0.5, f"the record's turning is not seen: {alike:.2f}"
    # the hand turns it against its way, or faster: the first step that differs from the steady one before
    steady = turns[0] if first < at else 0.0
    begun = first + int(np.argmax(np.abs(turns - steady) > 0.5)) - at
    return float(begun), begun + late


def _struck(own: Seen, before: Seen | None, at: int, event: float) -> Mapping[str, float]:
    """When the hand stops that hits: both as it comes down and, where a cut lies on the hit, as it came until there."""
    side = SIDES[0] if _is_striking(own, at, SIDES[0]) else SIDES[1]
    curve = lowest(_depths(own, side), at, REACH)
    pixels = lowest(falls(own, _hand_box(own, side, at), 0, min(at + 12, len(own.moments) - 1)), at, REACH)
    if at == 0 and before is not None and _kind(before) != BEHIND:
        last = len(before.moments) - 1
        came = falls(before, _hand_box(before, side, last), last - 8, last)
        if lowest(came, len(came) - 1, 3) < len(came) - 1.5:
            pixels = lowest(came, len(came) - 1, 3) - len(came)
    return {"curve": curve - event, "pixels": pixels - event}


def _is_striking(own: Seen, at: int, side: str) -> bool:
    """Whether it is this hand: it is nearer to the crossfader when it lands."""
    pose = own.moments[at].pose
    ways = {name: abs(hand.at[0]) for name, hand in zip(SIDES, (pose.left, pose.right), strict=True) if hand}
    return ways[side] == min(ways.values())


def _depths(own: Seen, side: str) -> list[float]:
    """How far down a hand is at each frame."""
    return [-getattr(moment.pose, side).at[1] for moment in own.moments]


def _hand_box(own: Seen, side: str, at: int) -> tuple[int, int, int, int]:
    near = range(max(0, at - 6), min(at + 7, len(own.moments)))
    return box_about(own, np.concatenate([own.place(f, [getattr(own.moments[f].pose, side).at]) for f in near]), 0.5)


def _kind(own: Seen) -> str:
    assert own.shot.performance is not None
    return own.shot.performance.shot


def _head(own: Seen) -> tuple[int, int, int, int]:
    heads = [own.bone(frame, "head", HEAD) for frame in range(0, len(own.moments), 8)]
    return box_about(own, np.concatenate(heads), 0.05)


def _run(*args: str) -> None:
    done = subprocess.run(command(*args), capture_output=True, text=True, env=environment(), check=False)
    if done.returncode:
        raise SystemExit(f"beatforge {' '.join(args)} ended with {done.returncode}:\n{done.stderr[-2000:]}")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("songs", type=Path, metavar="FOLDER")
    parser.add_argument("--full", action="store_true", help="at 1280x720 too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures here, and go on from those it has")
    parser.add_argument("--work", type=Path, metavar="DIR", help="build here and keep it")
    parser.add_argument("--theme", default="mashup_chaos", help="the theme of the film")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="beatforge-bench-") as spare:
        work = (args.work or Path(spare)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        bench = Bench(args, work)
        measure(bench, args.songs, args.theme)
        return bench.end()


if __name__ == "__main__":
    sys.exit(main())
