"""Where every number of a frame lies: one array of floats that holds the frame's own numbers, the materials' rows and
the primitives' rows. The rig writes it, the kernel reads it; names here are the only ones both know.
"""

from __future__ import annotations

_PLAIN = ("phase", "casters", "shadow_steps", "width", "height", "tangent", "pixel")
_VECTORS = ("eye", "forward", "right", "up", "key", "fill", "rim_left", "rim_right")
_COLOURS = ("key", "fill", "rim_left", "rim_right", "sky", "ground", "primary", "accent")
_LEVELS = ("low", "mid", "high", "meter_left", "meter_right")

FRAME = (
    *_PLAIN,
    *(f"{name}_{axis}" for name in _VECTORS for axis in "xyz"),
    *(f"{name}_{channel}" for name in _COLOURS for channel in "rgb"),
    *_LEVELS,
)
"""Numbers of the frame: camera, lights, the theme's two colours, and how loud what is (0..1)."""

PLACE = {name: place for place, name in enumerate(FRAME)}

MATERIALS_AT, MATERIAL, MATERIALS_MAX = 64, 96, 96
"""Where the materials' table begins, the numbers of a row, and how many rows there may be."""

PAINT, SHINE, GLOSS, FUZZ, RIM, SCATTER, GLOW = range(7)
"""Numbers of a material's row: which paint, and how it takes light."""

MATERIAL_FRAME, MATERIAL_NUMBERS = 8, 20
"""Its bone's inverse frame (3 x 4), and the numbers of its paint."""

PRIMITIVES_AT, PRIMITIVE, PRIMITIVES_MAX = MATERIALS_AT + MATERIAL * MATERIALS_MAX, 48, 320

KIND, GROUP, HALF_OVER_BLEND, BLEND, CENTRE, REACH, FRAME_AT, SIZE, EXTRA = 0, 1, 2, 3, 4, 7, 8, 20, 24
"""Numbers of a primitive's row; `REACH` is its bounding sphere's radius, grown by its group's blend."""

BULGE = 32
"""How far a lock's stretch bends from its chord, at its middle."""

SPARE = 35
"""How far its group's blend may draw a form out."""

COLOUR, OF_MATERIAL, CASTS = 40, 43, 44

START, ALONG, INVERSE_SQUARE, RADIUS, GROWTH = 8, 11, 14, 15, 16
"""A round cone's own: where it starts, the way along it, 1 / length squared, radius there, and how that grows."""

STRAND_X, STRAND_Y, STRAND_AT, STRAND_LENGTH, STRAND_COUNT, STRAND_DEPTH, STRAND_PHASE = 17, 24, 27, 28, 29, 30, 31
"""A lock's own: two ways across it, how far along its lock it starts, how long it is in it, how many strands go round
it, how deep they are cut, and a number of its own."""

KINDS = ("ellipsoid", "cone", "box", "torus", "cylinder", "octahedron", "lid", "mouth", "lock")

LID_NUMBERS = ("top", "slant", "top_bow", "bottom", "bottom_bow", "shift")
"""Of the opening in a lid, in the lid's own unit sphere; they begin at `EXTRA`."""

MOUTH_NUMBERS = ("x", "y", "width", "smile", "smirk", "open", "upper", "round", "depth", "lips")
"""Of a mouth, in head units; they begin at `SIZE`."""

TOTAL = PRIMITIVES_AT + PRIMITIVE * PRIMITIVES_MAX

COLOUR_PLANE, MATTER_PLANE, DONE_COLOUR, DONE_MATTER, STARTS, TILES, LISTS, CASTERS, SCRATCH = range(9)
"""Slots of the kernel's table. Tiles: (offset into the lists, count, near, far) each. Casters: `CASTER` numbers,
`PRIMITIVES_MAX` of each, one kind after the other."""

CASTER = 8
"""Numbers of a caster: where its line starts (3), the way along it (3; none for what is round), how thick it is, and
its index."""

TILE = 16
"""Pixels of a tile's side; a tile has a list of primitives."""

AO_REACH = 0.12
"""How far beyond its own bound a primitive darkens others."""

DEPTH_SPAN = 16.0
"""Distance that the depth of the matter plane counts to, in figure units."""
