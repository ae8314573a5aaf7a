"""Motion of one shot: pose, face, camera, lights and stage of any frame.

In: what of a persona is seen, and a shot with a performance. Out: a `Moment` for a frame's number, a pure function of
it: nothing is carried from frame to frame, and all but the camera is counted in the film's time, so that motion runs on
over a cut. What is kept is only what was worked out already.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from beatforge.film.shot import Shot
from beatforge.persona.bones import Array, Frame, bone_frames
from beatforge.persona.moment import Moment
from beatforge.persona.motion.acted import hits_of, moves_of
from beatforge.persona.motion.body import Body
from beatforge.persona.motion.cameras import Framing
from beatforge.persona.motion.decks import Decks
from beatforge.persona.motion.face import Face
from beatforge.persona.motion.gaze import Gaze
from beatforge.persona.motion.heard import Heard
from beatforge.persona.motion.measures import measured
from beatforge.persona.motion.show import Show
from beatforge.persona.motion.swing import swung
from beatforge.persona.motion.tasks import Tasks
from beatforge.persona.motion.working import Hands
from beatforge.persona.poses import Camera, Hand, Pose
from beatforge.project.figures import SIDES, ShownSpec

DIGITS = 6
"""Digits of every number of a pose: a millionth of a figure is nothing, and the last bits of processors differ."""

HAIR = (0.0, -0.45, -0.30)
"""Where, in the head's frame, what swings is heaviest; in halves of the head's size."""


class Moves:
    """A persona's performance in one shot."""

    def __init__(self, shown: ShownSpec, shot: Shot) -> None:
        performance = shot.performance
        assert performance is not None, "a shot without a performance"
        self._shown, self._shot, self._performance = shown, shot, performance
        self._heard = Heard(shot)
        moves = moves_of(shown, self._heard, performance.acts)
        hits = hits_of(self._heard, performance.acts)
        theme = shown.themes.get(performance.theme)
        bob = theme.bob if theme is not None else 1.0
        self._body = Body(shown, self._heard, moves, hits, performance.amount / 100.0, bob)
        self._decks = Decks(self._heard, performance)
        home = self._body.home
        still = bone_frames(shown.figure, shown.booth.bones, home.channels)
        tasks = Tasks(shown, self._heard, self._decks, moves, home, still)
        self._gaze = Gaze(moves, tasks.stations)
        self._hands = Hands(shown, self._body, self._decks, tasks.stations)
        self._face = Face(shown, self._heard, performance)
        self._show = Show(shown, self._heard, performance)
        self._measures = measured(shown, home)
        self._framing = Framing(self._measures, performance.shot, performance.side, shot.width / shot.height)
        self._drops = [act for act in performance.acts if act.kind == "drop_reaction"]
        self._channels = lru_cache(256)(self._channels_of)
        self._tip = lru_cache(256)(self._tip_of)

    def at(self, index: int) -> Moment:
        """The moment of frame `index` of the shot; handles reach before 0 and past the end."""
        time_s = self._heard.seconds(index)
        pose, head = self._pose(index, time_s)
        expression = self._face.at(time_s)
        told = expression.numbers
        hands = {side: hand.at for side, hand in zip(SIDES, (pose.left, pose.right), strict=True) if hand is not None}
        eyes = self._gaze.eyes(time_s, head, hands, (told["gaze_x"], told["gaze_y"]))
        pose = pose.with_channels(**_rounded({**eyes, "blink": self._face.blink(time_s)}))
        lights, stage = self._show.lights(time_s), self._show.stage(time_s)
        return Moment(pose, expression, self._camera(index, time_s), lights, _rounded(stage))

    def _pose(self, index: int, time_s: float) -> tuple[Pose, Frame]:
        """Bones, decks, hair and hands, and where the head is."""
        frame = self._heard.frame + index
        channels = {**self._channels(frame), **self._decks.at(time_s)}
        channels |= swung(self._tip, frame, float(self._heard.rate))
        frames = bone_frames(self._shown.figure, self._shown.booth.bones, channels)
        left, right = (self._hands.at(side, time_s, frames) for side in SIDES)
        return Pose(_rounded(channels), _still(left), _still(right)), frames[self._shown.figure.head]

    def _camera(self, index: int, time_s: float) -> Camera:
        """The camera is the shot's own: it is where this shot has come to."""
        part = index / max(self._shot.num_frames, 1)
        jolts = [(time_s - self._heard.seconds(act.at), act.strength / 100.0) for act in self._drops]
        return self._framing.at(time_s, part, float(self._performance.push), jolts)

    def _channels_of(self, frame: int) -> dict[str, float]:
        """The body's channels at a frame of the film."""
        time_s = self._heard.seconds(frame - self._heard.frame)
        channels = self._body.at(time_s)
        for name, value in self._gaze.head(time_s).items():
            channels[name] = channels.get(name, 0.0) + value
        return channels

    def _tip_of(self, frame: int) -> Array:
        """Where the end of stiff hair would be at a frame of the film."""
        frames = bone_frames(self._shown.figure, {}, self._channels(frame))
        halves = [size / 2.0 for size in self._measures.head.size]
        return frames[self._shown.figure.head].place([part * half for part, half in zip(HAIR, halves, strict=True)])


def _rounded(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, DIGITS) + 0.0 for name, value in numbers.items()}


def _still(hand: Hand) -> Hand:
    """The hand with as many digits as matter."""
    at, fingers, back = (_point(way) for way in (hand.at, hand.fingers, hand.back))
    shape = tuple(_point(finger) for finger in hand.shape)
    return Hand(None, at, fingers, back, _point(hand.bend) if hand.bend else None, shape)


def _point(way: tuple[float, float, float]) -> tuple[float, float, float]:
    return (round(way[0], DIGITS), round(way[1], DIGITS), round(way[2], DIGITS))
