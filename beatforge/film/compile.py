"""A plan as targets: what must exist, and from what. Pure; with `segments` the only place where targets are named.

Each target's value is exactly what its step gets. `Origin`s say which line of the project a value comes from; they
explain, and are in no key.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from beatforge.film.causes import joined
from beatforge.film.clock import rate_of
from beatforge.film.codecs import SOUND_CONTAINERS, codec_of
from beatforge.film.gates import FAILURES, MEASURES, gate_targets
from beatforge.film.listening import Places
from beatforge.film.plan import Delivery, Plan
from beatforge.film.segments import Origins, segment_targets
from beatforge.graph.target import Output, Source, Target
from beatforge.song.analysis import Analysis

ENCODE_MIX = "beatforge.deliver.audio:encode_mix"
ASSEMBLE = "beatforge.deliver.assemble:assemble_film"

AAC_RATES = (44100, 48000, 32000)
"""Sample rates that are kept; others are resampled to 48000 Hz, since not every player takes them."""


def compile_plan(plan: Plan, analysis: Analysis, places: Places) -> tuple[Target, ...]:
    """Targets that must exist for this plan, upstream first. Outputs of one variant show the same segments."""
    origin = cache(lambda causes: joined([places(path) for path in causes]))
    targets: list[Target] = []
    sounds: dict[str, Target] = {}
    pieces: dict[str, list[tuple[str, int]]] = {}
    shown: dict[str, list[Target]] = {}
    gates: dict[str, Target] = {}
    for delivery in plan.deliveries:
        if delivery.sound_variant not in sounds:
            sounds[delivery.sound_variant] = _mix_target(plan, delivery, analysis, origin)
            targets.append(sounds[delivery.sound_variant])
        if delivery.variant not in pieces:
            shown[delivery.variant], pieces[delivery.variant] = segment_targets(plan, delivery, origin)
            targets += shown[delivery.variant]
        own, mix = pieces[delivery.variant], sounds[delivery.sound_variant]
        judging = {gate.name: gate for gate in gate_targets(plan, delivery, shown[delivery.variant], own, mix, origin)}
        targets += [gate for name, gate in judging.items() if name not in gates]
        gates |= judging
        targets.append(_film_target(plan, delivery, own, mix, list(judging.values()), origin))
    return tuple(targets)


def _mix_target(plan: Plan, delivery: Delivery, analysis: Analysis, origin: Origins) -> Target:
    rate = analysis.sample_rate if analysis.sample_rate in AAC_RATES else 48000
    num_samples = round(analysis.duration * rate)
    sound = delivery.sound
    value = {
        "tracks": [{"gain_db": track.gain_db} for track in plan.mix.tracks],
        "codec": sound.codec,
        **({"bitrate": sound.bitrate} if sound.bitrate else {}),
        "decoder": analysis.decoder,
        "sample_rate": rate,
        "num_samples": num_samples,
    }
    return Target(
        name="mix" + (f"/{delivery.sound_variant}" if delivery.sound_variant else ""),
        step=ENCODE_MIX,
        value=value,
        inputs=tuple(Source(track.file) for track in plan.mix.tracks),
        outputs=(f"mix.{SOUND_CONTAINERS[sound.codec]}", MEASURES),
        packages=("numpy", "av", "soundfile"),
        origins={
            "inputs.0": origin((("song", "file"),)),
            "value.codec": origin(delivery.causes),
            "value.bitrate": origin(delivery.causes),
        },
        work=num_samples,
    )


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
            "value.fps": origin((("film", "fps"),)),
            "value.frames": origin(plan.causes),
            "value.chapters": origin(plan.causes),
        },
        work=plan.num_frames,
    )


def film_seconds(plan: Plan) -> float:
    """Length of the film in seconds."""
    return float(plan.num_frames / rate_of(plan.fps))
