"""The words that the language and the renderer share: roles of colours, conditions, channels, features of the music."""

from __future__ import annotations

ROLES = ("sky_top", "sky_low", "sun", "far", "mid", "near", "accent", "accent2", "paper", "ink")
"""What a palette's ten colours are for; motifs and media ask for a role, never for a colour."""

CONDITIONS = ("rain", "snow", "mist", "stars", "wind", "blossom", "crowd", "birds")
"""What words can put into a picture, each 0..100; a motif uses those that make sense for it."""

CHANNELS = ("pulse", "glow", "swell", "burst", "shift")
"""What the music can move: `pulse` sizes, `glow` lights, `swell` motion, `burst` great moments, `shift` colours.

A style maps features to them."""

EVENTS = ("beat", "bar", "drop", "word")
"""Moments in the music: 1 when they happen, fading after."""

FEATURES = (*EVENTS, "bass", "mid", "high", "onset", "energy", "section")
"""What in the music a channel can follow; `section` grows from 0 to 1 through the part of the song."""

STEM_FEATURES = {"vocals": "vocals", "drums": "drums", "bassline": "bass", "other": "other"}
"""What of a song's stems a channel can follow -> the stem's own name; `bass` is the low end of the whole song."""

MARKS = ("size", "line", "edge", "tones", "grain", "bloom", "wobble", "border")
"""What of a medium can be set, each 1 as it usually is: size of strokes, dots or cells; weight of lines; darkness of
edges; number of flat tones; roughness of paper or film; light that bleeds; unsteadiness of the hand; width of the
bare rim. A medium's file says which of them it has."""

GRADES = ("exposure", "contrast", "saturation", "warmth", "fade", "vignette", "grain")
"""What a grade can do to finished colours; see `grades` for the ranges."""

VIEWS = ("far", "near", "low", "high")
"""From where a composition looks: a wide view, a close one, from near the ground, from above."""

ACTIONS = ("idle_bob", "deck_scratch_L", "deck_scratch_R", "crossfader_hit", "drop_reaction", "spotlight_presentation")
"""What a performer can do; the first is what is done where nothing else is."""

LIGHT_CUES = ("wash", "flash", "chase", "spot", "dim")
"""What lights can do: stay as the theme has them, rise at once and fall, run along the stage, leave only the performer
in light, go down."""

SHOT_KINDS = (
    "wide", "medium", "close_up", "left_deck", "right_deck", "hands", "profile", "low", "overhead", "crowd",
)  # fmt: skip
"""From where a performer is seen. `crowd` is from behind, over the shoulder into the crowd."""

NOTHING = "none"
"""The word for an action or a light cue that is taken away."""

AUDIBLE = "audible"
SCRATCHES = ("silent", AUDIBLE)
"""Whether what a performer scratches is heard."""
