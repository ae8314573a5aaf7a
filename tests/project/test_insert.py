"""A scene that is set for the first time gets its line among the others, where two branches rarely meet."""

from __future__ import annotations

import pytest

from beatforge.project.edit import edited
from beatforge.project.nodes import parse_source

FILE = """\
scenes:              # what is different
  # the chorus, all of them
  chorus: {palette: dawn}
  verse-1.05:
    seed: 7          # lucky
    prompt: >
      rain

  # after the bridge
  verse-2.01: {seed: 8}
  # drop: {transition: cut}

outputs:
  - {platform: youtube}
"""


@pytest.mark.parametrize(
    ("scene", "after"),
    [
        ("bridge", "scenes:              # what is different\n"),
        ("hero", "  chorus: {palette: dawn}\n"),
        ("outro-1.01", "  chorus: {palette: dawn}\n"),
        ("verse-1.09", "      rain\n"),
        ("verse-2.09", "  verse-2.01: {seed: 8}\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_new_scene_comes_after_the_one_it_follows_and_no_comment_moves(scene: str, after: str, newline: str) -> None:
    text = edited(parse_source(FILE.replace("\n", newline).encode(), ""), ("scenes", scene, "seed"), 3)
    assert text == FILE.replace(after, f"{after}  {scene}: {{seed: 3}}\n").replace("\n", newline)


def test_another_thing_about_a_scene_goes_to_what_is_said_already() -> None:
    text = edited(parse_source(FILE.encode(), ""), ("scenes", "verse-2.01", "prompt"), "snow")
    assert "  verse-2.01: {seed: 8, prompt: snow}\n" in text


def test_a_comment_inside_the_last_key_stays_when_another_key_follows() -> None:
    """ruamel hangs it on the outer key, as if it stood at the end."""
    text = "version: 1\nfilm:   # all of it\n  # of size\n  size: 64x64\n  fps: 24\n"
    assert edited(parse_source(text.encode(), ""), ("title",), "Song") == f"{text}title: Song\n"
