"""Gates as targets: the segments' measures gathered once, then one cheap fold for each gate, and the film behind them.

Pure. A gate's value holds its limits and those facts of the plan that it compares the pixels with. It may come out the
same for other limits, so what hangs on it is possible and not certain.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from beatforge.film.clock import rate_of
from beatforge.film.codecs import codec_of
from beatforge.film.join import CHAIN
from beatforge.film.plan import Delivery, Gate, Plan
from beatforge.film.segments import Origins
from beatforge.graph.target import Output, Target

GATHER = "beatforge.deliver.gates.film:gather_measures"
JUDGE = "beatforge.deliver.gates.judging:judge_film"
MEASURES, GATHERED, VERDICT, FAILURES = "measures.json", "film.npz", "verdict.json", "failures.json"

THROUGH_BLACK = ("fade",)
"""Joins that go through black on purpose."""

QUIET = 3
"""Of 255: what is this loud is a pause of the song itself."""

_READING = ("numpy",)


def gate_targets(
    plan: Plan,
    delivery: Delivery,
    segments: Sequence[Target],
    pieces: Sequence[tuple[str, int]],
    mix: Target,
    origin: Origins,
) -> tuple[Target, ...]:
    """What gathers the measures of these segments, and the gates that judge them; nothing where all gates are off."""
    if not plan.gates:
        return ()
    gathered = _gathering(plan, delivery, segments, pieces, origin)
    return (gathered, *(_gate(gate, plan, delivery, gathered, mix, origin) for gate in plan.gates))


def _gathering(
    plan: Plan, delivery: Delivery, segments: Sequence[Target], pieces: Sequence[tuple[str, int]], origin: Origins
) -> Target:
    by_name = {target.name: target for target in segments}
    starts, ids = [scene.start_frame for scene in plan.scenes], [scene.id for scene in plan.scenes]
    rows, at = [], 0
    for name, frames in pieces:
        target = by_name[name]
        rows.append([ids[max(0, bisect_right(starts, at) - 1)], _kind(target), frames, _hold(target.value)])
        at += frames
    return Target(
        name="measures" + (f"/{delivery.shown_variant}" if delivery.shown_variant else ""),
        step=GATHER,
        value={"fps": plan.fps, "pieces": rows},
        inputs=tuple(Output(name, MEASURES) for name, _ in pieces),
        outputs=(GATHERED,),
        packages=_READING,
        origins={"value.fps": origin((("film", "fps"),)), "value.pieces": origin(plan.causes)},
        work=plan.num_frames,
    )


def _gate(gate: Gate, plan: Plan, delivery: Delivery, gathered: Target, mix: Target, origin: Origins) -> Target:
    listens = gate.name in _LISTENING
    variants = (delivery.shown_variant, delivery.sound_variant if listens else "")
    facts = _FACTS.get(gate.name)
    value = {
        "gate": gate.name,
        "limits": dict(gate.limits),
        "facts": facts(plan, delivery) if facts else {},
        "advises": gate.advises,
        "waived": dict(gate.waived),
        "film_waived": gate.film_waived,
    }
    return Target(
        name=f"gate/{gate.name}" + (f"@{'-'.join(filter(None, variants))}" if any(variants) else ""),
        step=JUDGE,
        value=value,
        inputs=(Output(gathered.name, GATHERED), *([Output(mix.name, MEASURES)] if listens else [])),
        outputs=(VERDICT, FAILURES),
        code=(f"beatforge.deliver.gates.{gate.name}",),
        packages=_READING,
        origins={
            **{f"value.{part}": origin(paths) for part, paths in gate.causes.items()},
            "value.facts": origin(plan.causes),
        },
        work=plan.num_frames,
        may_repeat=True,
    )


def _kind(target: Target) -> str:
    """What a segment shows: a scene, one of the ways in which two scenes meet, or what its target is called."""
    return str(target.value["kind"]) if target.kind == "transition" else target.kind


def _hold(value: Mapping[str, Any]) -> int:
    """For how many frames a picture of any of its shots stands."""
    shots = (value[name] for name in ("shot", "before", "after") if name in value)
    return max((int(shot["look"].get("hold", 1)) for shot in shots), default=1)


def _cuts(plan: Plan) -> list[int]:
    starts = {scene.id: scene.start_frame for scene in plan.scenes}
    return [starts[join.after] for join in plan.transitions if not join.num_frames and join.kind != CHAIN]


def _joins(plan: Plan, delivery: Delivery) -> dict[str, Any]:
    starts = {scene.id: scene.start_frame for scene in plan.scenes}
    return {"cuts": _cuts(plan), "chains": [starts[join.after] for join in plan.transitions if join.kind == CHAIN]}


def _beats(plan: Plan, delivery: Delivery) -> dict[str, Any]:
    beats = {scene.start_frame + beat for scene in plan.scenes for beat in scene.shot.music.beats}
    return {"cuts": _cuts(plan), "beats": sorted(beat for beat in beats if 0 <= beat < plan.num_frames)}


def _energy_per_frame(plan: Plan) -> list[int]:
    found: list[int] = []
    for scene in plan.scenes:
        music = scene.shot.music
        found += music.energy[-music.first : scene.shot.num_frames - music.first]
    return found


def _energy(plan: Plan, delivery: Delivery) -> dict[str, Any]:
    energy, second = _energy_per_frame(plan), max(1, round(rate_of(plan.fps)))
    return {"energy": [round(sum(energy[at : at + second]) / second) for at in range(0, len(energy), second)]}


def _pauses(plan: Plan, delivery: Delivery) -> dict[str, Any]:
    """Stretches [start, end) of frames in which the song itself is silent."""
    found, start = [], None
    for at, energy in enumerate([*_energy_per_frame(plan), 255]):
        if energy <= QUIET and start is None:
            start = at
        elif energy > QUIET and start is not None:
            found.append([start, at])
            start = None
    return {"pauses": found}


def _coding(plan: Plan, delivery: Delivery) -> dict[str, Any]:
    encoder, codec = delivery.encoder, codec_of(delivery.encoder.codec)
    bounds = {"level": encoder.level, "kbps": encoder.kbps}
    return {
        "tag": codec.tag,
        "pixel_format": codec.pixel_format,
        "width": encoder.width,
        "height": encoder.height,
        **{name: bound for name, bound in bounds.items() if bound is not None},
    }


def _levels(plan: Plan, delivery: Delivery) -> dict[str, Any]:
    """How loud the mix was to be; None where it is left as it is."""
    mix = plan.heard.mix
    return {"loudness_lufs": mix.loudness_lufs, "true_peak_dbtp": mix.true_peak_dbtp}


def _planned_black(plan: Plan, delivery: Delivery) -> dict[str, Any]:
    return {"planned": list(THROUGH_BLACK)}


_FACTS: Mapping[str, Callable[[Plan, Delivery], dict[str, Any]]] = {
    "black": _planned_black,
    "boundary_continuity": _joins,
    "conformance": _coding,
    "cut_on_beat": _beats,
    "energy_motion": _energy,
    "loudness": _levels,
    "silence": _pauses,
}
"""What gates must know of the plan, besides the pixels."""

_LISTENING = ("av_drift", "loudness", "silence")
"""Gates that also read what was measured of the sound."""
