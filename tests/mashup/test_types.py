"""The eight recipes: what all of them keep, what defines each, and what each refuses to do without."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from beatforge.mashup.decks import MAX_RATIO
from beatforge.mashup.harmony import clash, notes_of
from beatforge.mashup.recipes import TYPES, edit_list, missing
from beatforge.mashup.rows import END_FADE_S, Row
from beatforge.mashup.themes import hits
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis
from tests.mashup.bands import ANALYSES, ARC, SUNG, analysis_of, lists_of, made, spec_of, stems_of, sung

MADE = {name: made(name) for name in TYPES}
ALIGNED_S = 0.005


@pytest.mark.parametrize("pair", list(itertools.combinations(TYPES, 2)), ids="-".join)
def test_two_types_of_the_same_songs_are_two_musics(pair: tuple[str, str]) -> None:
    one, other = ({_place(row) for row in MADE[name][0].rows} for name in pair)
    assert one != other


@pytest.mark.parametrize("name", TYPES)
def test_every_bar_of_a_part_lies_on_a_bar_of_the_mix(name: str) -> None:
    found, mix = MADE[name]
    bar_s = found.decks.per_bar * found.decks.beat_s
    for part in mix.parts:
        bars = found.decks[part.song].bars
        inside = [bar * bar_s for bar in range(found.bars) if part.start_s <= bar * bar_s <= part.end_s]
        for at in inside:
            beat = bars.beat_at(part.song_s(at))
            nearest = bars.second(round(beat / bars.per_bar) * bars.per_bar)
            assert abs(part.song_s(at) - nearest) < ALIGNED_S, (part.id, at)


@pytest.mark.parametrize("name", TYPES)
def test_no_part_is_stretched_or_shifted_too_far(name: str) -> None:
    for part in MADE[name][1].parts:
        assert all(1 / MAX_RATIO - 0.01 <= ratio * 1.0 <= MAX_RATIO + 0.01 for ratio in part.ratios), part.id
        assert abs(part.semitones) <= 6


@pytest.mark.parametrize("name", TYPES)
def test_only_one_song_at_a_time_has_basses(name: str) -> None:
    low = [part for part in MADE[name][1].parts if not part.low_cut_hz and part.stem != "drums"]
    for one, other in itertools.combinations(low, 2):
        overlap = min(one.end_s, other.end_s) - max(one.start_s, other.start_s)
        assert overlap < 0.1 or one.song == other.song, (one.id, other.id)


@pytest.mark.parametrize("name", TYPES)
def test_it_fades_at_its_end(name: str) -> None:
    _, mix = MADE[name]
    last = [part for part in mix.parts if part.end_s > mix.duration_s - 0.01]
    assert last
    assert all(part.fade_out_s >= min(END_FADE_S, (part.end_s - part.start_s) / 2) - 0.03 for part in last)


@pytest.mark.parametrize("name", TYPES)
def test_the_mix_is_whole_bars_and_never_silent(name: str) -> None:
    found, mix = MADE[name]
    assert mix.duration_s == pytest.approx(found.bars * found.decks.per_bar * found.decks.beat_s)
    spans = sorted((part.start_s, part.end_s) for part in mix.parts)
    reached = 0.0
    for start, end in spans:
        assert start <= reached + 0.05
        reached = max(reached, end)
    assert reached == pytest.approx(mix.duration_s, abs=0.01)


def test_classic_sings_all_of_one_voice_in_its_order_over_one_other_song() -> None:
    rows = MADE["classic"][0].rows
    sings, plays = (_of(rows, stem) for stem in ("vocals", "instrumental"))
    assert {row.song for row in sings} == {"a"} and {row.song for row in plays} == {"b"}
    assert [row.song_beat for row in sings] == sorted(row.song_beat for row in sings)
    assert sum(row.beats for row in sings) == 4 * 8, "both sung sections"


def test_stem_swap_has_each_stem_of_one_song_and_songs_enough() -> None:
    rows = MADE["stem_swap"][0].rows
    songs = {stem: {row.song for row in _of(rows, stem)} for stem in ("vocals", "drums", "bass", "other")}
    assert all(len(own) == 1 for own in songs.values()) and len(set().union(*songs.values())) == 3
    assert all(row.semitones == 0 for row in _of(rows, "drums"))


def test_stem_swap_of_two_songs_wants_to_be_told_who_gives_what() -> None:
    assert [fault.code for fault in missing(spec_of("stem_swap", ("a", "b")))] == ["BF081"]
    found, _ = made("stem_swap", ("a", "b"), stems={"vocals": "a", "drums": "a", "bass": "b", "other": "b"})
    assert {row.song for row in _of(found.rows, "drums")} == {"a"}


def test_stems_of_one_song_play_the_same_bars_of_it() -> None:
    found = MADE["stem_swap"][0]
    other, bass = (_where(found.rows, stem) for stem in ("other", "bass"))
    assert all(other[beat] == at for beat, at in bass.items())


def test_energy_matched_pairs_agree_better_than_the_others_and_follow_the_curve() -> None:
    found = MADE["energy_matched"][0]
    decks = found.decks
    pairs = [(one, bed) for one in _of(found.rows, "vocals") for bed in _of(found.rows, "instrumental")
             if bed.beat == one.beat and bed.beats == one.beats]  # fmt: skip
    assert pairs and all(one.song != bed.song for one, bed in pairs)
    levels = [decks[one.song].energy(one.song_beat // 4, one.beats // 4) for one, _ in pairs]
    beds = [decks[bed.song].energy(bed.song_beat // 4, bed.beats // 4) for _, bed in pairs]
    apart = sum(abs(a - b) for a, b in zip(levels, beds, strict=True)) / len(pairs)
    mixed = [abs(a - b) for i, a in enumerate(levels) for j, b in enumerate(beds) if i != j]
    assert apart <= sum(mixed) / len(mixed)
    assert max(range(len(levels)), key=lambda index: levels[index]) > 0, "the peak is not where it begins"


def test_adaptive_harmony_never_clashes_more_and_somewhere_less() -> None:
    found, plain = MADE["adaptive_harmony"][0], MADE["classic"][0]
    base = _of(plain.rows, "vocals")[0].semitones
    better = 0
    for row in _of(found.rows, "vocals"):
        beds = [bed for bed in _of(found.rows, "instrumental") if bed.beat < row.end and bed.end > row.beat]
        sings = notes_of(found.decks["a"], row.song_beat // 4, 1)
        plays = notes_of(found.decks["b"], beds[0].song_beat // 4, 1)
        before, after = clash(sings, plays, base), clash(sings, plays, row.semitones - beds[0].semitones)
        assert after <= before
        better += after < before
    assert better


def test_adaptive_harmony_shifts_the_part_that_suffers_least() -> None:
    found, _ = MADE["adaptive_harmony"]
    for row in _of(found.rows, "vocals"):
        bed = next(bed for bed in _of(found.rows, "instrumental") if bed.beat < row.end and bed.end > row.beat)
        taken = row.semitones**2 + 1.5 * bed.semitones**2
        assert taken <= (row.semitones - bed.semitones) ** 2, "both together never cost more than the voice alone"


def test_theme_fusion_keeps_only_lines_that_carry_the_theme() -> None:
    rows = _of(MADE["theme_fusion"][0].rows, "vocals")
    wanted = lists_of(spec_of("theme_fusion")).words_for(("love", "night"))
    assert {row.song for row in rows} == {"a", "b", "c"}
    for row in rows:
        assert hits(row.why.partition('"')[2].rstrip('"').split(), wanted), row.why
    gaps = [after.beat - before.end for before, after in itertools.pairwise(rows)]
    assert any(gap >= 4 for gap in gaps), "instrumentals between"


def test_theme_fusion_without_a_theme_takes_the_one_that_songs_share() -> None:
    found, _ = made("theme_fusion", theme=[])
    assert any("are about love" in reason or "are about night" in reason for reason in found.reasons)


def test_a_theme_that_no_line_carries_names_those_that_lines_do() -> None:
    with pytest.raises(Fault) as told:
        made("theme_fusion", theme=["volcano"])
    assert told.value.code == "BF085" and "love (" in told.value.hint


def test_semantic_aligned_follows_its_arc() -> None:
    glad, _ = made("semantic_aligned", arc=[{"at": 0, "valence": 1, "energy": 1}, {"at": 1, "valence": 1, "energy": 1}])
    sad, _ = made(
        "semantic_aligned", arc=[{"at": 0, "valence": -1, "energy": 0}, {"at": 1, "valence": -1, "energy": 0}]
    )
    strength = [
        sum(found.decks[row.song].energy(row.song_beat // 4, row.beats // 4) for row in beds) / len(beds)
        for found in (glad, sad)
        if (beds := [row for row in found.rows if row.role == "bed"])
    ]
    assert strength[0] > strength[1]
    assert [_place(row) for row in glad.rows] != [_place(row) for row in sad.rows]


def test_role_aware_gives_roles_by_density() -> None:
    busy = {
        name: replace(analysis, lyrics=None) for name, analysis in ANALYSES.items()
    }  # their stems sing all the time
    dense, _ = made("role_aware", heard=busy)
    assert {"lead", "texture"} <= {row.role for row in _of(dense.rows, "vocals")}
    sparse, _ = made("role_aware", heard={name: _sparser(one) for name, one in SUNG.items()})
    assert {"call", "response"} <= {row.role for row in _of(sparse.rows, "vocals")}


def test_in_a_conversation_lines_answer_each_other_with_gaps() -> None:
    found, mix = MADE["conversational"]
    parts = [part for part in mix.parts if part.stem == "vocals"]
    assert len(parts) > 4 and {part.role for part in parts} == {"call", "response"}
    for before, after in itertools.pairwise(parts):
        assert before.song != after.song
        assert after.start_s - before.end_s >= found.decks.beat_s - 1e-3, (before.id, after.id)


@pytest.mark.parametrize("name", TYPES)
def test_a_song_without_stems_is_refused_with_the_ways_out(name: str) -> None:
    spec = spec_of(name)
    bare = spec.model_copy(update={"songs": {**spec.songs, "b": spec.songs["b"].model_copy(update={"stems": None})}})
    (fault,) = missing(bare)
    assert (fault.code, fault.at) == ("BF081", ("songs", "b")) and "separate: dsp" in fault.hint


@pytest.mark.parametrize("name", ["theme_fusion", "semantic_aligned", "conversational"])
def test_types_that_follow_words_are_refused_without(name: str) -> None:
    spec = spec_of(name)
    songs = {song: said.model_copy(update={"lyrics": None}) for song, said in spec.songs.items()}
    assert [fault.code for fault in missing(spec.model_copy(update={"songs": songs}))] == ["BF081"]


def test_an_arc_that_is_needed_and_not_there_is_asked_for() -> None:
    (fault,) = missing(spec_of("semantic_aligned", arc=[]))
    assert fault.code == "BF081" and "arc: [{at: 0" in fault.hint


def test_a_choice_of_another_type_names_the_types_that_have_it() -> None:
    (fault,) = missing(spec_of("classic", theme=["love"]))
    assert (fault.code, fault.at, fault.hint) == ("BF084", ("theme",), "types that have it: theme_fusion")


@pytest.mark.parametrize(
    ("song", "said", "code", "words"),
    [
        (analysis_of(156, "A minor"), {"tempo_bpm": 126}, "BF082", "would run"),
        (replace(ANALYSES["a"], beats_per_bar=3), {}, "BF082", "3 beats in a bar"),
        (replace(ANALYSES["a"], beats=(), downbeats=()), {}, "BF082", "0 whole bars"),
        (ANALYSES["a"], {"bed": "d"}, "BF084", 'no song "d"'),
        (ANALYSES["a"], {"bars": 9}, "BF085", "no room"),
    ],
)
def test_songs_that_cannot_meet_are_refused(song: Analysis, said: dict[str, Any], code: str, words: str) -> None:
    heard = {**ANALYSES, "a": song}
    with pytest.raises(Fault) as told:
        spec = spec_of("classic", ("a", "b"), **said)
        edit_list(spec, heard, {name: stems_of(ANALYSES[name]) for name in "ab"}, lists_of(spec))
    assert told.value.code == code and words in told.value.text


def test_half_the_tempo_is_no_stretch_at_all() -> None:
    found, mix = made("classic", ("a", "c"))
    (deck, bed) = found.decks["a"], found.decks["c"]
    assert deck.ratio == pytest.approx(1) or bed.ratio == pytest.approx(1)
    assert all(ratio == pytest.approx(1, abs=1e-3) for part in mix.parts for ratio in part.ratios)


def test_the_song_that_carries_it_keeps_its_own_tempo_exactly() -> None:
    _, mix = MADE["classic"]
    assert all(part.is_plain for part in mix.parts if part.song == "b")


@pytest.mark.parametrize("said", [{"arc": ARC}, {"theme": ["love"]}, {"stems": {"drums": "b"}}], ids=str)
def test_auto_takes_the_type_that_the_choices_are_for(said: dict[str, Any]) -> None:
    found, _ = made("auto", **said)
    wanted = {"arc": "semantic_aligned", "theme": "theme_fusion", "stems": "stem_swap"}[next(iter(said))]
    assert found.type == wanted and found.reasons[0].startswith(f"auto: {wanted} (1.00 sure)")


def test_auto_mends_distant_keys_and_sings_where_keys_agree() -> None:
    far = {**ANALYSES, "b": replace(ANALYSES["b"], key="C# major")}
    assert made("auto", ("a", "b"), far, voice="a")[0].type == "adaptive_harmony"
    quiet = {name: replace(analysis, voice=(0,) * 100) for name, analysis in ANALYSES.items()}
    assert made("auto", ("a", "b"), quiet, voice="a")[0].type in ("energy_matched", "classic")


def test_songs_that_a_type_has_no_use_for_are_named() -> None:
    assert "not heard: c" in MADE["classic"][0].reasons
    assert not any("not heard" in reason for reason in MADE["stem_swap"][0].reasons)


def test_a_very_fast_song_is_counted_by_halves_and_not_stretched() -> None:
    fast = {**SUNG, "b": sung(analysis_of(176, "F major", 32), 1), "a": sung(analysis_of(90, "A minor"), 0)}
    found, mix = made("classic", ("a", "b"), fast)
    assert found.decks.tempo_bpm == pytest.approx(88, abs=0.01)
    assert all(part.is_plain for part in mix.parts if part.song == "b")
    assert all(row.beats % 4 == 0 for row in found.rows)


def _place(row: Row) -> tuple[Any, ...]:
    return row.song, row.stem, row.beat, row.beats, row.song_beat, row.semitones, row.role, row.trim


def _of(rows: tuple[Row, ...], stem: str) -> list[Row]:
    return sorted((row for row in rows if row.stem == stem), key=lambda row: row.beat)


def _where(rows: tuple[Row, ...], stem: str) -> dict[int, int]:
    """Beat of the mix -> beat of the song for a stem."""
    return {row.beat + at: row.song_beat + at for row in _of(rows, stem) for at in range(row.beats)}


def _sparser(analysis: Analysis) -> Analysis:
    """Every other line of it."""
    assert analysis.lyrics
    return replace(analysis, lyrics=replace(analysis.lyrics, lines=analysis.lyrics.lines[::2]))


def test_a_song_that_is_not_there_is_told_before_anything_is_listened_to() -> None:
    asked = spec_of("classic", ("alpha", "beta"), voice="alfa", bed="beta")
    (fault,) = missing(asked)
    assert (fault.code, fault.at, fault.hint) == ("BF084", ("voice",), 'did you mean "alpha"?')
