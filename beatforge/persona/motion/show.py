"""Light and stage at a time: a theme's lights moved by cues and beats, lamps that show the music, numbers of the stage.

In: the music, a performance's cues and acts, a theme. Out: lights and the numbers of `moment.STAGE`.

Flashes stay within three a second by what is done here, whatever is asked for. A flash is a pair of opposing changes
of a tenth of the full light or more (ITU-R BT.1702, WCAG 2.3.1). A `flash` cue that begins less than `FLASH_APART_S`
after another does not rise again: two a second at most. Beats move rims by a tenth of what they are, which light edges
only: no flash by itself, and none together with a flash cue's fall, on which they only ride. A chase moves light from
one rim to the other at half the beat, and what the picture has in all stays the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from beatforge.film.performance import LightCue, Performance
from beatforge.persona.lights import Light, Lights, neutral_lights, theme_lights
from beatforge.persona.motion.curves import clamp, eased, lerp, ramp
from beatforge.persona.motion.heard import Heard
from beatforge.project.figures import ShownSpec

FLASH_APART_S = 0.5
FLASH_RISE_S, FLASH_FALL_S = 0.03, 0.3

CUE_S = {"wash": 0.4, "chase": 0.3, "spot": 0.45, "dim": 0.6}
"""How long cues take to come and to go; a flash is there at once."""

PULSE = 0.10
"""How much of a rim's light a beat adds."""

CHASED = 0.45
"""How much of the weaker rim's light runs from side to side."""

SPOT = {"key": 1.08, "fill": 0.45, "rim_left": 0.6, "rim_right": 0.6, "sky": 0.5, "ground": 0.4}
DIM = {"key": 0.5, "fill": 0.55, "rim_left": 0.75, "rim_right": 0.75, "sky": 0.5, "ground": 0.5}
FLASH = {"key": 1.30, "fill": 1.35, "rim_left": 1.45, "rim_right": 1.45, "sky": 1.45, "ground": 1.3}
"""What is left of each light, or how much more there is, at a cue's full strength."""

BRIGHT = (0.85, 1.05)
"""What a theme's `light` of 0 and of 1 leave of its lights from before and around."""

METER = 0.9
"""What a meter shows of a deck that is heard alone."""

CALMER_S = 1.9
"""How long a crowd takes to calm down after a drop. A shot knows acts up to two seconds after their end wherever it is
seen: nothing of them may last longer."""


class Show:
    """Light and stage of one shot."""

    def __init__(self, shown: ShownSpec, heard: Heard, performance: Performance) -> None:
        self._heard = heard
        theme = shown.themes.get(performance.theme)
        self._lights = theme_lights(theme) if theme is not None else neutral_lights()
        self._bright = lerp(*BRIGHT, theme.light) if theme is not None else 1.0
        self._cues = [_timed(heard, cue) for cue in sorted(performance.lights, key=lambda cue: cue.start)]
        flashes = [start for kind, start, _, _ in self._cues if kind == "flash"]
        self._stale = {at for at in flashes if any(0.0 < at - other < FLASH_APART_S for other in flashes)}
        self._drops = [
            (heard.seconds(act.at), heard.seconds(act.end), act.strength / 100.0)
            for act in performance.acts
            if act.kind == "drop_reaction"
        ]

    def cues(self, time_s: float) -> dict[str, float]:
        """How strong each kind of cue is, 0..1; where some meet, the later one takes over."""
        told = {"flash": 0.0, "chase": 0.0, "spot": 0.0, "dim": 0.0}
        for kind, start, end, strength in self._cues:
            if not start <= time_s < end + 1.0 or (kind == "flash" and start in self._stale):
                continue
            if kind == "flash":
                share = _flash(time_s - start)
            else:
                share = ramp(start, start + CUE_S[kind], time_s) * (1.0 - ramp(end, end + CUE_S[kind], time_s))
            told = {name: value * (1.0 - share) for name, value in told.items()}
            if kind in told:
                told[kind] += share * strength
        return told

    def pulse(self, time_s: float) -> float:
        """1 on a beat, falling to 0."""
        one, _, _ = self._heard.beat_at(time_s)
        return math.exp(-(time_s - one.at) / 0.16) if one.weight > 0.0 else 0.0

    def lights(self, time_s: float) -> Lights:
        """The theme's lights at a time."""
        cues, heard = self.cues(time_s), self._heard
        beat = 1.0 + PULSE * self.pulse(time_s) * heard.strength(time_s)
        parts = {name: _amount(name, cues) * (1.0 if "rim" in name else self._bright) for name in SPOT}
        lights = dict(self._lights.lights)
        left, right = (_brightness(lights[name]) * parts[name] for name in ("rim_left", "rim_right"))
        run = self._run(time_s) * cues["chase"] * CHASED * min(left, right)
        parts["rim_left"] *= beat * (1.0 + run / max(left, 1e-6))
        parts["rim_right"] *= beat * (1.0 - run / max(right, 1e-6))
        told = {name: _times(light, parts[name]) for name, light in lights.items()}
        colours = {name: _scaled(colour, parts.get(name, 1.0)) for name, colour in self._lights.colours.items()}
        return replace(self._lights, lights=told, colours=colours).with_levels(**self._levels(time_s))

    def stage(self, time_s: float) -> Mapping[str, float]:
        """Every number of `moment.STAGE`."""
        heard = self._heard
        return {
            "time_s": time_s,
            "pulse": self.pulse(time_s),
            "bar": heard.bar_part(time_s),
            "energy": heard.strength(time_s),
            "bass": heard.curve("bass", time_s),
            "high": heard.curve("high", time_s),
            "left": heard.curve("left", time_s),
            "right": heard.curve("right", time_s),
            **self.cues(time_s),
            "crowd": self._crowd(time_s),
        }

    def _levels(self, time_s: float) -> dict[str, float]:
        heard = self._heard
        told = {
            "low": heard.curve("bass", time_s),
            "mid": heard.curve("mid", time_s),
            "high": heard.curve("high", time_s),
        }
        loud = heard.curve("energy", time_s) * lerp(0.75, 1.0, self.pulse(time_s))
        return told | {f"meter_{side}": METER * loud * heard.curve(side, time_s) for side in ("left", "right")}

    def _run(self, time_s: float) -> float:
        """-1..1: at which side the running light is."""
        one, other, part = self._heard.beat_at(time_s)
        start, end = (1.0 if beat.place % 2 == 0 else -1.0 for beat in (one, other))
        return lerp(start, end, eased(part))

    def _crowd(self, time_s: float) -> float:
        """How excited the crowd is: with the music, more and more before a drop, and wholly after it."""
        calm = lerp(0.15, 0.7, self._heard.strength(time_s))
        for at, end, strength in self._drops:
            waits, goes = 0.5 * ramp(at - 2.0, at, time_s), 0.5 * ramp(at, at + 0.2, time_s)
            share = (waits + goes) * (1.0 - ramp(end, end + CALMER_S, time_s))
            calm = lerp(calm, 1.0, share * lerp(0.7, 1.0, strength))
        return calm


def _timed(heard: Heard, cue: LightCue) -> tuple[str, float, float, float]:
    return cue.kind, heard.seconds(cue.start), heard.seconds(cue.end), cue.strength / 100.0


def _flash(since: float) -> float:
    """There at once, gone softly."""
    if since < FLASH_RISE_S:
        return clamp(since / FLASH_RISE_S + 0.5)
    return clamp(1.0 - (since - FLASH_RISE_S) / FLASH_FALL_S) ** 2


def _amount(name: str, cues: Mapping[str, float]) -> float:
    """How much of a light there is under these cues."""
    told = 1.0
    for kind, table in (("spot", SPOT), ("dim", DIM), ("flash", FLASH)):
        told *= lerp(1.0, table[name], cues[kind])
    return told


def _brightness(light: Light) -> float:
    red, green, blue = light.colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _times(light: Light, part: float) -> Light:
    return Light(light.toward, _scaled(light.colour, part))


def _scaled(colour: Sequence[float], part: float) -> tuple[float, float, float]:
    return (colour[0] * part, colour[1] * part, colour[2] * part)
