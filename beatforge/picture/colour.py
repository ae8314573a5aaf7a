"""Colours for the picture room: the mathematics stands where palettes are read, since the director mixes them too."""

from __future__ import annotations

from beatforge.project.colour import Triple as Triple
from beatforge.project.colour import blend as blend
from beatforge.project.colour import from_oklab as from_oklab
from beatforge.project.colour import oklab as oklab
from beatforge.project.colour import rgb as rgb
