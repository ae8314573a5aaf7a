"""The shapes of a person at a pixel: limbs between joints, torso, head, hair, skirt, each with how it faces the light.

In: a row made by `people.body_row`, read by name (`Body`); a place, and where the light comes from. Out: signed
distances (`Form`). Colours and what is painted over what is the affair of `bodies`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from beatforge.picture.shapes import length
from beatforge.picture.subjects.people import BOXES, EXTRAS, POINTS, SIDES
from beatforge.picture.trace import Number, V, clamp, fma, lerp, sel, vmax, vmin

_NAMES = (
    *(f"{point}.{way}" for point in POINTS for way in "xy"),
    *EXTRAS,
    *(f"{part}.{side}" for part in BOXES for side in SIDES),
)
_COLUMNS = {name: column for column, name in enumerate(_NAMES)}


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


class Forms:
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
