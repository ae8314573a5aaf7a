"""The ten colours of a scene, mixed from what its style, its words and its weight in the film ask for.

In: colours as "rrggbb" by `ROLES`; out: the same, rounded here once. Nothing is looked up: names are the director's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from beatforge.project.colour import code_of, enriched, leaned, rgb, toned
from beatforge.project.vocabulary import ROLES

Colours = tuple[str, ...]

GROUNDS = ("sky_top", "sky_low", "sun", "far", "mid", "near")
"""What the light falls on; the others belong to the subject, the paper and the hand."""

STYLE_SHARE = 0.25
"""How much of the style's own grounds stays under a light that was asked for: night is not the same night in each."""

TINT_SHARE = 0.45
"""How far the style's grounds go towards a light that was only suggested."""

LEANS = {"sky_top": 0.4, "sky_low": 0.75, "sun": 0.4, "far": 0.7, "mid": 0.65, "near": 0.5, "accent2": 0.3}
"""How far each role takes on the hue of a colour that was named; the subject keeps its own, to be told from it."""

APART = 0.2
"""How far (of 0..1 in one of red, green and blue) an accent stands off its grounds at least."""


@lru_cache(maxsize=512)
def lit(style: Colours, light: Colours) -> Colours:
    """The style's colours in a light that was asked for: paper and ink stay, the accent too where it still shows."""
    return _moved(style, light, 1.0 - STYLE_SHARE)


@lru_cache(maxsize=512)
def tinted(style: Colours, light: Colours) -> Colours:
    """The style's colours with a touch of a light that nobody asked for."""
    return _moved(style, light, TINT_SHARE)


@lru_cache(maxsize=512)
def coloured(colours: Colours, named: str, share: float) -> Colours:
    """The colours, as light as before, leaning towards one that was named; `share` 0..1 of how far they may."""
    return tuple(
        code_of(leaned(rgb(code), rgb(named), LEANS[role] * share)) if role in LEANS else code
        for role, code in zip(ROLES, colours, strict=True)
    )


@lru_cache(maxsize=512)
def strengthened(colours: Colours, factor: float) -> Colours:
    """Stronger or fainter colours of the same lightness; paper and ink stay."""
    return tuple(
        code if role in ("paper", "ink") else code_of(enriched(rgb(code), factor))
        for role, code in zip(ROLES, colours, strict=True)
    )


def _moved(style: Colours, light: Colours, part: float) -> Colours:
    own, other = dict(zip(ROLES, style, strict=True)), dict(zip(ROLES, light, strict=True))
    mixed = {role: code_of(toned(rgb(own[role]), rgb(other[role]), part)) for role in GROUNDS}
    grounds = [mixed["sky_low"], mixed["mid"], mixed["near"]]
    accent = _standing_off((own["accent"], other["accent"]), grounds)
    second = _standing_off((own["accent2"], other["accent2"], other["accent"]), [*grounds, accent])
    return tuple({**own, **mixed, "accent": accent, "accent2": second}[role] for role in ROLES)


def _standing_off(codes: Sequence[str], grounds: Sequence[str]) -> str:
    """The first of the colours that stands off the grounds far enough; else the one that stands off them farthest."""
    far = [code for code in codes if _off(code, grounds) >= APART]
    return far[0] if far else max(codes, key=lambda code: _off(code, grounds))


def _off(code: str, grounds: Sequence[str]) -> float:
    """How far a colour stands off the nearest of the grounds."""
    return min(max(abs(a - b) for a, b in zip(rgb(code), rgb(ground), strict=True)) for ground in grounds)
