"""People in the picture: a row made by `people.body_row` painted as limbs that are round and lit from one side.

Each garment is one smooth shape whose roundness catches a key light on one side and a rim of another colour on the
other. Limbs are soft-edged strokes between joints; nothing is drawn outside the bounds that the row tells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.shapes import length
from beatforge.picture.subjects.people import BOXES, EXTRAS, POINTS, SIDES
from beatforge.picture.trace import (
    Colour,
    Number,
    V,
    as_float,
    clamp,
    fma,
    gate,
    lerp,
    mix,
    sel,
    smoothstep,
    vmax,
    vmin,
)

HAIR, SKIN, TOP, LOW, WOOD = range(5)
"""Identities are the row's own and these."""

_NAMES = (
    *(f"{point}.{way}" for point in POINTS for way in "xy"),
    *EXTRAS,
    *(f"{part}.{side}" for part in BOXES for side in SIDES),
)
_COLUMNS = {name: column for column, name in enumerate(_NAMES)}


@dataclass(frozen=True, slots=True)
class Light:
    """Where light comes from: (right, up) of the key, its colour, the rim's colour; `dark` 1 makes silhouettes."""

    towards: tuple[Number, Number]
    key: Colour
    rim: Colour
    dark: Number
    strength: Number


@dataclass(frozen=True, slots=True)
class Form:
    """A signed distance, and how far its surface is turned to the light: -1 away .. 1 towards."""

    far: V
    facing: V


class Body:
    """The numbers of a row by name, each loaded where it is used."""

    def __init__(self, row: Sequence[V]) -> None:
        self._row = row

    def __getattr__(self, name: str) -> V:
        return self._row[_COLUMNS[name]]

    def at(self, point: str) -> tuple[V, V]:
        return self._row[_COLUMNS[f"{point}.x"]], self._row[_COLUMNS[f"{point}.y"]]

    def within(self, part: str, x: V, y: V, near: Number) -> V:
        """Where a part may be, or something `near` to it."""
        left, right, low, high = (self._row[_COLUMNS[f"{part}.{side}"]] for side in SIDES)
        return (x > left - near) & (x < right + near) & (y > low - near) & (y < high + near)


def body(row: Sequence[V], under: list[V], x: V, y: V, u: Uniforms, light: Light, mirror: Number = 0.0) -> list[V]:
    """The pixel's values with the person of `row` painted over what is farther in `under`; for `loop`. `mirror`: how
    clearly the ground shows them upside down."""
    who = Body(row)
    over = fma(who.ground - y, 2.0, y)
    is_mirrored = (y < who.ground) & (as_float(mirror) > 0.0)
    seen_y = sel(is_mirrored, over, y)
    share = sel(is_mirrored, clamp(fma((over - who.ground) / who.size, -1.1, 1.0)) * mirror, 1.0)
    here = (x > who.left) & (x < who.right) & (seen_y > who.low) & (seen_y < who.high) & (under[3] > who.depth - 0.02)

    def painted() -> list[V]:
        g = G.of(under)
        _Painter(g, who, x, seen_y, u, light, share).paint()
        return g.values()

    return gate(here, painted, under)


def silhouette(row: Sequence[V], x: V, y: V, near: Number) -> V:
    """The signed distance of the person of `row` (for shadows), without hair and clothes that stand off; 1 farther away
    than `near`."""
    who = Body(row)
    forms = _Forms(who, x, y, (0.0, 1.0))
    parts: list[tuple[V, Callable[[], Form]]] = [
        *((who.within(f"leg_{side}", x, y, near), partial(forms.leg, side)) for side in "lr"),
        *((who.within(f"arm_{side}", x, y, near), partial(forms.arm, side)) for side in "lr"),
        (who.within("trunk", x, y, near), forms.torso),
        (who.within("head", x, y, near), forms.head),
        (who.skirt > 0.01, forms.skirt),
    ]
    far = as_float(1.0)
    for here, form in parts:
        far = gate(here, partial(_nearer, far, form), [far])[0]
    return far


def _nearer(far: V, form: Callable[[], Form]) -> list[V]:
    return [vmin(far, form().far)]


class _Forms:
    """The shapes of a body at a pixel."""

    def __init__(self, who: Body, x: V, y: V, towards: tuple[Number, Number]) -> None:
        self.who, self.x, self.y, self.towards = who, x, y, towards

    def limb(self, start: tuple[V, V], end: tuple[V, V], wide: Number, narrow: Number) -> Form:
        """A stroke from joint to joint, radii in heights of the person."""
        size = self.who.size
        x, y, dx, dy = self.x - start[0], self.y - start[1], end[0] - start[0], end[1] - start[1]
        along = clamp((x * dx + y * dy) / vmax(dx * dx + dy * dy, 1e-7))
        aside, above = x - along * dx, y - along * dy
        radius = fma(along, (narrow - wide) * size, wide * size)
        facing = fma(aside, self.towards[0], above * self.towards[1]) / vmax(radius, 1e-5)
        return Form(length(aside, above) - radius, facing)

    def joined(self, first: Form, *others: Form, soft: float = 0.022) -> Form:
        """One skin over several forms."""
        reach = self.who.size * soft
        for other in others:
            part = clamp(fma((other.far - first.far) / reach, 0.5, 0.5))
            dip = part * (1.0 - part) * reach
            first = Form(lerp(other.far, first.far, part) - dip, lerp(other.facing, first.facing, part))
        return first

    def leg(self, side: str) -> Form:
        who = self.who
        hip, knee, foot, toe = (who.at(f"{joint}_{side}") for joint in ("hip", "knee", "foot", "toe"))
        calf = lerp(knee[0], foot[0], 0.32), lerp(knee[1], foot[1], 0.32)
        round_ = vmax(who.cuff, 0.034)
        parts = [self.limb(hip, knee, 0.056, 0.036), self.limb(knee, calf, 0.036, round_)]
        parts += [self.limb(calf, foot, round_, who.cuff * 0.9), self.limb(foot, toe, 0.024, 0.014)]
        return self.joined(*parts, soft=0.004)

    def arm(self, side: str) -> Form:
        shoulder, elbow, hand = (self.who.at(f"{joint}_{side}") for joint in ("shoulder", "elbow", "hand"))
        wrist = lerp(elbow[0], hand[0], 0.8), lerp(elbow[1], hand[1], 0.8)
        upper, fore = self.limb(shoulder, elbow, 0.034, 0.025), self.limb(elbow, wrist, 0.026, 0.015)
        return self.joined(upper, fore, self.limb(wrist, hand, 0.019, 0.014), soft=0.004)

    def pelvis(self) -> Form:
        """Between the legs and up to the belt; lit like a barrel, not like a ball."""
        left, right, waist = (self.who.at(name) for name in ("hip_l", "hip_r", "waist"))
        middle = (left[0] + right[0]) * 0.5
        belt = lerp(middle, waist[0], 0.6), lerp((left[1] + right[1]) * 0.5, waist[1], 0.6)
        shape = self.joined(self.limb(left, right, 0.052, 0.052), self.limb(belt, belt, 0.056, 0.056), soft=0.03)
        across = (self.x - middle) / (self.who.size * 0.115)
        belt_y = lerp((left[1] + right[1]) * 0.5, waist[1], 0.85)
        return Form(vmax(shape.far, self.y - belt_y), clamp(across * self.towards[0], -1.0, 1.0))

    def torso(self) -> Form:
        who = self.who
        left, right, waist, neck = (who.at(name) for name in ("shoulder_l", "shoulder_r", "waist", "neck"))
        middle = (who.at("hip_l")[0] + who.at("hip_r")[0]) * 0.5, (who.at("hip_l")[1] + who.at("hip_r")[1]) * 0.5
        chest = lerp(neck[0], waist[0], 0.38), lerp(neck[1], waist[1], 0.38)
        ribs = self.joined(self.limb(chest, waist, 0.083, 0.062), self.limb(waist, middle, 0.061, 0.064), soft=0.03)
        return self.joined(ribs, self.limb(left, right, 0.030, 0.030), soft=0.05)

    def head(self) -> Form:
        head, neck = self.who.at("head"), self.who.at("neck")
        chin = lerp(neck[0], head[0], 0.62), lerp(neck[1], head[1], 0.62)
        skull = self.limb((head[0], head[1] + self.who.size * 0.012), chin, 0.055, 0.037)
        return self.joined(skull, self.limb(neck, chin, 0.027, 0.024), soft=0.012)

    def hair(self) -> Form:
        """A cap of hair that leaves the face free."""
        who, (hx, hy), (fx, fy) = self.who, self.who.at("head"), self.who.at("face")
        top = hy + who.size * 0.019
        cap = self.limb((hx, top), (hx, top + 1e-4), 0.057 * who.crown, 0.057 * who.crown)
        bare = self.limb((fx, fy + who.size * 0.012), (fx, fy - who.size * 0.03), 0.044, 0.040)
        whole = self.limb((hx, top), (hx, hy - who.size * 0.045), 0.057 * who.crown, 0.045)
        back = who.back > 0.5
        return Form(sel(back, whole.far, vmax(cap.far, 0.0 - bare.far)), cap.facing * 0.7)

    def hanging_hair(self) -> Form:
        """What falls or stands from the head, behind it."""
        who, (hx, hy) = self.who, self.who.at("head")
        return self.limb((hx, hy + who.size * 0.012), (who.tail_x, who.tail_y), 0.056, who.tail_wide)

    def eyes(self) -> V:
        """How far from the nearest eye or the mouth."""
        (fx, fy), size = self.who.at("face"), self.who.size
        across, up = self.x - fx, self.y - fy
        sides = vmax(across, 0.0 - across)
        eye = length(sides - size * 0.017, (up - size * 0.002) * 1.4) - size * 0.0056
        mouth = length(vmax(sides - size * 0.008, 0.0), (up + size * 0.033) * 1.3) - size * 0.0036
        return vmin(eye, mouth)

    def skirt(self) -> Form:
        """Cloth from the waist to a hem; nothing where there is none."""
        who = self.who
        waist = who.at("waist")
        top, low = waist[1] + who.size * 0.01, (who.hem_ly + who.hem_ry) * 0.5
        part = clamp((top - self.y) / vmax(top - low, 1e-4))
        spread = part * fma(part, -0.45, 1.45)
        left = lerp(waist[0] - who.size * 0.062, who.hem_lx, spread)
        right = lerp(waist[0] + who.size * 0.062, who.hem_rx, spread)
        middle, half = (left + right) * 0.5, vmax((right - left) * 0.5, 1e-4)
        across = (self.x - middle) / half
        hem = low + who.size * 0.018 * across * across
        far = vmax((vmax(across, 0.0 - across) - 1.0) * half * 0.9, vmax(self.y - top, hem - self.y))
        facing = clamp(across, -1.0, 1.0) * self.towards[0]
        return Form(sel(who.skirt > 0.01, far, 1.0), facing)


class _Painter:
    """Paints a body part by part, from back to front."""

    def __init__(self, g: G, who: Body, x: V, y: V, u: Uniforms, light: Light, share: V) -> None:
        self._g, self._who, self._u, self._light, self._share = g, who, u, light, share
        self._forms = _Forms(who, x, y, light.towards)

    def paint(self) -> None:
        who, u, forms = self._who, self._u, self._forms
        skin = mix(u.role("ink"), mix(u.role("sun"), u.role("accent"), 0.18), fma(who.skin, 0.65, 0.30))
        low = self._cloth(who.low_hue, who.low_pale, who.low_dark)
        top = self._cloth(who.top_hue, who.top_pale, who.top_dark)
        bare = sel(who.skirt > 0.01, 1.0, 0.0)
        legs = mix(low, skin, bare)
        strands = mix(u.role("ink"), mix(u.role("accent"), u.role("sun"), 0.5), who.hair * 0.8)

        def headed() -> None:
            self._lay(forms.head(), skin, SKIN)
            seen = sel((who.size > 0.3) & (who.back < 0.5), 1.0, 0.0)
            self._g.tint(mix(skin, u.role("ink"), 0.75), u.cover(forms.eyes()) * self._share * seen)
            self._lay(forms.hair(), strands, HAIR)

        self._within("tail", lambda: self._lay(forms.hanging_hair(), strands, HAIR))
        self._within("trunk", lambda: self._lay(forms.torso(), top, TOP))
        for side in "lr":
            self._within(f"leg_{side}", partial(self._leg, side, legs))
        self._within("trunk", lambda: self._lay(forms.pelvis(), low, LOW))
        self._where(who.skirt > 0.01, lambda: self._lay(forms.skirt(), low, LOW))
        self._within("head", headed)
        self._where(who.guitar > 0.0, self._guitar)
        for side in "lr":
            self._within(f"arm_{side}", partial(self._arm, side, top, skin))
        self._where((who.microphone > 0.5) & (who.back < 0.5), self._microphone)

    def _within(self, part: str, paint: Callable[[], None]) -> None:
        """Paint where that part of the body may be."""
        self._where(self._who.within(part, self._forms.x, self._forms.y, self._u.px), paint)

    def _where(self, mask: V, paint: Callable[[], None]) -> None:
        """Paint where the mask holds."""
        whole = self._g

        def inside(inner: G) -> None:
            self._g = inner
            paint()

        whole.layer(mask, inside)
        self._g = whole

    def _leg(self, side: str, cloth: Colour) -> None:
        self._lay(self._forms.leg(side), cloth, LOW)

    def _arm(self, side: str, cloth: Colour, skin: Colour) -> None:
        bare = self._bare(side)
        self._lay(self._forms.arm(side), mix(cloth, skin, bare), fma(bare, float(SKIN - TOP), float(TOP)))

    def _bare(self, side: str) -> V:
        """1 below the elbow, where no sleeve is."""
        forms = self._forms
        (ex, ey), (hx, hy) = self._who.at(f"elbow_{side}"), self._who.at(f"hand_{side}")
        (sx, sy) = self._who.at(f"shoulder_{side}")
        lower = (forms.x - ex) * (hx - ex) + (forms.y - ey) * (hy - ey)
        upper = (forms.x - ex) * (sx - ex) + (forms.y - ey) * (sy - ey)
        return sel(lower > upper, 1.0, 0.0)

    def _cloth(self, hue: V, pale: V, dark: V) -> list[V]:
        u = self._u
        dyed = mix(mix(u.role("accent"), u.role("accent2"), hue), u.role("paper"), pale)
        return mix(dyed, u.role("ink"), dark)

    def _guitar(self) -> None:
        """A guitar before the body, or behind it where we see their back."""
        who, forms, u = self._who, self._forms, self._u
        middle, end = (who.body_x, who.body_y), (who.neck_x, who.neck_y)
        dx, dy = end[0] - middle[0], end[1] - middle[1]
        upper = middle[0] + dx * 0.20, middle[1] + dy * 0.20
        tail = middle[0] - dx * 0.06, middle[1] - dy * 0.06
        shape = forms.joined(forms.limb(tail, tail, 0.078, 0.078), forms.limb(upper, upper, 0.060, 0.060), soft=0.02)
        hidden = sel(who.back > 0.5, 0.0 - vmin(forms.torso().far, forms.pelvis().far), -1.0)
        varnish = mix(u.role("accent"), u.role("accent2"), 1.0 - who.top_hue)
        wood = mix(u.role("sun"), u.role("ink"), 0.45)
        strings = forms.limb(tail, end, 0.006, 0.004)
        parts = ((forms.limb(middle, end, 0.014, 0.010), wood), (shape, varnish), (strings, u.role("paper")))
        for form, colour in parts:
            self._lay(Form(sel(who.guitar > 0.0, vmax(form.far, hidden), 1.0), form.facing), colour, WOOD)

    def _microphone(self) -> None:
        """A microphone in the right hand, held up to the mouth."""
        who, forms, u = self._who, self._forms, self._u
        (hx, hy), (fx, fy) = who.at("hand_r"), who.at("face")
        end = (lerp(hx, fx, 0.75), lerp(hy, fy - who.size * 0.03, 0.75))
        has = (who.microphone > 0.5) & (who.back < 0.5)
        for form, colour in (
            (forms.limb((hx, hy - who.size * 0.02), end, 0.010, 0.012), u.role("ink")),
            (forms.limb(end, end, 0.022, 0.022), mix(u.role("mid"), u.role("paper"), 0.5)),
        ):
            self._lay(Form(sel(has, form.far, 1.0), form.facing), colour, WOOD)

    def _lay(self, form: Form, cloth: Colour, part: Number) -> None:
        # a part is nowhere in most of its box
        self._where(form.far < self._u.px * 2.5, lambda: self._shaded(form, cloth, part))

    def _shaded(self, form: Form, cloth: Colour, part: Number) -> None:
        light, u, who = self._light, self._u, self._who
        shade = mix(cloth, u.role("ink"), clamp(fma(smoothstep(0.9, -0.9, form.facing), 0.35, light.dark)))
        lit = smoothstep(-0.1, 1.05, form.facing) * light.strength
        shade = mix(shade, light.key, lit * 0.75)
        edge = smoothstep(-0.5, -1.0, form.facing) * light.strength
        shade = mix(shade, light.rim, edge * 0.7)
        ident = who.ident + sel(who.size > 0.22, part, 0.0)
        drift = (who.drift_x, who.drift_y)
        self._g.paint(
            u.cover(form.far) * self._share, shade, who.depth, ident, 0.25, vmax(lit, edge) * 0.3, drift=drift
        )
