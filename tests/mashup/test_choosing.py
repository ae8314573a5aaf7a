"""What `type: auto` leaves to the human, and how long any mashup may be: what was said is kept, or refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beatforge.mashup.recipes import TYPES, edit_list
from beatforge.mashup.rows import EditList
from beatforge.project.problems import Fault
from tests.mashup.bands import SUNG, lists_of, made, spec_of, stems_of


def _with_one_whole_band(**said: str) -> EditList:
    """Only `b` comes apart into a voice and an instrumental, so that both parts would be looked for in it."""
    stems = {song: stems_of(SUNG[song]) for song in "ab"}
    stems["a"] = replace(stems["a"], names=("vocals", "drums"))
    spec = spec_of("auto", "ab", **said)
    return edit_list(spec, SUNG, stems, lists_of(spec))


def test_auto_keeps_the_bed_that_was_chosen() -> None:
    rows = _with_one_whole_band(bed="b").rows
    assert {row.song for row in rows if row.stem == "vocals"} == {"a"}


def test_auto_lets_nobody_else_sing_than_who_was_chosen_and_says_what_the_other_song_lacks() -> None:
    with pytest.raises(Fault, match="song a has no instrumental"):
        _with_one_whole_band(voice="b")


def test_auto_refuses_one_song_as_both_voice_and_bed() -> None:
    with pytest.raises(Fault, match="a is both voice and bed"):
        made("auto", "ab", voice="a", bed="a")


@pytest.mark.parametrize("bars", [4, 5, 8, 9, 12, 16, 20, 33, 64])
@pytest.mark.parametrize("name", TYPES)
def test_no_mashup_is_longer_than_the_bars_it_may_have(name: str, bars: int) -> None:
    try:
        found, _ = made(name, bars=bars)
    except Fault as fault:
        assert fault.code == "BF085" and fault.at == ("bars",) and "say" in fault.hint
        return
    assert found.bars <= bars
    assert any(row.stem == "vocals" for row in found.rows), "what is cut short still sings"


@pytest.mark.parametrize("name", TYPES)
def test_as_many_bars_as_a_refusal_asks_for_are_enough(name: str) -> None:
    with pytest.raises(Fault) as caught:
        made(name, bars=4, phrase_bars=16)
    found, _ = made(name, bars=int(caught.value.hint.split()[1]), phrase_bars=16)
    assert found.rows
