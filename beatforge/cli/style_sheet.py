"""`beatforge sheet --styles`: the same song in every style, a few stills of each, as one picture.

Plans a film for every style, as `film.style` would, and renders stills of its scenes at a small size; nothing is built.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from beatforge.film.plan import Plan, Scene
    from beatforge.project.library import Library
    from beatforge.song.analysis import Analysis

SIZE = (640, 360)
"""Pixels a still is rendered with; it is shown at half of that."""

STILLS = 3
"""Stills of each style: from its first third, its greatest peak, its last third."""

COLUMNS = 6


def write_style_sheet(song: Path, concept: str, path: Path, styles: Sequence[str] = ()) -> None:
    """The sheet of all styles (or these) for a song, at `path`; `concept` as in the project language."""
    from beatforge.deliver.sheet import paste_sheet
    from beatforge.project.library import load_library
    from beatforge.song.listen import listen

    library, analysis = load_library(), listen(song)
    stills: list[Image] = []
    labels: list[str] = []
    for style in styles or library.styles:
        for scene, index in shown_scenes(style_plan(song, style, concept, library, analysis)):
            stills.append(still_of(scene, index).resize((SIZE[0] // 2, SIZE[1] // 2)))
            labels.append(f"{style} {scene.id} {scene.shot.look.motif}")
    paste_sheet(stills, labels, COLUMNS, path)


def style_plan(song: Path, style: str, concept: str, library: Library, analysis: Analysis) -> Plan:
    """The film that a project of this song, style and concept would be."""
    from ruamel.yaml import YAML

    from beatforge.film.planning import make_plan
    from beatforge.project.load import load_project

    document = {
        "version": 1,
        "name": "styles",
        "song": {"file": f"song{song.suffix.lower()}"},
        "film": {"size": f"{SIZE[0]}x{SIZE[1]}", "tier": "basic", "style": style, "concept": concept},
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "project.yaml").open("w", encoding="utf-8") as file:
            YAML().dump(document, file)
        shutil.copyfile(song, folder / f"song{song.suffix.lower()}")
        project = load_project(folder / "project.yaml", library=library)
        return make_plan(project, analysis, library.profiles["standard"])


def shown_scenes(plan: Plan) -> Iterator[tuple[Scene, int]]:
    """Scenes that show what a film looks like, each with the frame to take: a third of the way in, on a beat."""
    scenes = plan.scenes
    third = max(1, len(scenes) // STILLS)
    parts = (scenes[:third], scenes[third : 2 * third] or scenes, scenes[2 * third :] or scenes)
    for part in parts:
        scene = max(part, key=lambda scene: (scene.hero, scene.shot.look.intensity, scene.shot.num_frames))
        beats = [beat for beat in scene.shot.music.beats if 0 <= beat < scene.shot.num_frames]
        yield scene, beats[len(beats) // 3] if beats else scene.shot.num_frames // 3


def still_of(scene: Scene, index: int) -> Image:
    """Frame `index` of a scene as a picture."""
    import io

    import numpy as np
    from PIL import Image

    from beatforge.picture.render import ShotPicture, png

    shot = scene.shot
    out = np.empty((shot.height * 3 // 2, shot.width), np.uint8)
    ShotPicture(shot).frame(index, out)
    return Image.open(io.BytesIO(png(out, shot.width, shot.height)))
