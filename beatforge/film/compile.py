"""A plan as targets: what must exist, and from what. Pure; the only place where names of targets are made.

Each target's value is exactly what its step gets. `Origin`s say which line of the project a value comes from; they
explain, and are in no key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from beatforge.film.causes import joined
from beatforge.film.clock import rate_of
from beatforge.film.plan import Causes, Delivery, Plan, Scene, Transition
from beatforge.film.shot import Shot
from beatforge.graph.target import Origin, Output, Source, Target
from beatforge.song.analysis import Analysis

Places = Callable[[tuple[str | int, ...]], Origin]
"""Where the project says something: path in the YAML -> place and text."""

Origins = Callable[[Causes], Origin]
"""Where the project says what has a say in a value."""

LISTEN = "beatforge.song.listen:listen_step"
RENDER_SCENE = "beatforge.deliver.segment:render_scene"
RENDER_TRANSITION = "beatforge.deliver.segment:render_transition"
ENCODE_MIX = "beatforge.deliver.audio:encode_mix"
ASSEMBLE = "beatforge.deliver.assemble:assemble_film"

AAC_RATES = (44100, 48000, 32000)
"""Sample rates that are kept; others are resampled to 48000 Hz, since not every player takes them."""

_LISTENING = ("numpy", "scipy", "av", "soundfile")
_RENDERING = ("numpy", "llvmlite", "av")


def listening_target(song: str, tempo_bpm: float | None, places: Places) -> Target:
    """The target that listens to the song; its contents make the plan."""
    return Target(
        name="analysis",
        step=LISTEN,
        value={"tempo_bpm": tempo_bpm},
        inputs=(Source(song),),
        outputs=("analysis.json",),
        packages=_LISTENING,
        origins={
            "inputs.0": places(("song", "file")),
            "value.tempo_bpm": places(("song", "pins", "tempo_bpm")),
        },
    )


def compile_plan(plan: Plan, analysis: Analysis, places: Places) -> tuple[Target, ...]:
    """Targets that must exist for this plan, upstream first. All outputs show the same segments."""
    origin = cache(lambda causes: joined([places(path) for path in causes]))
    segments, pieces = _segment_targets(plan, plan.deliveries[0], origin)
    assert len({delivery.encoder for delivery in plan.deliveries}) == 1
    films = [_film_target(plan, delivery, pieces, origin) for delivery in plan.deliveries]
    return (_mix_target(plan, analysis, origin), *segments, *films)


def _mix_target(plan: Plan, analysis: Analysis, origin: Origins) -> Target:
    rate = analysis.sample_rate if analysis.sample_rate in AAC_RATES else 48000
    num_samples = round(analysis.duration * rate)
    value = {
        "tracks": [{"gain_db": track.gain_db} for track in plan.mix.tracks],
        "codec": plan.mix.codec,
        "bitrate": plan.mix.bitrate,
        "decoder": analysis.decoder,
        "sample_rate": rate,
        "num_samples": num_samples,
    }
    return Target(
        name="mix",
        step=ENCODE_MIX,
        value=value,
        inputs=tuple(Source(track.file) for track in plan.mix.tracks),
        outputs=("mix.m4a",),
        packages=("numpy", "av", "soundfile"),
        origins={"inputs.0": origin((("song", "file"),))},
        work=num_samples,
    )


def _segment_targets(plan: Plan, delivery: Delivery, origin: Origins) -> tuple[list[Target], list[tuple[str, int]]]:
    """The segments in the order of the film, and (name, frames) of each."""
    after = {join.before: join for join in plan.transitions}
    scenes = {scene.id: scene for scene in plan.scenes}
    targets, pieces = [], []
    for scene in plan.scenes:
        join = after.get(scene.id)
        shown = scene.shot.num_frames - (join.num_frames if join else 0)
        targets.append(_scene_target(scene, shown, join, delivery, origin))
        pieces.append((f"scene/{scene.id}", shown))
        if join and join.num_frames:
            target = _transition_target(join, scene, scenes[join.after], delivery, origin)
            targets.append(target)
            pieces.append((target.name, join.num_frames))
    return targets, pieces


def _scene_target(scene: Scene, shown: int, join: Transition | None, delivery: Delivery, origin: Origins) -> Target:
    value = {"shot": scene.shot.to_value(), "num_frames": shown, "encoder": delivery.encoder.to_value()}
    origins = _shot_origins("value.shot", scene, origin) | _encoder_origins(origin)
    if join:
        origins["value.num_frames"] = origin(join.causes)
    else:
        origins["value.num_frames"] = origins["value.shot.num_frames"]
    folder = delivery.place.rpartition("/")[0]
    return Target(
        name=f"scene/{scene.id}",
        step=RENDER_SCENE,
        value=value,
        inputs=(),
        outputs=("segment.mp4", "measures.json"),
        code=_picture_code(scene.shot),
        packages=_RENDERING,
        places={"segment.mp4": f"{folder}/scenes/{scene.id}.mp4"} if delivery.keeps_scenes else {},
        origins=origins,
        work=shown,
    )


def _transition_target(join: Transition, before: Scene, after: Scene, delivery: Delivery, origin: Origins) -> Target:
    value = {
        "before": before.shot.to_value(),
        "after": after.shot.to_value(),
        "kind": join.kind,
        "num_frames": join.num_frames,
        "encoder": delivery.encoder.to_value(),
    }
    origins = (
        _shot_origins("value.before", before, origin)
        | _shot_origins("value.after", after, origin)
        | _encoder_origins(origin)
        | {
            "value.kind": origin((*join.causes, *before.causes["look"], *after.causes["look"])),
            "value.num_frames": origin(join.causes),
        }
    )
    code = tuple(dict.fromkeys((*_picture_code(before.shot), *_picture_code(after.shot))))
    return Target(
        name=f"transition/{before.id}+{after.id}",
        step=RENDER_TRANSITION,
        value=value,
        inputs=(),
        outputs=("segment.mp4", "measures.json"),
        code=code,
        packages=_RENDERING,
        origins=origins,
        work=2 * join.num_frames,
    )


def _film_target(plan: Plan, delivery: Delivery, pieces: Sequence[tuple[str, int]], origin: Origins) -> Target:
    ends = [*(start for start, _ in plan.chapters[1:]), plan.num_frames]
    value: dict[str, Any] = {
        "fps": plan.fps,
        "title": plan.title,
        "artist": plan.artist,
        "frames": [frames for _, frames in pieces],
        "chapters": [[start, end, name] for (start, name), end in zip(plan.chapters, ends, strict=True)],
    }
    return Target(
        name=f"film/{delivery.platform}",
        step=ASSEMBLE,
        value=value,
        inputs=(*(Output(name, "segment.mp4") for name, _ in pieces), Output("mix", "mix.m4a")),
        outputs=("film.mp4",),
        packages=("av",),
        places={"film.mp4": delivery.place},
        origins={
            "value.title": origin((("title",), ("name",))),
            "value.artist": origin((("artist",),)),
            "value.fps": origin((("film", "fps"),)),
            "value.frames": origin(plan.causes),
            "value.chapters": origin(plan.causes),
        },
        work=plan.num_frames,
    )


def _picture_code(shot: Shot) -> tuple[str, ...]:
    """A shot's code starts at its own motif and medium, so that another motif's edit leaves it fresh."""
    return (f"beatforge.picture.motifs.{shot.look.motif}", f"beatforge.picture.media.{shot.look.medium}")


def _shot_origins(prefix: str, scene: Scene, origin: Origins) -> dict[str, Origin]:
    return {f"{prefix}.{part}": origin(causes) for part, causes in scene.causes.items()}


def _encoder_origins(origin: Origins) -> dict[str, Origin]:
    return {
        "value.encoder.width": origin((("film", "size"),)),
        "value.encoder.height": origin((("film", "size"),)),
        "value.encoder.fps": origin((("film", "fps"),)),
    }


def film_seconds(plan: Plan) -> float:
    """Length of the film in seconds."""
    return float(plan.num_frames / rate_of(plan.fps))
