"""A plan as targets: what must exist, and from what. Pure; with `segments` the only place where targets are named.

Each target's value is exactly what its step gets. `Origin`s say which line of the project a value comes from; they
explain, and are in no key.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from beatforge.film.beside import soft_cues, subtitles_target
from beatforge.film.causes import joined
from beatforge.film.codecs import codec_of
from beatforge.film.figure import figure_target
from beatforge.film.gates import FAILURES, gate_targets
from beatforge.film.heard import mix_target, part_targets
from beatforge.film.listening import Places
from beatforge.film.outputs import SOFT
from beatforge.film.plan import Delivery, Plan
from beatforge.film.segments import Origins, segment_targets
from beatforge.film.usage import usage_target
from beatforge.graph.target import Output, Target
from beatforge.song.analysis import Analysis

ASSEMBLE = "beatforge.deliver.assemble:assemble_film"


def compile_plan(plan: Plan, analysis: Analysis, places: Places) -> tuple[Target, ...]:
    """Targets that must exist for this plan, upstream first. Outputs of one variant show the same segments."""
    origin = cache(lambda causes: joined([places(path) for path in causes]))
    targets = list(part_targets(plan.heard, origin))
    targets += filter(None, [figure_target(plan, origin)])
    sounds: dict[str, Target] = {}
    pieces: dict[str, list[tuple[str, int]]] = {}
    shown: dict[str, list[Target]] = {}
    made: dict[str, Target] = {}
    gates: dict[str, Target] = {}
    for delivery in plan.deliveries:
        if delivery.sound_variant not in sounds:
            sounds[delivery.sound_variant] = mix_target(plan.heard, delivery, origin)
            targets.append(sounds[delivery.sound_variant])
        variant = delivery.shown_variant
        if variant not in pieces:
            shown[variant], pieces[variant] = segment_targets(plan, delivery, origin, made)
            targets += [target for target in shown[variant] if target.name not in made]
            made |= {target.name: target for target in shown[variant] if target.name not in made}
        own, mix = pieces[variant], sounds[delivery.sound_variant]
        judging = {gate.name: gate for gate in gate_targets(plan, delivery, shown[variant], own, mix, origin)}
        targets += [gate for name, gate in judging.items() if name not in gates]
        gates |= judging
        targets += filter(None, [subtitles_target(plan, delivery, origin), usage_target(plan, delivery, origin)])
        targets.append(_film_target(plan, delivery, own, mix, list(judging.values()), origin))
    return tuple(targets)


def _film_target(
    plan: Plan,
    delivery: Delivery,
    pieces: Sequence[tuple[str, int]],
    mix: Target,
    judging: Sequence[Target],
    origin: Origins,
) -> Target:
    container = codec_of(delivery.encoder.codec).container
    ends = [*(start for start, _ in plan.chapters[1:]), plan.num_frames]
    value: dict[str, Any] = {
        "fps": plan.fps,
        "codec": delivery.encoder.codec,
        "title": plan.title,
        "artist": plan.artist,
        "frames": [frames for _, frames in pieces],
        "chapters": [[start, end, name] for (start, name), end in zip(plan.chapters, ends, strict=True)],
        **({"subtitles": soft_cues(plan)} if delivery.shows == SOFT else {}),
        **({"comment": f"performed by {plan.persona}"} if plan.figure else {}),
    }
    return Target(
        name=f"film/{delivery.platform}",
        step=ASSEMBLE,
        value=value,
        inputs=(
            *(Output(name, f"segment.{container}") for name, _ in pieces),
            Output(mix.name, mix.outputs[0]),
            *(Output(gate.name, FAILURES) for gate in judging if FAILURES in gate.outputs),
        ),
        outputs=(f"film.{container}",),
        packages=("av",),
        places={f"film.{container}": delivery.place},
        origins={
            "value.codec": origin(delivery.causes),
            "value.title": origin((("title",), ("name",))),
            "value.artist": origin((("artist",),)),
            "value.comment": origin((("film", "persona"),)),
            "value.fps": origin((("film", "fps"),)),
            "value.frames": origin(plan.causes),
            "value.chapters": origin(plan.causes),
            "value.subtitles": origin((*delivery.letters_causes, *plan.lyrics_causes)),
        },
        work=plan.num_frames,
    )
