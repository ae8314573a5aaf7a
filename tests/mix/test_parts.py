"""Edit lists: what can't be heard can't be made, and what was written is read back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from beatforge.mix.parts import Mix, Part

BED = Part("b-instrumental.01", "b", "instrumental", ((10.0, 0.0), (12.0, 2.0), (14.0, 3.8)), duck_db=6)
LEAD = Part("a-vocals.01", "a", "vocals", ((3.0, 1.0), (5.0, 3.5)), semitones=-2, fade_in_s=0.25, role="lead")
MIX = Mix((BED, LEAD), 4.0)


def test_an_edit_list_is_read_back_as_it_was_written() -> None:
    assert Mix.from_value(MIX.to_value()) == MIX


def test_time_runs_evenly_between_anchors_and_stands_still_beyond_them() -> None:
    assert [BED.mix_s(song) for song in (9.0, 10.0, 11.0, 13.0, 20.0)] == [0.0, 0.0, 1.0, 2.9, 3.8]
    assert [BED.song_s(mix) for mix in (0.0, 1.0, 2.9, 9.0)] == pytest.approx([10.0, 11.0, 13.0, 14.0])
    assert (LEAD.start_s, LEAD.end_s, LEAD.ratios) == (1.0, 3.5, (1.25,))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"warp": ((0.0, 0.0),)}, "two anchors"),
        ({"warp": ((0.0, 0.0), (1.0, 0.0))}, "do not rise"),
        ({"warp": ((-1.0, 0.0), (1.0, 2.0))}, "negative"),
        ({"warp": ((0.0, 0.0), (1.0, 9.0))}, "times as long"),
        ({"semitones": 7}, "beyond 6"),
        ({"stem": "guitar solo"}, "stem guitar solo is none of"),
        ({"role": "boss"}, "role boss"),
        ({"fade_in_s": 1.9, "fade_out_s": 2.0}, "longer than it is"),
        ({"gain_db": float("nan")}, "finite"),
        ({"duck_db": -1.0}, "negative"),
    ],
)
def test_a_part_that_could_not_be_made_says_what_is_wrong(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(BED, **wrong)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"parts": (BED, BED)}, "two parts are called"),
        ({"duration_s": 3.0}, "ends at"),
        ({"parts": ()}, "0 parts"),
        ({"stretch": "rubber"}, "none of"),
    ],
)
def test_a_mix_that_could_not_be_made_says_what_is_wrong(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(MIX, **wrong)


def test_only_one_song_as_it_is_is_trivial() -> None:
    song = Part("song", "", "mix", ((0.0, 0.0), (4.0, 4.0)))
    trivial = Mix((song,), 4.0, 44100, None, None)
    assert trivial.is_trivial
    others = (
        replace(trivial, loudness_lufs=-14.0), replace(trivial, true_peak_dbtp=-1.0), replace(trivial, duration_s=5.0),
        replace(trivial, parts=(replace(song, gain_db=-1.0),)), replace(trivial, parts=(song, LEAD)),
    )  # fmt: skip
    assert not any(mix.is_trivial for mix in others)
