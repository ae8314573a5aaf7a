"""The words that the language and the renderer share: roles of colours, conditions, channels, features of the music."""

from __future__ import annotations

ROLES = ("sky_top", "sky_low", "sun", "far", "mid", "near", "accent", "accent2", "paper", "ink")
"""What a palette's ten colours are for; motifs and media ask for a role, never for a colour."""

CONDITIONS = ("rain", "mist", "stars", "wind", "crowd", "birds")
"""What words can put into a picture, each 0..100; a motif uses those that make sense for it."""

CHANNELS = ("pulse", "glow", "swell")
"""What the music can move: `pulse` sizes and flashes, `glow` lights, `swell` motion. A style maps features to them."""

FEATURES = ("beat", "bass", "mid", "high", "onset", "energy")
"""What in the music a channel can follow."""
