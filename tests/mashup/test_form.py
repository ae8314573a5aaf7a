"""What a DJ expects of every type: lines are whole, one voice at a time, four minutes at most, an ending of its own."""

from __future__ import annotations

import pytest

from beatforge.mashup.laying import LONGEST_S, ending_bars
from beatforge.mashup.recipes import TYPES, missing
from beatforge.mashup.singing import meeting_bar
from tests.bench.mashup_sense import _both_s, _cut_lines, _fitting
from tests.mashup.bands import SUNG, analysis_of, made, spec_of, sung

LONG = {name: sung(analysis_of(bpm, key, 256), ord(name)) for name, bpm, key in
        (("a", 120, "A minor"), ("b", 126, "F major"), ("c", 118, "D minor"))}  # fmt: skip


@pytest.mark.parametrize("name", TYPES)
def test_no_line_is_cut_and_no_two_songs_sing_unless_the_type_wants_it(name: str) -> None:
    found, mix = made(name)
    voices = [part for part in mix.parts if part.stem == "vocals"]
    assert voices and not _cut_lines(found, voices)
    assert _both_s(voices) < 0.5 * len(voices) * found.decks.beat_s


@pytest.mark.parametrize("name", TYPES)
def test_keys_fit_in_every_bar(name: str) -> None:
    if name != "adaptive_harmony":  # which goes by what clashes, not by names of keys
        assert _fitting(made(name)[0]) == 1


@pytest.mark.parametrize("name", TYPES)
def test_long_songs_make_no_more_than_four_minutes(name: str) -> None:
    found, mix = made(name, heard=LONG)
    assert mix.duration_s <= LONGEST_S
    assert any(row.stem == "vocals" for row in found.rows)


@pytest.mark.parametrize("name", ["classic", "adaptive_harmony", "theme_fusion", "conversational", "role_aware"])
def test_what_carries_it_ends_with_its_own_outro(name: str) -> None:
    found, _ = made(name)
    last = max((row for row in found.rows if row.role == "bed"), key=lambda row: row.end)
    outro = found.decks["b"].passages[-1]
    assert outro.kind == "outro" and last.song_beat // 4 == outro.bar
    assert last.beats // 4 == ending_bars(found.decks, "b") and last.end == found.bars * 4


def test_a_voice_begins_where_what_carries_it_turns() -> None:
    assert meeting_bar([0, 10, 20], range(8, 16), 8, 4) == 10
    assert meeting_bar([0, 8, 16], range(8, 16), 8, 4) == 8
    assert meeting_bar([0, 9, 17], range(8, 16), 8, 4) == 9
    assert meeting_bar([0, 9, 17], range(8, 16), 8, 4, is_breaking=True) == 8, "one bar is no reason to break a run"
    assert meeting_bar([0, 10, 18], range(8, 16), 8, 4, is_breaking=True) == 10
    assert meeting_bar([0, 14], range(8, 16), 4, 4) == 8, "nobody waits long for little"


def test_a_song_that_is_not_heard_needs_no_stems() -> None:
    for name, wanted in (("classic", 0), ("role_aware", 1), ("auto", 0)):
        spec = spec_of(name)
        bare = spec.model_copy(
            update={"songs": {**spec.songs, "c": spec.songs["c"].model_copy(update={"stems": None})}}
        )
        assert len(list(missing(bare))) == wanted, name


def test_auto_says_what_it_lacked_for_another_type_and_scores_both_directions() -> None:
    found, _ = made("auto", ("a", "b"))
    assert sorted(score.partition(" 0")[0] for score in found.scores) == ["a over b", "b over a"]
    again, _ = made("auto", ("a", "b"), dict(SUNG))
    assert (found.type, found.reasons, found.rows) == (again.type, again.reasons, again.rows)
