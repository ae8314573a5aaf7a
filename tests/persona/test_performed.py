"""A performance as a motif: her own pixels, stages that differ, the same bytes always, light that is bounded."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beatforge.errors import ProjectError
from beatforge.film.performance import Act, LightCue, Performance
from beatforge.film.shot import Shot
from beatforge.persona.performed import STAGES, OnStage, PerformedFigure, read_figure, write_figure
from beatforge.persona.performer import Performer
from beatforge.persona.stages.led_wall import ROOM
from beatforge.persona.stages.parts.figure import FIGURE
from beatforge.persona.stages.parts.figure import MATTER as FIGURE_MATTER
from beatforge.persona.stages.parts.people import people_rows
from beatforge.persona.stages.parts.place import Show
from beatforge.persona.stages.parts.room import BACK, HALL
from beatforge.picture.canvas import Canvas
from beatforge.picture.cutout import Cutout
from beatforge.picture.gbuffer import unpack_colour
from beatforge.picture.given import Given
from beatforge.picture.medium import COLOUR, MATTER, Medium
from beatforge.picture.painter import Painter
from beatforge.picture.planes import PAD, Plane
from beatforge.picture.render import ShotPicture
from beatforge.picture.still import plain_shot
from beatforge.picture.uniforms import Motion, palette
from beatforge.project.figures import ShownSpec
from beatforge.project.places import module_names
from tests.persona.test_figure import nova, pebble, shown_in
from tests.picture.test_engine import ROOT
from tests.picture.test_engine_named import Telling

SIZE = (128, 72)
FACE = "neutral_confident"


def on(stage: str, shown: ShownSpec | None = None, theme: str = "sponsor_neon") -> PerformedFigure:
    """A persona in one of Nova's themes, on a stage."""
    shown = shown or nova()
    staged = nova().themes[theme].model_copy(update={"stage": stage})
    return PerformedFigure(shown.model_copy(update={"themes": {theme: staged}}))


def shot(
    kind: str = "wide",
    cues: tuple[LightCue, ...] = (),
    size: tuple[int, int] = SIZE,
    theme: str = "sponsor_neon",
    face: str = FACE,
) -> Shot:
    """A shot of 48 frames at 24 a second, a beat every 12, in which she nods; nothing but `cues` moves the lights."""
    length = 48 + 2 * 48
    performance = Performance(
        theme=theme, shot=kind, frame=480, acts=(Act("idle_bob", -48, 0, 96, 60, face),), faces=((-48, face),),
        lights=cues or (LightCue("wash", -48, 96, 60),), left=(180,) * length, right=(140,) * length,
        crossfader=(128,) * length,
    )  # fmt: skip
    plain = plain_shot("stage", "film", width=size[0], height=size[1], num_frames=48)
    return replace(plain, performance=performance)


def frame_of(figure: PerformedFigure, index: int, of: Shot | None = None) -> np.ndarray:
    picture = ShotPicture(of or shot(), given=Given(performed=figure))
    return shown_by(picture, index)


def shown_by(picture: ShotPicture, index: int) -> np.ndarray:
    out = np.zeros((SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
    picture.frame(index, out)
    return out


def words_of(plane: Plane) -> np.ndarray:
    words: np.ndarray = plane.words[PAD : PAD + plane.height, PAD : PAD + plane.width]
    return words


def painted(figure: PerformedFigure, of: Shot, scale: int, index: int) -> tuple[np.ndarray, np.ndarray]:
    """Colour and identity of each pixel that a medium of this scale gets."""
    screen = figure.in_shot(of, scale)
    arranged = screen.motif.arranged(0, of.seed)
    medium = Medium(scale, lambda x, y, u, planes: unpack_colour(planes.near(COLOUR)))
    canvas = Canvas(of.width, of.height)
    painter = Painter((screen.motif,), (arranged,), medium, canvas)
    screen.show(index)
    values = Motion(of).values(index)
    painter.set_frame(values, palette(of.look.palette), [(values, screen.motif.at(values, arranged))])
    for fill in painter._passes:
        fill(painter.uniforms)
    return words_of(canvas.planes[COLOUR]), words_of(canvas.planes[MATTER]) >> 12 & 255


def performed_words(figure: PerformedFigure, of: Shot, scale: int, index: int) -> tuple[np.ndarray, np.ndarray]:
    """The performer's own colours, and how much of each pixel is covered."""
    screen = OnStage(figure.shown, of, scale)
    screen.show(index)
    planes = screen._performer.planes
    return words_of(planes.colour), words_of(planes.matter) >> 24


@pytest.mark.parametrize(("scale", "size"), [(1, (96, 54)), (2, SIZE), (2, (126, 70))])
def test_what_is_seen_of_her_is_the_performer_s_pixels(scale: int, size: tuple[int, int]) -> None:
    figure, of = on("studio"), shot("medium", size=size)
    own, coverage = performed_words(figure, of, scale, 7)
    colour, ident = painted(figure, of, scale, 7)
    whole = coverage == 255
    assert 0.1 < whole.mean() < 0.9
    assert np.array_equal(colour[whole], own[whole])
    assert (ident[whole] >= 100).all()
    assert not np.array_equal(colour, own)
    assert (ident[coverage == 0] < 100).all()


def test_nothing_on_a_stage_is_another_after_a_cut() -> None:
    """Two shots of a film differ in their seeds; the plant and the records stay what they were."""
    stages = [on("window").in_shot(replace(shot(), seed=seed), 2).motif.arranged(0, seed) for seed in (1, 2)]
    drawn = [{name: part.plane.words for name, part in told.items() if isinstance(part, Cutout)} for told in stages]
    own = {*drawn[0]} - {FIGURE, FIGURE_MATTER}
    assert {"plant", "shelf"} <= own
    assert all(np.array_equal(drawn[0][name], drawn[1][name]) for name in own)


def test_a_camera_may_look_straight_across_the_stage() -> None:
    levels = dict.fromkeys(("time_s", "crowd"), 0.0)
    show = Show((5.0, 1.0, 0.25), (-1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, 1.0, 0.0), 0.3, (0.0, 1.0, 0.25), levels)
    assert all(row[-1] == 0.0 for row in people_rows(show, ((2.5, 0.9), (4.0, 0.8))))


def test_frames_are_the_same_in_any_order() -> None:
    figure = on("led_wall")
    picture = ShotPicture(shot(), given=Given(performed=figure))
    there = [shown_by(picture, index) for index in (9, -6, 60, 9)]
    assert np.array_equal(there[0], there[3])
    assert np.array_equal(there[2], frame_of(figure, 60))
    assert not np.array_equal(there[0], there[2])


SAID = """
import hashlib
from tests.persona.test_performed import *
for stage in list(STAGES)[::2]:
    told = hashlib.sha256()
    for words in painted(on(stage), shot(), 2, 9):
        told.update(words.tobytes())
    print(told.hexdigest())
"""


def test_every_vector_width_gives_the_same_bytes() -> None:
    told = []
    for lanes in (4, 8, 16):
        environment = {**os.environ, "BEATFORGE_LANES": str(lanes)}
        command = [sys.executable, "-c", SAID]
        told.append(subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True).stdout)
    assert len(set(told[0].split())) == 3
    assert told[0] == told[1] == told[2]


def test_a_theme_can_name_every_stage_there_is_and_each_is_another() -> None:
    assert tuple(STAGES) == module_names("persona", "stages")
    frames = [frame_of(on(stage), 9)[: SIZE[1]].astype(int) for stage in STAGES]
    for nth, one in enumerate(frames):
        for other in frames[nth + 1 :]:
            assert np.abs(one - other).mean() > 4.0


@pytest.mark.parametrize("stage", STAGES)
def test_another_persona_shows_on_every_stage(stage: str) -> None:
    figure = on(stage, pebble())
    of = shot("medium", face=next(iter(pebble().expressions)))
    _, coverage = performed_words(figure, of, 2, 9)
    colour, ident = painted(figure, of, 2, 9)
    assert 0.03 < (coverage > 0).mean() < 0.95
    assert (ident >= 100).mean() > 0.03
    assert len(np.unique(colour[ident < 100])) > 200


@pytest.mark.parametrize("stage", ["led_wall", "shards", "curtain", "window"])
def test_the_crowd_hides_nobody_s_face(stage: str) -> None:
    """In a wide picture heads stand before the booth, and above it nothing is before her."""
    figure, of = on(stage), shot("wide")
    _, coverage = performed_words(figure, of, 2, 9)
    _, ident = painted(figure, of, 2, 9)
    rows = np.flatnonzero((coverage == 255).any(1))
    face = slice(rows[0], rows[0] + (rows[-1] - rows[0]) // 2)
    assert (ident[face][coverage[face] == 255] >= 100).all()


def test_from_behind_people_are_before_the_stage() -> None:
    figure, of = on("led_wall"), shot("crowd")
    _, ident = painted(figure, of, 2, 9)
    people = (ident >= 10) & (ident < 60)
    assert people.mean() > 0.05
    assert len(np.unique(ident[people])) > 6


@pytest.mark.parametrize("stage", ["studio", "shards", "window"])
def test_a_camera_that_stands_behind_the_back_wall_sees_the_hall(stage: str) -> None:
    """In an upright picture the camera behind her goes back farther than the stage is deep."""
    of = shot("crowd", size=(72, 128))
    screen = OnStage(on(stage).shown, of, 2)
    screen.show(9)
    eye = screen.motif.at({}, {})["eye.z"]
    assert isinstance(eye, float)
    assert eye < ROOM.back
    _, ident = painted(on(stage), of, 2, 9)
    assert not (ident == BACK).any()
    assert (ident == HALL).any()


@pytest.mark.parametrize("theme", nova().themes)
def test_without_cues_light_changes_by_less_than_a_tenth_a_beat(theme: str) -> None:
    of = shot(theme=theme)
    picture = ShotPicture(of, given=Given(performed=PerformedFigure(nova())))
    lights = [float(shown_by(picture, index)[: SIZE[1]].mean()) for index in range(0, 48, 2)]
    for start in range(0, len(lights), 6):
        beat = lights[start : start + 6]
        assert max(beat) < min(beat) * 1.10


def test_a_flash_a_spot_and_dimming_change_the_light() -> None:
    def light(kind: str) -> float:
        of = shot(cues=(LightCue(kind, -10, 40, 100),))
        return float(frame_of(on("led_wall"), 4 if kind == "flash" else 30, of)[: SIZE[1]].mean())

    usual = light("wash")
    assert light("dim") < usual * 0.93
    assert light("spot") < usual * 0.95


def test_equal_names_of_passes_are_equal_texts_and_colours_are_no_part_of_them() -> None:
    texts: dict[str, str] = {}
    stages = ("led_wall", "window")
    for stage in stages:
        for theme in ("sponsor_neon", "chill_lofi"):
            canvas = Telling(*SIZE)
            ShotPicture(shot(theme=theme), canvas=canvas, given=Given(performed=on(stage, theme=theme)))
            for told, text in canvas.texts:
                assert told is not None
                assert " at 0x" not in told
                assert texts.setdefault(told, text) == text
    motifs = [told for told in texts if "beatforge.persona.stages" in told]
    assert len(motifs) == len(stages)


TRACED = """
import sys
from dataclasses import replace
from beatforge.persona.performed import PerformedFigure
from beatforge.picture.given import Given
from beatforge.picture.render import ShotPicture
from beatforge.picture.still import plain_shot
from tests.persona.made_shots import made_shot, nova
shot = replace(plain_shot("stage", "cel", width=96, height=54), performance=made_shot().performance)
ShotPicture(shot, given=Given(performed=PerformedFigure(nova())))
print("beatforge.picture.text" in sys.modules)
"""


def test_a_new_process_traces_no_stage_again(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    runs = [
        subprocess.run([sys.executable, "-c", TRACED], env=environment, cwd=ROOT, capture_output=True, text=True)
        for _ in range(2)
    ]
    assert [run.stdout.strip() for run in runs] == ["True", "False"], runs[0].stderr


def test_a_written_figure_is_read_as_it_was(tmp_path: Path) -> None:
    value: dict[str, Any] = nova().model_dump(mode="json", include=set(ShownSpec.model_fields), exclude_defaults=True)
    write_figure(value, (), tmp_path, None)
    read = read_figure(tmp_path / "figure.json").shown
    assert read.model_dump() == {
        name: part for name, part in nova().model_dump().items() if name in ShownSpec.model_fields
    }
    assert Performer(read, 32, 32, threads=1).rig.figure == nova().figure


def test_an_unknown_stage_is_told_with_the_nearest() -> None:
    text = Path(__file__).with_name("pebble.yaml").read_text(encoding="utf-8")
    theme = "{primary: '#ffffff', accent: '#ffffff', stage_low: '#000000', stage_high: '#000000', sky: '#ffffff'," \
        " ground: '#000000', key: &light {toward: [0, 1, 1], colour: '#ffffff'}, fill: *light, rim_left: *light," \
        " rim_right: *light, stage: led_wal}"  # fmt: skip
    with pytest.raises(ProjectError, match=r"unknown stage \"led_wal\"") as told:
        shown_in(f"{text}\nthemes:\n  show: {theme}\n")
    assert "led_wall" in str(told.value.problems[0])
