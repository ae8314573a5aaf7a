"""Segments as targets: a scene's own frames, frames in which two scenes meet, and the one that the next grows out of.

Pure. A segment is named after its scenes and, where an output is of another size or coding than the first, after that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from beatforge.film.clock import rate_of
from beatforge.film.codecs import codec_of
from beatforge.film.figure import figure_output
from beatforge.film.join import CHAIN
from beatforge.film.outputs import BURN
from beatforge.film.performance import PERFORMED
from beatforge.film.plan import Causes, Delivery, Encoder, Plan, Scene, Transition
from beatforge.film.shot import Shot
from beatforge.film.subtitles import Cue, cues_of, lines_between
from beatforge.graph.target import Origin, Output, Source, Target
from beatforge.project.known import FLOWING

Origins = Callable[[Causes], Origin]
"""Where the project says what has a say in a value."""

RENDER_SCENE = "beatforge.deliver.segment:render_scene"
RENDER_CHAINED = "beatforge.deliver.chained:render_chained"
RENDER_LAST = "beatforge.deliver.chained:render_last"
RENDER_TRANSITION = "beatforge.deliver.segment:render_transition"

_RENDERING = ("numpy", "llvmlite", "av", "pillow", "opencv-python-headless")


def segment_targets(
    plan: Plan, delivery: Delivery, origin: Origins, made: Mapping[str, Target]
) -> tuple[list[Target], list[tuple[str, int]]]:
    """The segments in the order of the film, and (name, frames) of each; `made` are those of outputs before this one,
    whose pictures may be the same but for the words over them."""
    after = {join.before: join for join in plan.transitions}
    before = {join.after: join.before for join in plan.transitions}
    scenes = {scene.id: scene for scene in plan.scenes}
    cues = burned_cues(plan, delivery)
    targets, pieces = [], []
    for scene in plan.scenes:
        join = after.get(scene.id)
        shown = scene.shot.num_frames - (join.num_frames if join else 0)
        grown_from = before.get(scene.id) if scene.shot.chain else None
        made_of = _scene_target(plan, scene, shown, join, grown_from, delivery, origin, cues)
        targets.append(_apart(made_of, delivery, made))
        pieces.append((targets[-1].name, shown))
        if join and join.kind == CHAIN:
            targets.append(_last_target(plan, scene, grown_from, delivery, origin))
        if join and join.num_frames:
            target = _transition_target(plan, join, scene, scenes[join.after], delivery, origin, cues)
            target = _apart(target, delivery, made)
            targets.append(target)
            pieces.append((target.name, join.num_frames))
    return targets, pieces


def burned_cues(plan: Plan, delivery: Delivery) -> tuple[Cue, ...]:
    """What is seen of the words when, where they are burned into this output's pictures; else nothing."""
    if delivery.shows != BURN or delivery.letters is None or plan.lyrics is None:
        return ()
    return cues_of(plan.lyrics, delivery.letters.row_chars, plan.duration)


def _apart(target: Target, delivery: Delivery, made: Mapping[str, Target]) -> Target:
    """The target; under a name of its own where the one of its name has other words over it."""
    other = made.get(target.name)
    if other is None or (other.value, other.inputs) == (target.value, target.inputs):
        return target
    return replace(target, name=f"{target.name}{'-' if delivery.variant else '@'}{delivery.words_variant}")


def _scene_target(
    plan: Plan,
    scene: Scene,
    shown: int,
    join: Transition | None,
    grown_from: str | None,
    delivery: Delivery,
    origin: Origins,
    cues: Sequence[Cue],
) -> Target:
    encoder, cards = delivery.encoder, plan.cards.get(scene.id, ())
    words, own_font = _words_over(plan, delivery, cues, scene.start_frame, scene.start_frame + shown)
    fonts = [*(Source(card.font) for card, _ in cards if card.font), *own_font]
    value = {
        "shot": _shot_value(scene, encoder),
        "num_frames": shown,
        "encoder": encoder.to_value(),
        "flash_limit": plan.flash_limit,
        **({"given": given} if (given := [name for name, _ in _given(plan, scene)]) else {}),
        **({"cards": [card.to_value() for card, _ in cards]} if cards else {}),
        **words,
    }
    origins = _shot_origins("value.shot", scene, delivery, origin) | _encoder_origins(delivery, origin)
    origins |= _finish_origins(origin, tuple(path for _, causes in cards for path in causes))
    origins |= _words_origins(plan, delivery, origin)
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
        inputs=(*_last_frame(grown_from, delivery), *_files(plan, scene), *fonts),
        outputs=(f"segment.{container}", "measures.json"),
        code=_picture_code(scene.shot),
        packages=_RENDERING,
        places={f"segment.{container}": f"{folder}/scenes/{scene.id}.{container}"} if delivery.keeps_scenes else {},
        origins=origins,
        work=work_of(shown, encoder),
        rate_as=rate_as(RENDER_SCENE, encoder),
    )


def _last_target(plan: Plan, scene: Scene, grown_from: str | None, delivery: Delivery, origin: Origins) -> Target:
    """The frame that the next scene grows out of."""
    origins = _shot_origins("value.shot", scene, delivery, origin)
    return Target(
        name=f"last/{scene.id}{_at(delivery)}",
        step=RENDER_LAST,
        value={
            "shot": _shot_value(scene, delivery.encoder),
            "index": scene.shot.num_frames - 1,
            **({"given": given} if (given := [name for name, _ in _given(plan, scene)]) else {}),
        },
        inputs=(*_last_frame(grown_from, delivery), *_files(plan, scene)),
        outputs=("last.yuv",),
        code=_picture_code(scene.shot),
        packages=_RENDERING,
        origins=origins | {"value.index": origins["value.shot.num_frames"]},
        may_repeat=True,
        work=work_of(1, delivery.encoder),
    )


def _last_frame(scene_id: str | None, delivery: Delivery) -> tuple[Output, ...]:
    return (Output(f"last/{scene_id}{_at(delivery)}", "last.yuv"),) if scene_id else ()


def _given(plan: Plan, scene: Scene) -> list[tuple[str, Source | Output]]:
    """(what it is, where it is) of the files that a scene is rendered with: the user's own, and its performer's."""
    own = (("lut", scene.lut), ("footage", scene.footage))
    files: list[tuple[str, Source | Output]] = [(name, Source(path)) for name, path in own if path]
    return [*files, *([("performed", figure_output(plan))] if scene.shot.performance else [])]


def _files(plan: Plan, *scenes: Scene) -> tuple[Source | Output, ...]:
    """The files that scenes are given, in the order of the scenes."""
    return tuple(file for scene in scenes for _, file in _given(plan, scene))


def _finish_origins(origin: Origins, cards: Causes = ()) -> dict[str, Origin]:
    return {
        "value.flash_limit": origin((("film", "flash_limit"),)),
        **({"value.cards": origin(tuple(cards))} if cards else {}),
    }


def _words_over(
    plan: Plan, delivery: Delivery, cues: Sequence[Cue], start_frame: int, end_frame: int
) -> tuple[dict[str, Any], list[Source]]:
    """The words over these frames of the film as a part of a segment's value, and the font they are set in if it is the
    project's own; nothing where no word is seen, so that lyrics make no such segment again."""
    lines = lines_between(cues, start_frame, end_frame, rate_of(plan.fps)) if cues else []
    if not lines or delivery.letters is None:
        return {}, []
    font = delivery.letters.font
    return {"lyrics": {"letters": delivery.letters.to_value(), "lines": lines}}, [Source(font)] if font else []


def _words_origins(plan: Plan, delivery: Delivery, origin: Origins) -> dict[str, Origin]:
    said, letters = delivery.letters_causes, "value.lyrics.letters"
    own = {f"{letters}.{path[-1]}": origin((path,)) for path in said if path[2:3] == ("lyrics",) and len(path) > 3}
    return {"value.lyrics": origin((*said, *plan.lyrics_causes)), letters: origin(said), **own}


def _transition_target(
    plan: Plan,
    join: Transition,
    before: Scene,
    after: Scene,
    delivery: Delivery,
    origin: Origins,
    cues: Sequence[Cue],
) -> Target:
    encoder = delivery.encoder
    words, own_font = _words_over(plan, delivery, cues, after.start_frame - join.num_frames, after.start_frame)
    given = [[name for name, _ in _given(plan, one)] for one in (before, after)]
    value = {
        "before": _shot_value(before, encoder),
        "after": _shot_value(after, encoder),
        "kind": join.kind,
        "num_frames": join.num_frames,
        "encoder": encoder.to_value(),
        "flash_limit": plan.flash_limit,
        **({"given": given} if any(given) else {}),
        **words,
    }
    origins = (
        _shot_origins("value.before", before, delivery, origin)
        | _shot_origins("value.after", after, delivery, origin)
        | _encoder_origins(delivery, origin)
        | _finish_origins(origin)
        | _words_origins(plan, delivery, origin)
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
        inputs=(*_files(plan, before, after), *own_font),
        outputs=(f"segment.{codec_of(encoder.codec).container}", "measures.json"),
        code=code,
        packages=_RENDERING,
        origins=origins,
        # OpenCV sums movement in the order that the processor likes best
        repeats="perceptual" if join.kind in FLOWING else "exact",
        work=2 * work_of(join.num_frames, encoder),
        rate_as=rate_as(RENDER_TRANSITION, encoder),
    )


def _picture_code(shot: Shot) -> tuple[str, ...]:
    """A shot's code starts at its own motif and medium, so that another motif's edit leaves it fresh."""
    medium = f"beatforge.picture.media.{shot.look.medium}"
    if shot.performance is not None:
        return (PERFORMED, medium)
    motif = f"motifs.{shot.look.motif}" if shot.footage_ms is None else "footage"
    return (f"beatforge.picture.{motif}", medium)


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
