"""Every kind of transition: lively, from the first picture to the second, the same between shots and between clips."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from beatforge.picture.clips import clip_transition
from beatforge.picture.flow import FlowTransition
from beatforge.picture.render import ShotPicture, transition_picture
from beatforge.picture.still import DUSK, plain_shot
from beatforge.picture.transition import DISSOLVES
from beatforge.project.known import FLOWING, TRANSITIONS

SIZE = (160, 90)
FRAMES = 12
KINDS = [kind for kind in TRANSITIONS if kind != "cut"]
each_kind = pytest.mark.parametrize("kind", KINDS)


def frame_of(picture: object, index: int) -> np.ndarray:
    out = np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
    picture.frame(index, out)  # type: ignore[attr-defined]
    return out.astype(np.int16)


def shots() -> tuple[object, object]:
    before = plain_shot("sea", "wash", width=SIZE[0], height=SIZE[1])
    return before, plain_shot("planet", "halftone", width=SIZE[0], height=SIZE[1], seed=9)


def test_every_kind_of_the_language_is_made_by_one_of_the_two_ways() -> None:
    assert sorted([*DISSOLVES, *FLOWING]) == sorted(KINDS)


@each_kind
def test_a_transition_begins_at_the_first_picture_and_ends_at_the_second_and_never_stands(kind: str) -> None:
    before, after = shots()
    picture = transition_picture(before, after, kind, FRAMES)
    shown = [frame_of(picture, index) for index in range(FRAMES)]
    first, last = frame_of(ShotPicture(before), 48 - FRAMES), frame_of(ShotPicture(after), -1)
    apart = np.abs(first - last).mean()
    assert np.abs(shown[0] - first).mean() < 0.2 * apart
    assert np.abs(shown[-1] - last).mean() < 0.2 * apart
    steps = [np.abs(b - a).mean() for a, b in itertools.pairwise(shown)]
    assert min(steps) > 0.2 and max(steps) < 0.5 * apart, "it moves in every frame, and nowhere jumps"


@each_kind
def test_clips_are_joined_as_shots_are(kind: str) -> None:
    before, after = shots()
    clips = ShotPicture(before), ShotPicture(after)
    joined = clip_transition(clips, kind, FRAMES, before.num_frames, SIZE, DUSK)
    direct = transition_picture(before, after, kind, FRAMES)
    for index in (0, 5, 11):
        apart = np.abs(frame_of(joined, index) - frame_of(direct, index))
        assert apart.mean() < 2.0, "colours of a clip are halved in size, those of a shot are not"


def test_what_moves_on_evenly_is_carried_on_evenly() -> None:
    class Bar:
        def __init__(self, start: float) -> None:
            self.start = start

        def frame(self, index: int, out: np.ndarray) -> None:
            out[:] = 128
            across = np.arange(SIZE[0])
            noise = 40 * np.sin(across[None, :] * 0.3 - (self.start + index) * 0.3)
            out[: SIZE[1]] = 128 + noise + 30 * np.sin(np.arange(SIZE[1])[:, None] * 0.2)

    filled = FlowTransition(Bar(0.0), Bar(24.0), "temporal_interp", 8, 24, SIZE)
    crossfaded = Bar(0.0)
    for index in (2, 4, 6):
        truth = frame_of(crossfaded, 16 + index)[: SIZE[1], 20:-20]
        held = frame_of(crossfaded, 15)[: SIZE[1], 20:-20]
        made = frame_of(filled, index)[: SIZE[1], 20:-20]
        assert np.abs(made - truth).mean() < 0.5 * np.abs(held - truth).mean()
