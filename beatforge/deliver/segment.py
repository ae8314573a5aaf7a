"""The steps that make segments: a scene's own frames, and the frames in which two scenes meet.

In come the planned values (a shot and an encoder) and nothing else; out go `segment.mp4` (or `.mov`) and
`measures.json`, what was measured on the frames while they were at hand, so that film-wide figures never decode the
film again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from beatforge.deliver.cards import with_cards
from beatforge.deliver.facts import stream_facts
from beatforge.deliver.flash_guard import FlashGuard
from beatforge.deliver.measures.watch import Measures
from beatforge.deliver.performers import read_performed
from beatforge.deliver.subtitles import with_lyrics
from beatforge.deliver.video import check_segment, encode_segment
from beatforge.film.codecs import codec_of
from beatforge.film.shot import Shot
from beatforge.picture.given import given_files
from beatforge.picture.render import ShotPicture, transition_picture

MEASURES = "measures.json"


class Picture(Protocol):
    """What can give frames."""

    def frame(self, index: int, out: np.ndarray) -> None: ...


def render_scene(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: the first `num_frames` of `shot`, encoded."""
    (given,) = given_files([value.get("given", ())], iter(inputs), read_performed)
    write_segment(ShotPicture(Shot.from_value(value["shot"]), given=given), value, inputs, out, progress)


def render_transition(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: `num_frames` frames in which shot `before` becomes shot `after`, encoded."""
    before, after = Shot.from_value(value["before"]), Shot.from_value(value["after"])
    given = given_files(value.get("given", ((), ())), iter(inputs), read_performed)
    picture = transition_picture(before, after, value["kind"], value["num_frames"], (given[0], given[1]))
    write_segment(picture, value, inputs, out, progress)


def write_segment(
    picture: Picture,
    value: Mapping[str, Any],
    inputs: Sequence[Path],
    out: Path,
    progress: Callable[[int, int], None],
) -> None:
    """The segment and `measures.json` of the first `num_frames` frames of a picture; the last inputs are the fonts of
    its cards, then of its lyrics."""
    encoder, total = value["encoder"], value["num_frames"]
    measures = Measures(encoder["width"], encoder["height"], encoder["fps"])
    frames = _frames(picture, total, encoder["width"], encoder["height"])
    cards, lyrics = value.get("cards", ()), value.get("lyrics")
    own = [part["has_font"] for part in (*cards, *([lyrics["letters"]] if lyrics else []))]
    fonts = inputs[len(inputs) - sum(own) :]
    if cards:
        frames = with_cards(frames, cards, fonts)
    if lyrics:
        frames = with_lyrics(frames, lyrics, fonts[-1] if own[-1] else None)
    if value["flash_limit"]:
        frames = FlashGuard(encoder["width"], encoder["height"], encoder["fps"]).watch(frames)
    frames = measures.watch(frames)
    path = out / f"segment.{codec_of(encoder['codec']).container}"
    encode_segment(path, frames, encoder, lambda done: progress(done, total))
    check_segment(path, total)
    (out / MEASURES).write_text(
        json.dumps(measures.to_value(stream_facts(path)), separators=(",", ":")), encoding="utf-8"
    )


def _frames(picture: Picture, count: int, width: int, height: int) -> Iterator[np.ndarray]:
    out = np.empty((height * 3 // 2, width), np.uint8)
    for index in range(count):
        picture.frame(index, out)
        yield out
