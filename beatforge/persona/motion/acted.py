"""Acts as moves: which pose each takes the body to and when, and what lands.

In: a persona and a shot's acts. Out: moves (a pose that the body goes to and comes back from) and hits (a moment that
weighs). Times are the film's seconds. A persona whose file has no pose for an act still has its hits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from beatforge.film.performance import Act
from beatforge.persona.motion.curves import eased, lerp, ramp, sprung, struck
from beatforge.persona.motion.heard import Heard
from beatforge.persona.poses import Pose, pose_of
from beatforge.project.figures import ShownSpec

ACT_POSES = {
    "deck_scratch_L": "left_deck_scratch",
    "deck_scratch_R": "right_deck_scratch",
    "crossfader_hit": "crossfader_tap",
    "drop_reaction": "drop_reaction",
    "spotlight_presentation": "spotlight_presentation",
}
"""The pose or gesture of a persona's file that an act is done with."""

ANTICIPATION = "drop_anticipation"
"""The pose, and the expression, before a drop."""

LEAD_S = {"deck_scratch_L": 0.45, "deck_scratch_R": 0.45, "crossfader_hit": 0.5, "spotlight_presentation": 0.7}
"""How long before its accent the body sets out at the latest."""

BACK_S = {"drop_reaction": 0.8, "spotlight_presentation": 0.75}
USUAL_BACK_S = 0.5
"""How long it takes to come back."""

GROOVE = {"deck_scratch_L": 0.25, "deck_scratch_R": 0.25, "crossfader_hit": 0.5, "drop_reaction": 1.15,
          "spotlight_presentation": 0.4, ANTICIPATION: 0.25}  # fmt: skip
"""How much of nods and sway goes on meanwhile."""


@dataclass(frozen=True, slots=True)
class Move:
    """The body goes to a pose from `begin` to `reach`, and from `leave` to `gone` back. `groove` (0..1) of its dancing
    goes on; what `springs` starts at full force and goes past the pose."""

    kind: str
    act: Act
    pose: Pose
    begin: float
    reach: float
    leave: float
    gone: float
    groove: float
    springs: bool = False

    def share(self, time_s: float) -> float:
        """How much of the pose there is at a time; a little more than 1 where it springs."""
        if not self.begin < time_s < self.gone:
            return 0.0
        come = sprung(time_s - self.begin, 3.0) if self.springs else ramp(self.begin, self.reach, time_s)
        return come * (1.0 - ramp(self.leave, self.gone, time_s))


@dataclass(frozen=True, slots=True)
class Hit:
    """What lands at a time, as heavy as a nod of that weight; `crouch` (0..1) says how deep she goes down for it."""

    at: float
    weight: float
    crouch: float = 0.0

    def blow(self, time_s: float) -> float:
        """1 as it lands, a little under 0 before, softly back after."""
        since = time_s - self.at
        if not -0.4 < since < 0.5:
            return 0.0
        if since < 0.0:
            return self.weight * (struck(1.0 + since / 0.13) - 0.25 * eased(1.0 - abs(since + 0.16) / 0.16))
        return self.weight * (1.0 - eased(since / 0.42))

    def gathered(self, time_s: float) -> float:
        """How far down she is: lowest at the moment itself, then up past standing and settled."""
        since = time_s - self.at
        if not self.crouch or since < -0.36 or since > 2.0:
            return 0.0
        return self.crouch * (eased(1.0 + since / 0.34) if since < 0.0 else 1.0 - sprung(since, 3.0, 0.34))


def pose_named(shown: ShownSpec, name: str) -> Pose | None:
    return pose_of(shown, name) if name in shown.gestures or name in shown.poses else None


def moves_of(shown: ShownSpec, heard: Heard, acts: Sequence[Act]) -> tuple[Move, ...]:
    """Every move of these acts, in the order in which they begin."""
    return tuple(_moves(shown, heard, sorted(acts, key=lambda act: (act.start, act.at))))


def hits_of(heard: Heard, acts: Sequence[Act]) -> tuple[Hit, ...]:
    """What of these acts lands with weight."""
    hits = []
    for act in acts:
        strength = act.strength / 100.0
        if act.kind == "crossfader_hit":
            hits.append(Hit(heard.seconds(act.at), lerp(0.25, 0.42, strength)))
        elif act.kind == "drop_reaction":
            hits.append(Hit(heard.seconds(act.at), lerp(0.1, 0.25, strength), lerp(0.6, 1.0, strength)))
        elif act.kind != "idle_bob":
            hits.append(Hit(heard.seconds(act.at), lerp(0.15, 0.3, strength)))
    return tuple(hits)


def anticipated_from(heard: Heard, act: Act, before: float) -> float:
    """From when on an act is waited for: half a second at least, and not before what was done `before` ends."""
    at = heard.seconds(act.at)
    return min(max(heard.seconds(act.at - act.awaited), before), at - 0.5)


def _moves(shown: ShownSpec, heard: Heard, acts: Sequence[Act]) -> Iterator[Move]:
    before = -1e9
    for act in acts:
        at, end = heard.seconds(act.at), heard.seconds(act.end)
        pose = pose_named(shown, ACT_POSES.get(act.kind, ""))
        if act.kind == "drop_reaction" and (waiting := pose_named(shown, ANTICIPATION)) is not None:
            begin = anticipated_from(heard, act, before)
            yield Move(ANTICIPATION, act, waiting, begin, at - 0.3, at, at + 0.16, GROOVE[ANTICIPATION])
        if pose is not None:
            gone = end + BACK_S.get(act.kind, USUAL_BACK_S)
            groove = GROOVE[act.kind]
            if act.kind == "drop_reaction":
                yield Move(act.kind, act, pose, at, at + 0.2, end, gone, groove, springs=True)
            else:
                begin = min(max(heard.seconds(act.start), before), at - LEAD_S[act.kind])
                yield Move(act.kind, act, pose, begin, at, end, gone, groove)
        before = end
