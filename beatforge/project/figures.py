"""How a persona's figure is written: bones, primitives, materials, hands, expressions, poses, booth and themes.

In: the figure's keys of `config/personas/*.yaml`. Out: frozen models, checked for names that lead nowhere. Rows are
written for her left side (x > 0 is her left, y up, z to the viewer); `mirror: true` makes the right one. Nothing here
knows how a figure is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field as Key
from pydantic import model_validator

from beatforge.project.fields import (
    Colour,
    EmptyIsList,
    EmptyIsMapping,
    Flag,
    Written,
    choice,
    number,
    text,
    whole,
)
from beatforge.project.places import module_names
from beatforge.project.problems import Fault
from beatforge.project.vocabulary import SHOT_KINDS

PRIMITIVES = ("ellipsoid", "cone", "lock", "box", "torus", "cylinder", "octahedron", "lid", "mouth")
PAINTS: Mapping[str, tuple[str, ...]] = {
    "plain": (),
    "face": (
        *("blush_x", "blush_y", "eye_x", "eye_y", "brow_x", "brow_y", "brow_width", "brow_thick"),
        *("lips", "mouth", "tongue", "teeth", "blush", "brow", "shadow"),
    ),
    "eye": ("light", "toward", "white", "iris_top", "iris_low", "ring"),
    "lid": ("lash", "shade", "skin"),
    "hair": ("tip_from", "tip_to", "tip", "ring", "ring_light"),
    "record": ("label", "rim"),
    "meters": (),
    "panel": ("bars", "middle", "edge", "light"),
    "jacket": ("badge_x", "badge_y", "badge"),
    "knit": ("ribs", "lines", "along"),
}
"""What can be drawn on a material, and the numbers and colours of each."""

MAX_FORMS = 320
"""Forms of a figure with its booth, both sides and each stretch of a line counted."""

FACE = (
    *("lid", "lid_slant", "lid_bow", "lid_extra", "lid_shift", "low", "low_bow", "gaze_x", "gaze_y", "iris", "pupil"),
    *("brow_inner", "brow_outer", "brow_arch", "brow_extra", "blush", "teeth", "tongue"),
    *("mouth_x", "mouth_y", "mouth_width", "mouth_smile", "mouth_smirk", "mouth_open", "mouth_upper", "mouth_round"),
)
"""Numbers of an expression. Places are in head units, those of lids and eyes in the eye's own unit sphere."""

SIDES = ("left", "right")

STAGES = module_names("persona", "stages")
"""Where shows can be."""

Number = Annotated[float, number(-100, 100)]
Size = Annotated[float, number(0, 100)]
Point = tuple[Number, Number, Number]
Part = Annotated[float, number(0, 4)]
Name = Annotated[str, text(40)]

ZERO: Point = (0.0, 0.0, 0.0)


class BoneSpec(Written):
    """A frame that primitives hang on. Turns are from upright, not from the parent; places are the parent's."""

    parent: Name | None = Key(default=None, description="bone whose frame the place is in; without, the world's")
    at: Point = Key(default=ZERO, description="place of the bone in its parent's frame")
    turn: Annotated[Mapping[Name, Point], EmptyIsMapping] = Key(
        default={}, description="channel -> degrees of yaw, pitch and roll for each unit of it"
    )
    move: Annotated[Mapping[Name, Point], EmptyIsMapping] = Key(
        default={}, description="channel -> way for each unit of it; `own_` begins a channel that each side has"
    )
    mirror: Flag = Key(default=False, description="whether the right side has one too")
    hangs: Flag = Key(default=False, description="whether it hangs down, whatever its parent does, and swings")


class LimbSpec(Written):
    """Two bones that bend where they must: `NAME.upper`, `NAME.lower` and `NAME.end`, on both sides."""

    parent: Name = Key(description="bone that the joint is in")
    at: Point = Key(description="the joint's place, on her left")
    upper: Size = Key(description="length from the joint to the bend")
    lower: Size = Key(description="length from the bend to the end")
    stretch: Part = Key(default=1.0, description="how much longer both may grow to reach what is far")
    bend: Point = Key(default=(0.0, 0.0, 1.0), description="to where it bends, on her left")
    end: Size = Key(default=0.0, description="length from the end to what touches: a hand's")
    stands: Point | None = Key(default=None, description="where it ends, if not where a hand is put: a foot's place")
    lift: Name | None = Key(default=None, description="channel that moves the joint up")


class MaterialSpec(Written):
    """What a primitive shows, and how it takes light."""

    paint: Annotated[str, choice("paint", tuple(PAINTS))] = Key(default="plain", description="what is drawn on it")
    shine: Part = Key(default=0.06, description="highlights of the key light")
    gloss: Part = Key(default=0.0, description="a studio mirrored in it")
    fuzz: Part = Key(default=0.55, description="soft light at edges, as plush has it")
    rim: Part = Key(default=1.0, description="how much of the lights from behind it takes")
    scatter: Part = Key(default=0.0, description="light under the skin")
    glow: Part = Key(default=0.0, description="how much it shines by itself")
    numbers: Annotated[Mapping[Name, Number], EmptyIsMapping] = Key(default={}, description="numbers of its paint")
    colours: Annotated[Mapping[Name, Colour], EmptyIsMapping] = Key(default={}, description="colours of its paint")


class PrimitiveSpec(Written):
    """One form. Those of one group blend smoothly; a `cone` or `lock` leads through several points."""

    type: Annotated[str, choice("primitive", PRIMITIVES)] = Key(description="its form")
    bone: Name | None = Key(default=None, description="bone that it hangs on; without, the world")
    at: Point = Key(default=ZERO, description="place of its middle")
    points: tuple[Point, ...] = Key(default=(), description="places that a cone or a lock leads through", max_length=8)
    radii: tuple[Size, ...] = Key(default=(), description="its sizes by axis; at each point of a cone or a lock")
    round: Size = Key(default=0.0, description="radius of its edges")
    turn: Point = Key(default=ZERO, description="degrees of yaw, pitch and roll")
    colour: Name = Key(default="", description="one of the figure's colours")
    material: Name = Key(description="one of the figure's materials")
    group: Name | None = Key(default=None, description="what it blends with; without, nothing")
    blend: Size = Key(default=0.0, description="how far it blends with those before it in its group")
    mirror: Flag = Key(default=False, description="whether the right side has one too")
    shadow: Flag = Key(default=True, description="whether it throws a shadow")
    follow: tuple[Number, ...] = Key(default=(), description="how much it swings after, at each point", max_length=8)
    move: Annotated[Mapping[Name, Point], EmptyIsMapping] = Key(
        default={}, description="channel or number of the face -> way for each unit of it"
    )
    strands: Annotated[int, whole(1, 40)] = Key(default=6, description="strands round a lock")
    groove: Part = Key(default=0.4, description="how deep they are cut")
    depth: Size = Key(default=0.0, description="how deep a mouth goes in")
    lips: Size = Key(default=0.0, description="how far lips stand out")

    @model_validator(mode="after")
    def _sizes(self) -> PrimitiveSpec:
        needed = {"ellipsoid": 3, "lid": 3, "box": 3, "torus": 2, "cylinder": 2, "octahedron": 3, "mouth": 0}
        count = needed.get(self.type, len(self.points))
        if len(self.radii) != count:
            raise Fault("BF013", f"{count} radii are needed here, {len(self.radii)} are given", at=("radii",))
        if self.type in ("cone", "lock") and len(self.points) < 2:
            raise Fault("BF013", "a line needs two points or more", at=("points",))
        if self.follow and len(self.follow) != max(len(self.points), 1):
            raise Fault("BF013", "`follow` has one number for each point", at=("follow",))
        return self


class FingerSpec(Written):
    """A finger of her left hand: two or more phalanges from a knuckle on the hand's end bone."""

    at: Point = Key(description="the knuckle's place: x away from the thumb, y out of the back of the hand, z forward")
    lengths: tuple[Size, ...] = Key(description="lengths of its phalanges", min_length=2, max_length=3)
    radii: tuple[Size, ...] = Key(description="radii at knuckle, joints and tip", min_length=3, max_length=4)
    turn: Point = Key(default=ZERO, description="degrees that it points off the hand when it is straight")


class HandShapeSpec(Written):
    """What fingers do, each in turn: degrees at the knuckle, at the joints after it, and sideways."""

    curl: tuple[Number, ...] = Key(description="degrees down at the knuckle")
    bend: tuple[Number, ...] = Key(description="degrees down at each joint after it")
    spread: tuple[Number, ...] = Key(default=(), description="degrees away from the thumb")


class FigureSpec(Written):
    """The figure itself."""

    colours: Mapping[Name, Colour] = Key(description='colours by name, as "#rrggbb" in quotes')
    materials: Mapping[Name, MaterialSpec] = Key(description="materials by name")
    bones: Mapping[Name, BoneSpec] = Key(description="bones by name")
    limbs: Annotated[Mapping[Name, LimbSpec], EmptyIsMapping] = Key(default={}, description="arms and legs by name")
    primitives: tuple[PrimitiveSpec, ...] = Key(description="forms, groups together", max_length=200)
    fingers: tuple[FingerSpec, ...] = Key(default=(), description="fingers of a hand, thumb last", max_length=5)
    finger_colour: Name = Key(default="", description="colour of the fingers")
    finger_material: Name = Key(default="", description="material of the fingers")
    hand_shapes: Annotated[Mapping[Name, HandShapeSpec], EmptyIsMapping] = Key(
        default={}, description="what hands can do, by name"
    )
    arm: Name = Key(default="arm", description="the limb whose ends are hands")
    head: Name = Key(default="head", description="the bone that faces look from")
    face: Annotated[Mapping[Annotated[str, choice("number of the face", FACE)], Number], EmptyIsMapping] = Key(
        default={}, description="the face at rest: what an expression leaves unsaid"
    )
    reach: Point = Key(default=(0.0, 1.1, 0.0), description="the point that cameras look at")

    @model_validator(mode="after")
    def _names(self) -> FigureSpec:
        from beatforge.project.figure_names import first_fault_in_figure

        if (fault := first_fault_in_figure(self)) is not None:
            raise fault
        return self


class BoothSpec(Written):
    """What she stands at: bones and primitives of its own, in the figure's colours and materials."""

    bones: Annotated[Mapping[Name, BoneSpec], EmptyIsMapping] = Key(default={}, description="bones that move")
    primitives: tuple[PrimitiveSpec, ...] = Key(default=(), description="forms", max_length=120)


class HandSpec(Written):
    """Where one hand is and what it does."""

    on: Name | None = Key(default=None, description="bone that the hand goes with; without, the world")
    at: Point = Key(description="where what touches is")
    fingers: Point = Key(description="to where the fingers point")
    back: Point = Key(description="to where the back of the hand looks")
    bend: Point | None = Key(default=None, description="to where the elbow goes")
    shape: Name = Key(description="one of the hand shapes")


class PoseSpec(Written):
    """A whole pose, or what differs from `base`."""

    base: Name | None = Key(default=None, description="pose that this one starts from")
    expression: Name | None = Key(default=None, description="the expression that goes with it")
    channels: Annotated[Mapping[Name, Number], EmptyIsMapping] = Key(default={}, description="channels of the bones")
    left: HandSpec | None = Key(default=None, description="her left hand")
    right: HandSpec | None = Key(default=None, description="her right hand")


class LightSpec(Written):
    """A light from far away."""

    toward: Point = Key(description="to where it is, seen from her")
    colour: Colour = Key(description="its colour")
    power: Part = Key(default=1.0, description="how strong it is")


class ShowSpec(Written):
    """What a theme asks of cuts, cameras and the cues of lights: it makes the plan, and is not drawn."""

    shortest_s: Annotated[float, number(0.5, 600)] = Key(default=3.0, description="shortest scene, in seconds")
    longest_s: Annotated[float, number(0.5, 600)] = Key(default=8.0, description="longest scene, in seconds")
    strobes: Annotated[float, number(0, 1)] = Key(
        default=0.0, description="how strong lights may flash and run; 0 never, and such a theme is safe for events"
    )
    drop_flash_s: Annotated[float, number(0, 2)] = Key(default=0.0, description="seconds of the flash on a drop")
    zoom: Annotated[float, number(0, 1)] = Key(default=0.0, description="how far the camera comes nearer on a drop")
    nudge: Annotated[float, number(0, 1)] = Key(default=0.0, description="how far it comes nearer on a nudge")
    nudge_s: Annotated[float, number(0, 600)] = Key(default=0.0, description="seconds between nudges; 0 for none")
    cameras: Annotated[tuple[Annotated[str, choice("shot", SHOT_KINDS)], ...], EmptyIsList] = Key(
        default=("wide", "medium", "close_up", "left_deck", "right_deck", "hands", "profile", "overhead", "crowd"),
        description="from where she may be seen",
        min_length=2,
    )

    @model_validator(mode="after")
    def _shortest_first(self) -> ShowSpec:
        if self.shortest_s > self.longest_s:
            text = f"shortest_s {self.shortest_s:g} is more than longest_s {self.longest_s:g}"
            raise Fault("BF013", text, at=("shortest_s",))
        return self


class ThemeSpec(Written):
    """Colours and lights of a show."""

    display_name: Annotated[str, text(80)] | None = Key(default=None, description="name for people")
    primary: Colour = Key(description="the theme's first colour")
    accent: Colour = Key(description="the other one")
    stage_low: Colour = Key(description="the stage behind, below")
    stage_high: Colour = Key(description="the stage behind, above")
    key: LightSpec = Key(description="the light that throws shadows")
    fill: LightSpec = Key(description="the light that softens them")
    rim_left: LightSpec = Key(description="light from behind, at the picture's left")
    rim_right: LightSpec = Key(description="light from behind, at the picture's right")
    sky: Colour = Key(description="light from above")
    ground: Colour = Key(description="light from below")
    haze: Part = Key(default=0.0, description="how much beams show in the air")
    stage: Annotated[str, choice("stage", STAGES)] = Key(default="studio", description="where it is: a stage's name")
    energy: Part = Key(default=1.0, description="how much she moves, of usual")
    bob: Part = Key(default=1.0, description="how much her head nods, of usual")
    light: Annotated[float, number(0, 1)] = Key(default=0.7, description="how bright it is where no cue says more")
    show: ShowSpec = Key(default_factory=ShowSpec, description="cuts, cameras and cues of lights")

    @property
    def is_event_safe(self) -> bool:
        """Whether its lights never flash nor run, so that films in it may be shown at events."""
        return not self.show.strobes


Expression = Annotated[Mapping[Annotated[str, choice("number of the face", FACE)], Number], EmptyIsMapping]


class ShownSpec(Written):
    """All of a persona that is seen: the keys of its file that the performer reads."""

    figure: FigureSpec = Key(description="the figure: bones, forms, materials, hands, the face at rest")
    expressions: Mapping[Name, Expression] = Key(description="what differs from the face at rest, by expression")
    poses: Mapping[Name, PoseSpec] = Key(description="whole poses by name")
    gestures: Annotated[Mapping[Name, PoseSpec], EmptyIsMapping] = Key(
        default={}, description="what she does, at its height"
    )
    booth: BoothSpec = Key(default=BoothSpec(), description="what she stands at")
    themes: Annotated[Mapping[Name, ThemeSpec], EmptyIsMapping] = Key(default={}, description="looks of a show")

    @model_validator(mode="after")
    def _names(self) -> ShownSpec:
        from beatforge.project.figure_names import first_fault_in_show

        if (fault := first_fault_in_show(self)) is not None:
            raise fault
        return self
