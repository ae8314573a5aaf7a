"""Shots of a performance to made-up music: an even beat, and whatever is done to it, counted in the film's frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from beatforge.film.performance import Act, LightCue, Performance
from beatforge.film.shot import Look, Music, Shot
from beatforge.project.figures import ShownSpec
from beatforge.project.known import Surroundings
from beatforge.project.nodes import parse_source
from beatforge.project.personas import read_persona
from beatforge.project.validate import validate

FPS = 24
LOOK = Look("none", "none", (), 0, 0, 100, 100, {}, {})
Curve = int | Callable[[int], float]


@cache
def nova() -> ShownSpec:
    return read_persona("nova_fade").spec


@cache
def pebble() -> ShownSpec:
    """A persona of the tests' own, of other proportions, without most poses."""
    text = Path(__file__).with_name("pebble.yaml").read_bytes()
    shown: ShownSpec | None = validate(parse_source(text, "pebble.yaml"), ShownSpec, Surroundings({}, Path(), ()))
    assert shown is not None
    return shown


def made_shot(
    frame: int = 0,
    num_frames: int = 10 * FPS,
    bpm: float = 120.0,
    fps: int = FPS,
    acts: Sequence[Act] = (),
    lights: Sequence[LightCue] = (),
    faces: Sequence[tuple[int, str]] = ((-1000, "neutral_confident"),),
    energy: Curve = 180,
    left: Curve = 255,
    right: Curve = 0,
    crossfader: Curve = 0,
    kind: str = "medium",
    size: tuple[int, int] = (640, 360),
    push: int = 0,
    amount: int = 100,
) -> Shot:
    """The shot that starts at `frame` of such a film: it knows what real shots know, and nothing more."""
    first, end = frame - 2 * fps, frame + num_frames + 2 * fps
    beats = [round(count * 60 * fps / bpm) for count in range(-80, 1200)]

    def curve(told: Curve) -> tuple[int, ...]:
        return tuple(int(told(at)) if callable(told) else told for at in range(first, end))

    def marks(told: Sequence[int]) -> tuple[int, ...]:
        low = max(index for index, at in enumerate(told) if at <= first)
        high = min(index for index, at in enumerate(told) if at >= end)
        return tuple(at - frame for at in told[low : high + 1])

    strength = curve(energy)
    music = Music(-2 * fps, marks(beats), marks(beats[::4]), strength, strength, strength, strength, strength)
    performance = Performance(
        theme="sponsor_neon",
        shot=kind,
        frame=frame,
        acts=tuple(_moved(act, frame) for act in acts if first - fps < act.end and act.start < end + fps),
        faces=tuple((at - frame, name) for at, name in faces),
        lights=tuple(replace(cue, start=cue.start - frame, end=cue.end - frame) for cue in lights),
        left=curve(left),
        right=curve(right),
        crossfader=curve(crossfader),
        push=push,
        amount=amount,
    )
    return Shot("procedural", *size, f"{fps}/1", num_frames, 7, LOOK, music, performance=performance)


def _moved(act: Act, frame: int) -> Act:
    return replace(act, start=act.start - frame, at=act.at - frame, end=act.end - frame)
