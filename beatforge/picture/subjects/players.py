"""A band on its stage: a row for each who plays, painted with the instruments before them; a singer seen close.

In: parts with their places (`band_rows`, once a frame); rows and the cutouts `set` and `singer` of `motifs/stage`. Out:
paint in a `G`. How they move is in `bands`, what the instruments look like in `instruments`.
"""

from __future__ import annotations

from collections.abc import Sequence

from beatforge.picture.cutout import is_drawn
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.subjects.bands import OUTFITS, SINGER, played
from beatforge.picture.subjects.bodies import Light, body
from beatforge.picture.subjects.instruments import CYMBAL, SET_LONG
from beatforge.picture.subjects.people import body_row
from beatforge.picture.trace import V, counted, fabs, fma, gate, mix, sel, sinp, smoothstep

_BAND = 150


def band_rows(
    parts: Sequence[Sequence[float]], beats: float, effort: float, half_width: float, back: bool
) -> list[tuple[float, ...]]:
    """A row for each who plays."""
    narrow = min(1.0, half_width / 0.85)
    rows = []
    for nth, (part, x, foot, size) in enumerate(parts):
        made, guitar = played(int(part), beats, effort)
        place = (x * (narrow if x < 5.0 else 1.0), foot)
        clothes = OUTFITS[int(part)]
        size, depth = size * (0.55 + 0.45 * narrow), 0.50 - 0.02 * nth
        rows.append(
            body_row(
                made,
                clothes,
                place,
                size,
                depth=depth,
                ident=_BAND + 10 * nth,
                guitar=guitar,
                microphone=part == SINGER,
                back=back,
            )
        )
    return rows


def player(k: int, under: list[V], x: V, y: V, u: Uniforms, light: Light) -> list[V]:
    """One who plays; after the first two the instruments that stand before them."""
    painted = body(u.lazy_row("band", k), under, x, y, u, light)
    at = counted(k)
    across, up = (x - u.set_x) / (u.set_size * SET_LONG) + 0.5, (y - u.deck + 0.02) / u.set_size
    here = (at > 0.5) & (at < 1.5) & (fabs(across - 0.5) < 0.5) & (fabs(up - 0.5) < 0.5)

    def instruments() -> list[V]:
        g = G.of(painted)
        p = u.cutout("set", across, up)
        brass = fabs(p.ident - float(CYMBAL)) < 0.5
        wood = mix(mix(u.role("ink"), u.role("near"), 0.4), mix(u.role("accent"), u.role("sun"), 0.5), p.tone * 0.75)
        shade = mix(wood, u.role("sun"), sel(brass, fma(u.pulse, 0.3, 0.5), 0.0))
        g.paint(p.coverage, shade, 0.46, p.ident + 90.0, 0.1, sel(brass, 0.4, 0.0))
        return g.values()

    return gate(here, instruments, painted)


def close_singer(g: G, x: V, y: V, u: Uniforms) -> None:
    """A singer close by, breathing with the bar."""
    size = 1.08
    lean = sinp(u.bar_phase * 0.5) * 0.012 + sinp(u.beat_phase * 0.5) * 0.004
    right, up = x - 0.16 - lean * (y + 0.5), y + 0.60 - fma(u.pulse, 0.004, 0.0)
    across, high = right / size + 0.5, up / size
    here = (fabs(across - 0.5) < 0.5) & (high < 1.0) & is_drawn(u, "singer", across, high)
    g.layer(here, lambda inner: _standing_by(inner, across, high, right, lean, u))


def _standing_by(g: G, across: V, high: V, right: V, lean: V, u: Uniforms) -> None:
    p = u.cutout("singer", across, high)
    skin = fabs(p.ident - 10.0) < 0.5
    cloth = [sel(skin, one, other) for one, other in zip(
        mix(u.role("near"), u.role("accent"), 0.35), mix(u.role("ink"), u.role("near"), 0.5), strict=True)]  # fmt: skip
    lit = smoothstep(0.12, 0.9, p.tone)
    hot = mix(mix(u.role("accent"), u.role("sun"), 0.5), u.role("accent2"), smoothstep(0.1, -0.3, right))
    shade = mix(cloth, hot, lit * fma(u.pulse, 0.12, 0.85))
    g.paint(p.coverage, shade, 0.08, p.ident + 30.0, 0.25, lit * 0.3, drift=(lean, 0.0))
