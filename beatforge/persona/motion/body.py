"""The body: what bones do while music plays, as channels at a time.

In: the music, the moves that acts are, the persona's own poses. Out: channels of every bone that nods, sways,
breathes and leans. Hands, eyes, hair and decks are others'. What belongs together moves one after the other: each
channel reads the same curves a little later, so that weight goes through the body.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from beatforge.persona.motion.acted import Hit, Move
from beatforge.persona.motion.curves import bump, chance, clamp, eased, lerp, ramp, soft, struck, wander
from beatforge.persona.motion.heard import Beat, Heard
from beatforge.persona.poses import Pose, pose_of
from beatforge.project.figures import ShownSpec

Channels = Mapping[str, float]

LAG_S = {"sway": 0.05, "twist": 0.05, "head_roll": 0.06, "tilt": 0.075, "shrug": 0.095}
"""How much later than head, back and knees a channel follows, in seconds: those land on the beat, the others go on."""

NOD = "downbeat_head_nod"
USUAL_NOD = {"head_pitch": 14.0, "bob": -0.035, "lean": 4.0, "shrug": 0.02}
"""How a persona nods whose file does not say."""

CROUCH = {"bob": -0.11, "lean": 10.0, "head_pitch": 9.0, "shrug": 0.04}
"""Before a leap, at its lowest."""

LEFT_OUT = ("blink", "swing_x", "swing_y", "swing_z", "gaze_x", "gaze_y")
"""Channels that have a maker of their own."""

WILDER, CALMER = 0.3, 0.6
"""How much of what a theme wants beyond the persona's own nod is done (a head goes no deeper than a chest lets it), and
to which power a smaller nod is taken: a calm theme's can still be seen."""

FALL_S, LIFT_S = 0.17, 0.34
"""How long the head falls onto a beat, and how long before the beat it begins to rise for it."""

LIFT = 0.20
"""How far it rises before, of how far it falls."""


class Body:
    """The body of one persona in one shot."""

    def __init__(
        self, shown: ShownSpec, heard: Heard, moves: Sequence[Move], hits: Sequence[Hit], amount: float, bob: float
    ) -> None:
        self._heard, self._moves, self._hits, self._amount = heard, moves, hits, amount
        wanted = amount * bob
        self._bob = wanted**CALMER if wanted < 1.0 else 1.0 + WILDER * (wanted - 1.0)
        self.home = home_of(shown)
        self._still = {name: value for name, value in self.home.channels.items() if name not in LEFT_OUT}
        self._nod = _nod_of(shown)

    def at(self, time_s: float) -> dict[str, float]:
        """All channels at a time."""
        channels, groove = dict(self._still), 1.0
        for move in self._moves:
            if not move.begin < time_s < move.gone + 0.2:
                continue
            groove *= lerp(1.0, move.groove, min(move.share(time_s), 1.0))
            for name in sorted({*channels, *move.pose.channels} - {*LEFT_OUT}):
                share = move.share(time_s - LAG_S.get(name, 0.0))
                channels[name] = lerp(channels.get(name, 0.0), move.pose.channels.get(name, 0.0), share)
        for told in self._danced(time_s, groove):
            for name, value in told.items():
                channels[name] = channels.get(name, 0.0) + value
        return channels

    def nod(self, time_s: float) -> float:
        """1 on the heaviest beats, 0 at rest, less where she lifts her head for the next."""
        one, other, _ = self._heard.beat_at(time_s)
        length, since, left = other.at - one.at, time_s - one.at, other.at - time_s
        back = 1.0 - soft(since / (length * 0.62))
        fall = min(FALL_S, length * 0.36)
        lift = LIFT * bump(-min(LIFT_S, length * 0.7), -fall, 0.0, -left)
        return one.weight * back + other.weight * (struck(1.0 - left / fall) - lift)

    def crouch(self, time_s: float) -> float:
        """How far down she is before a leap, 1 at its lowest; below 0 where she leaps."""
        return sum(hit.gathered(time_s) for hit in self._hits)

    def _danced(self, time_s: float, groove: float) -> Iterator[Channels]:
        """Nods, sway, breath and small wandering; `groove` (0..1) says how much an act leaves of them."""
        late = {name: time_s - LAG_S.get(name, 0.0) for name in (*self._nod, *CROUCH)}
        nods = {lag: self._weight(lag, groove) for lag in set(late.values())}
        yield {name: way * self._bob * nods[late[name]] for name, way in self._nod.items()}
        yield {name: way * self.crouch(late[name]) for name, way in CROUCH.items()}
        strength = self._heard.strength(time_s)
        part = self._amount * groove * lerp(0.55, 1.0, strength)
        yield {name: part * value for name, value in self._swayed(time_s - LAG_S["sway"]).items()}
        part = lerp(0.45, 1.0, groove)
        yield {name: part * value for name, value in _alive(time_s).items()}

    def _weight(self, time_s: float, groove: float) -> float:
        """Nods and hits together: a hit on a beat takes the nod's place."""
        hit = sum(hit.blow(time_s) for hit in self._hits)
        return hit + groove * self.nod(time_s) * (1.0 - clamp(hit))

    def _swayed(self, time_s: float) -> Channels:
        """Weight goes from foot to foot with the bars, and a little with each beat."""
        start, end = self._heard.bar_at(time_s)
        side = lerp(self._foot(start), self._foot(end), ramp(end - (end - start) * 0.42, end, time_s))
        one, other, part = self._heard.beat_at(time_s)
        rock = lerp(_rock(one), _rock(other), eased(part * 1.25 - 0.25))
        return {
            "sway": 0.034 * side + 0.008 * rock,
            "tilt": 2.6 * side + 1.5 * rock,
            "head_roll": -2.2 * side + 2.4 * rock,
            "twist": 2.4 * side + 1.6 * rock,
            "head_yaw": -2.0 * side,
        }

    def _foot(self, bar_s: float) -> float:
        """On which foot she stands as a bar starts, -1 (right) to 1, by chance."""
        number = self._heard.number(bar_s)
        return (1.0 if chance(number, 21) < 0.5 else -1.0) * lerp(0.35, 1.0, chance(number, 22))


def home_of(shown: ShownSpec) -> Pose:
    """How the persona stands where nothing else is told: `idle`, or the first of its poses."""
    return pose_of(shown, "idle" if "idle" in shown.poses else next(iter(shown.poses)))


def _rock(beat: Beat) -> float:
    """To which side a beat goes, and how far."""
    return -beat.weight if beat.place % 2 else beat.weight


def _nod_of(shown: ShownSpec) -> Channels:
    """What a nod does to the channels: how the persona's own nod differs from the pose that it starts from."""
    spec = shown.gestures.get(NOD) or shown.poses.get(NOD)
    if spec is None:
        return USUAL_NOD
    start = pose_of(shown, spec.base).channels if spec.base is not None else {}
    there = pose_of(shown, NOD).channels
    return {name: value - start.get(name, 0.0) for name, value in there.items() if name not in LEFT_OUT}


def _alive(time_s: float) -> Channels:
    """What a body does that stands still: breath that is never quite the same, and slow wandering."""
    breath = math.sin(2.0 * math.pi * (0.26 * time_s + 0.35 * wander(time_s, 0.07, 31)))
    return {
        "shrug": 0.007 * breath,
        "bob": 0.003 * breath + 0.004 * wander(time_s, 0.19, 32),
        "lean": 0.8 * wander(time_s, 0.17, 33) - 0.35 * breath,
        "twist": 2.2 * wander(time_s, 0.13, 34),
        "tilt": 0.9 * wander(time_s, 0.15, 35),
        "sway": 0.008 * wander(time_s, 0.11, 36),
        "head_yaw": 5.0 * wander(time_s, 0.23, 37),
        "head_pitch": 2.0 * wander(time_s, 0.29, 38),
        "head_roll": 2.2 * wander(time_s, 0.21, 39),
    }
