"""What a motif hands to a medium, pixel by pixel: colour, depth, identity, stroke direction, emission.

Packed into two 32-bit words: colour r11 g11 b10, matter depth12 ident8 emission6 direction6. Media find lines where
`ident` changes, haze and line weight in `depth`, glow and bare paper in `emission`, brush strokes in `direction`.
A third word, for media whose strokes stick to things, is the anchor: where in its own, unmoved world a pixel's thing
is, x16 y16 in eighths of a point, over and over every 8192 points. A motif tells it as `drift`, the way in scene units
that a thing has moved from where it is anchored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from beatforge.picture.trace import Colour, Number, V, as_float, clamp, executor, fma, gate, lerp, mix, screen, sel

ANCHOR_STEPS = 8
"""Parts of a point that an anchor tells."""

Drift: TypeAlias = Sequence[Number]
"""(right, up) in scene units."""

STILL = (0.0, 0.0)

SKY, SUN = 0, 1
"""Identities every motif shares: what is at infinity, and the light in it. Others are the motif's own, 2..255."""


class G:
    """One pixel's paint while a motif lays thing over thing, far ones first."""

    __slots__ = ("colour", "depth", "direction", "drift", "emission", "ident")

    def __init__(
        self,
        colour: Colour,
        depth: Number = 1.0,
        ident: Number = SKY,
        direction: Number = 0.0,
        emission: Number = 0.0,
        drift: Drift = STILL,
    ) -> None:
        self.colour = [as_float(channel) for channel in colour]
        self.depth, self.ident = as_float(depth), as_float(ident)
        self.direction, self.emission = as_float(direction), as_float(emission)
        self.drift = [as_float(way) for way in drift]

    def paint(
        self,
        coverage: V,
        colour: Colour,
        depth: Number,
        ident: Number,
        direction: Number = 0.0,
        emission: Number = 0.0,
        drift: Drift = STILL,
    ) -> None:
        """Lay a thing over all. `coverage` 0..1, depth 1 far .. 0; direction in turns, `drift` right and up."""
        covered = coverage > 0.5
        self.colour = mix(self.colour, colour, coverage)
        self.depth, self.ident = sel(covered, depth, self.depth), sel(covered, ident, self.ident)
        self.direction = sel(covered, direction, self.direction)
        self.drift = [sel(covered, way, old) for way, old in zip(drift, self.drift, strict=True)]
        self.emission = lerp(self.emission, emission, coverage)

    def tint(self, colour: Colour, amount: Number) -> None:
        """Change colour only (haze, cast shadow, reflected sky)."""
        self.colour = mix(self.colour, colour, amount)

    def light(self, colour: Colour, amount: Number) -> None:
        """Add light that does not hide what is behind it (sun glow, beams, fireflies)."""
        self.colour = screen(self.colour, colour, amount)
        self.emission = clamp(fma(amount, 0.6, self.emission))

    def layer(self, mask: V, draw: Callable[[G], None]) -> None:
        """Let `draw` paint, but only where its bounds `mask` hold; blocks of pixels outside cost nothing.

        The bounds must be sure, else a crest is cut off.
        """

        def drawn() -> list[V]:
            inner = G.of(self.values())
            draw(inner)
            return inner.values()

        self.become(gate(mask, drawn, self.values()))

    def values(self) -> list[V]:
        """All nine values, for `loop` and `gate`: r g b depth ident direction emission drift_x drift_y."""
        return [*self.colour, self.depth, self.ident, self.direction, self.emission, *self.drift]

    @staticmethod
    def of(values: list[V]) -> G:
        """The pixel that `values` told."""
        return G(values[:3], values[3], values[4], values[5], values[6], values[7:9])

    def become(self, values: list[V]) -> None:
        """Be the pixel that `values` told."""
        self.colour = list(values[:3])
        self.depth, self.ident, self.direction, self.emission = values[3:7]
        self.drift = list(values[7:9])


def pack_colour(colour: Colour) -> V:
    """A colour in one word."""
    return _together(_bits(colour[0], 11, 0), _bits(colour[1], 11, 11), _bits(colour[2], 10, 22))


def unpack_colour(word: V) -> list[V]:
    return [part(word, 0, 11), part(word, 11, 11), part(word, 22, 10)]


def pack_matter(pixel: G) -> V:
    """Depth, identity, emission and direction in one word."""
    run = executor()
    ident = run.binary("shl", run.to_int(clamp(pixel.ident, 0.0, 255.0)), run.constant(12, "i"))
    return _together(_bits(pixel.depth, 12, 0), ident, _bits(pixel.emission, 6, 20), _bits(pixel.direction, 6, 26))


def pack_anchor(pixel: G, x: V, y: V) -> V:
    """Where the pixel's thing is in its own world, of scene coordinates (x, y)."""
    right = _eighths(x - pixel.drift[0])
    down = _eighths(pixel.drift[1] - y)
    run = executor()
    return _together(right, run.binary("shl", down, run.constant(16, "i")))


def _eighths(way: V) -> V:
    """Scene units as eighths of a point, the lowest 16 bits; the origin lies in the middle."""
    run = executor()
    whole = run.to_int(clamp(fma(way, 720.0 * ANCHOR_STEPS, 64.5 * 65536.0 + 0.5), 0.0, 16777215.0))
    return run.binary("and", whole, run.constant(0xFFFF, "i"))


def anchor_of(word: V) -> tuple[V, V]:
    """The anchor in points to the right and down, 0 .. 8192."""
    return field(word, 0, 16) * (1.0 / ANCHOR_STEPS), field(word, 16, 16) * (1.0 / ANCHOR_STEPS)


def depth_of(matter: V) -> V:
    return part(matter, 0, 12)


def ident_of(matter: V) -> V:
    """The identity as a float 0..255."""
    return field(matter, 12, 8)


def emission_of(matter: V) -> V:
    return part(matter, 20, 6)


def direction_of(matter: V) -> V:
    return part(matter, 26, 6)


def pack(parts: Sequence[tuple[Number, int]]) -> V:
    """Values 0..1 packed with so many bits each, lowest first; a medium's own words."""
    words, shift = [], 0
    for value, width in parts:
        words.append(_bits(value, width, shift))
        shift += width
    assert shift <= 32, "a word has 32 bits"
    return _together(*words)


def part(word: V, shift: int, width: int) -> V:
    """A packed value 0..1."""
    return field(word, shift, width) * (1.0 / ((1 << width) - 1))


def _bits(value: Number, width: int, shift: int) -> V:
    run = executor()
    whole = run.to_int(fma(clamp(as_float(value)), float((1 << width) - 1), 0.5))
    return run.binary("shl", whole, run.constant(shift, "i")) if shift else whole


def field(word: V, shift: int, width: int) -> V:
    """Some bits of a word as a whole number."""
    run = executor()
    low = run.binary("lshr", word, run.constant(shift, "i")) if shift else word
    if shift + width < 32:
        low = run.binary("and", low, run.constant((1 << width) - 1, "i"))
    return run.to_float(low)


def _together(first: V, *others: V) -> V:
    for other in others:
        first = executor().binary("or", first, other)
    return first
