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
from beatforge.film.codecs import SOUND_CONTAINERS, codec_of
from beatforge.film.join import CHAIN
from beatforge.film.plan import Causes, Delivery, Encoder, Plan, Scene, Transition
from beatforge.film.shot import Shot
from beatforge.graph.target import Origin, Output, Source, Target
from beatforge.song.analysis import Analysis

Places = Callable[[tuple[str | int, ...]], Origin]
"""Where the project says something: path in the YAML -> place and text."""

Origins = Callable[[Causes], Origin]
"""Where the project says what has a say in a value."""

LISTEN = "beatforge.song.listen:listen_step"
RENDER_SCENE = "beatforge.deliver.segment:render_scene"
RENDER_CHAINED = "beatforge.deliver.chained:render_chained"
RENDER_LAST = "beatforge.deliver.chained:render_last"
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
    """Targets that must exist for this plan, upstream first. Outputs of one variant show the same segments."""
    origin = cache(lambda causes: joined([places(path) for path in causes]))
    targets: list[Target] = []
    sounds: dict[str, Target] = {}
    pieces: dict[str, list[tuple[str, int]]] = {}
    for delivery in plan.deliveries:
        if delivery.sound_variant not in sounds:
            sounds[delivery.sound_variant] = _mix_target(plan, delivery, analysis, origin)
            targets.append(sounds[delivery.sound_variant])
        if delivery.variant not in pieces:
            segments, pieces[delivery.variant] = _segment_targets(plan, delivery, origin)
            targets += segments
        targets.append(_film_target(plan, delivery, pieces[delivery.variant], sounds[delivery.sound_variant], origin))
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
        outputs=(f"mix.{SOUND_CONTAINERS[sound.codec]}",),
        packages=("numpy", "av", "soundfile"),
        origins={
            "inputs.0": origin((("song", "file"),)),
            "value.codec": origin(delivery.causes),
            "value.bitrate": origin(delivery.causes),
        },
        work=num_samples,
    )


def _segment_targets(plan: Plan, delivery: Delivery, origin: Origins) -> tuple[list[Target], list[tuple[str, int]]]:
    """The segments in the order of the film, and (name, frames) of each."""
    after = {join.before: join for join in plan.transitions}
    before = {join.after: join.before for join in plan.transitions}
    scenes = {scene.id: scene for scene in plan.scenes}
    targets, pieces = [], []
    for scene in plan.scenes:
        join = after.get(scene.id)
        shown = scene.shot.num_frames - (join.num_frames if join else 0)
        grown_from = before.get(scene.id) if scene.shot.chain else None
        targets.append(_scene_target(scene, shown, join, grown_from, delivery, origin))
        pieces.append((targets[-1].name, shown))
        if join and join.kind == CHAIN:
            targets.append(_last_target(scene, grown_from, delivery, origin))
        if join and join.num_frames:
            target = _transition_target(join, scene, scenes[join.after], delivery, origin)
            targets.append(target)
            pieces.append((target.name, join.num_frames))
    return targets, pieces


def _scene_target(
    scene: Scene, shown: int, join: Transition | None, grown_from: str | None, delivery: Delivery, origin: Origins
) -> Target:
    encoder = delivery.encoder
    value = {"shot": _shot_value(scene, encoder), "num_frames": shown, "encoder": encoder.to_value()}
    origins = _shot_origins("value.shot", scene, delivery, origin) | _encoder_origins(delivery, origin)
    if join:
        origins["value.num_frames"] = origin(join.causes)
    else:
        origins["value.num_frames"] = origins["value.shot.num_frames"]
    folder = delivery.place.rpartition("/")[0]
    container = codec_of(encoder.codec).container
    return Target(
        name=f"scene/{scene.id}{_at(delivery)}",
        step=RENDER_CHAINED if grown_from else RENDER_SCENE,
        value=value,
        inputs=_last_frame(grown_from, delivery),
        outputs=(f"segment.{container}", "measures.json"),
        code=_picture_code(scene.shot),
        packages=_RENDERING,
        places={f"segment.{container}": f"{folder}/scenes/{scene.id}.{container}"} if delivery.keeps_scenes else {},
        origins=origins,
        work=work_of(shown, encoder),
        rate_as=rate_as(RENDER_SCENE, encoder),
    )


def _last_target(scene: Scene, grown_from: str | None, delivery: Delivery, origin: Origins) -> Target:
    """The frame that the next scene grows out of."""
    origins = _shot_origins("value.shot", scene, delivery, origin)
    return Target(
        name=f"last/{scene.id}{_at(delivery)}",
        step=RENDER_LAST,
        value={"shot": _shot_value(scene, delivery.encoder), "index": scene.shot.num_frames - 1},
        inputs=_last_frame(grown_from, delivery),
        outputs=("last.yuv",),
        code=_picture_code(scene.shot),
        packages=_RENDERING,
        origins=origins | {"value.index": origins["value.shot.num_frames"]},
        may_repeat=True,
        work=work_of(1, delivery.encoder),
    )


def _last_frame(scene_id: str | None, delivery: Delivery) -> tuple[Output, ...]:
    return (Output(f"last/{scene_id}{_at(delivery)}", "last.yuv"),) if scene_id else ()


def _transition_target(join: Transition, before: Scene, after: Scene, delivery: Delivery, origin: Origins) -> Target:
    encoder = delivery.encoder
    value = {
        "before": _shot_value(before, encoder),
        "after": _shot_value(after, encoder),
        "kind": join.kind,
        "num_frames": join.num_frames,
        "encoder": encoder.to_value(),
    }
    origins = (
        _shot_origins("value.before", before, delivery, origin)
        | _shot_origins("value.after", after, delivery, origin)
        | _encoder_origins(delivery, origin)
        | {
            "value.kind": origin((*join.causes, *before.causes["look"], *after.causes["look"])),
            "value.num_frames": origin(join.causes),
        }
    )
    code = tuple(dict.fromkeys((*_picture_code(before.shot), *_picture_code(after.shot))))
    return Target(
        name=f"transition/{before.id}+{after.id}{_at(delivery)}",
        step=RENDER_TRANSITION,
        value=value,
        inputs=(),
        outputs=(f"segment.{codec_of(encoder.codec).container}", "measures.json"),
        code=code,
        packages=_RENDERING,
        origins=origins,
        work=2 * work_of(join.num_frames, encoder),
        rate_as=rate_as(RENDER_TRANSITION, encoder),
    )


def _film_target(
    plan: Plan, delivery: Delivery, pieces: Sequence[tuple[str, int]], mix: Target, origin: Origins
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
        inputs=(*(Output(name, f"segment.{container}") for name, _ in pieces), Output(mix.name, mix.outputs[0])),
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


def _picture_code(shot: Shot) -> tuple[str, ...]:
    """A shot's code starts at its own motif and medium, so that another motif's edit leaves it fresh."""
    return (f"beatforge.picture.motifs.{shot.look.motif}", f"beatforge.picture.media.{shot.look.medium}")


def _at(delivery: Delivery) -> str:
    """What tells an output's own segments from those of the first output."""
    return f"@{delivery.variant}" if delivery.variant else ""


def _shot_value(scene: Scene, encoder: Encoder) -> dict[str, Any]:
    """The scene's shot, composed for this frame: never another frame's, cropped."""
    return {**scene.shot.to_value(), "width": encoder.width, "height": encoder.height}


def work_of(num_frames: int, encoder: Encoder) -> int:
    """Work units of so many frames: hundredths of a 1280x720 frame."""
    return max(1, round(num_frames * encoder.width * encoder.height / 9216))


def rate_as(step: str, encoder: Encoder) -> str:
    """Segments of one coder and preset take alike for their size."""
    return " ".join([step, encoder.codec, *([encoder.preset] if encoder.preset else [])])


def _shot_origins(prefix: str, scene: Scene, delivery: Delivery, origin: Origins) -> dict[str, Origin]:
    causes = {**scene.causes, "width": delivery.size_causes, "height": delivery.size_causes}
    return {f"{prefix}.{part}": origin(paths) for part, paths in causes.items()}


def _encoder_origins(delivery: Delivery, origin: Origins) -> dict[str, Origin]:
    return {
        "value.encoder": origin(delivery.causes),
        "value.encoder.width": origin(delivery.size_causes),
        "value.encoder.height": origin(delivery.size_causes),
        "value.encoder.fps": origin((("film", "fps"),)),
    }


def film_seconds(plan: Plan) -> float:
    """Length of the film in seconds."""
    return float(plan.num_frames / rate_of(plan.fps))
