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
from beatforge.picture.subjects.anatomy import Body, Form, Forms
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


@dataclass(frozen=True, slots=True)
class Light:
    """Where light comes from: (right, up) of the key, its colour, the rim's colour; `dark` 1 makes silhouettes."""

    towards: tuple[Number, Number]
    key: Colour
    rim: Colour
    dark: Number
    strength: Number


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
    forms = Forms(who, x, y, (0.0, 1.0))
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


class _Painter:
    """Paints a body part by part, from back to front."""

    def __init__(self, g: G, who: Body, x: V, y: V, u: Uniforms, light: Light, share: V) -> None:
        self._g, self._who, self._u, self._light, self._share = g, who, u, light, share
        self._forms = Forms(who, x, y, light.towards)

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
