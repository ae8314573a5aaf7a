"""A show as a film: a hit and nods are found in its decoded pixels within a frame of the music."""

from __future__ import annotations

from pathlib import Path

import imageio_ffmpeg
import numpy as np

from beatforge.cli.session import Session
from tests.persona.seen import box_about, decoded, falls, lowest, seen
from tests.projects import VERSE, build, edit

SIZE = (256, 144)
HIT_S = 6.5
SHOW = f"""film:
  mode: dj
  persona: nova_fade
  theme: mashup_chaos
  performance: [{{at: {HIT_S}, action: crossfader_hit}}]
"""
HEAD = [(x, y, z) for x in (-0.45, 0.45) for y in (-0.5, 0.4) for z in (0.0, 0.4)]


def test_pixels_move_with_the_music(film: Path) -> None:
    edit(film, "film:\n", SHOW)
    edit(film, "  size: 64x64\n", f"  size: {SIZE[0]}x{SIZE[1]}\n")
    scenes = "scenes:\n  verse: {shot: medium}\n"
    edit(film, "scenes:\n  verse: {transition: morph}\n  chorus: {transition: crossfade}\n", scenes)
    build(film, VERSE)
    with Session.open(film) as session:
        plan, persona = session.require_plan(), session.persona
    scene = next(scene for scene in plan.scenes if f"scene/{scene.id}" == VERSE)
    assert persona is not None and scene.shot.performance is not None
    made = film.parent / "build" / "scenes" / f"{scene.id}.mp4"
    grays = decoded(imageio_ffmpeg.get_ffmpeg_exe(), made, 0, scene.shot.num_frames, *SIZE)
    own = seen(persona.spec, scene.shot, grays)
    assert len(grays) == scene.shot.num_frames == 96

    hit = round(HIT_S * 24) - scene.start_frame
    rights = {frame: own.moments[frame].pose.right for frame in range(hit - 6, hit + 6)}
    hands = [own.place(frame, [right.at]) for frame, right in rights.items() if right]
    landed = lowest(falls(own, box_about(own, np.concatenate(hands), 0.5), 0, 95), hit, 4)
    assert abs(landed - hit) <= 1.0, "the hand stops as it hits"

    heads = [own.bone(frame, "head", HEAD) for frame in range(0, 96, 8)]
    fallen = falls(own, box_about(own, np.concatenate(heads), 0.05), 0, 95)
    acts = scene.shot.performance.acts
    free = [
        beat
        for beat in scene.shot.music.beats
        if 4 < beat < 90 and not any(act.start - 10 < beat < act.end for act in acts)
    ]
    assert len(free) >= 2, "beats on which she only nods"
    assert all(abs(lowest(fallen, beat, 4) - beat) <= 1.0 for beat in free)
