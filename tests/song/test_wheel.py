"""The wheel of keys: names, neighbours, and shifts that are never large."""

from __future__ import annotations

import pytest

from beatforge.song.wheel import (
    Key,
    are_compatible,
    camelot,
    open_key,
    parse_key,
    places_apart,
    relation,
    shift_to_fit,
)

KEYS = [Key(tonic, is_minor) for tonic in range(12) for is_minor in (False, True)]


@pytest.mark.parametrize(
    "name, on_camelot, in_open_key",
    [  # as printed on both wheels
        ("C major", "8B", "1d"),
        ("A minor", "8A", "1m"),
        ("G major", "9B", "2d"),
        ("E minor", "9A", "2m"),
        ("F major", "7B", "12d"),
        ("F# major", "2B", "7d"),
        ("Eb minor", "2A", "7m"),
        ("B major", "1B", "6d"),
        ("Ab minor", "1A", "6m"),
        ("C# major", "3B", "8d"),
        ("E major", "12B", "5d"),
        ("C# minor", "12A", "5m"),
    ],
)
def test_names_are_those_of_the_printed_wheels(name: str, on_camelot: str, in_open_key: str) -> None:
    key = parse_key(name)
    assert key and (str(key), camelot(key), open_key(key)) == (name, on_camelot, in_open_key)


def test_every_key_is_read_from_each_of_its_names() -> None:
    for key in KEYS:
        assert parse_key(str(key)) == parse_key(camelot(key)) == parse_key(open_key(key)) == key


def test_people_write_keys_in_other_ways_too() -> None:
    assert [str(parse_key(text)) for text in ("F#m", "Gb minor", "bb", "Db major", " am ", "D♭", "8a")] == [
        "F# minor", "F# minor", "Bb major", "C# major", "A minor", "C# major", "A minor"
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "H major", "A dorian", "0A", "13A", "8C", "A minor 7", "minor"])
def test_what_is_no_key_is_none(text: str) -> None:
    assert parse_key(text) is None


def test_keys_sound_together_when_they_share_six_of_seven_notes() -> None:
    def scale(key: Key) -> set[int]:
        steps = (0, 2, 3, 5, 7, 8, 10) if key.is_minor else (0, 2, 4, 5, 7, 9, 11)
        return {(key.tonic + step) % 12 for step in steps}

    for key in KEYS:
        for other in KEYS:
            shared = len(scale(key) & scale(other))
            assert are_compatible(key, other) == (shared >= 6)
            # Every place on the circle changes one note, until only the two that are a tritone apart are left.
            assert shared == max(2, 7 - places_apart(key, other))


def test_a_shift_reaches_a_key_that_fits_and_no_smaller_one_does() -> None:
    for key in KEYS:
        for other in KEYS:
            shift = shift_to_fit(key, other)
            assert are_compatible(key.shifted(shift), other)
            assert abs(shift) <= 2
            assert not any(are_compatible(key.shifted(less), other) for less in range(-abs(shift) + 1, abs(shift)))


def test_of_two_equal_shifts_the_nearer_key_then_the_lower_voice_is_chosen() -> None:
    c, f_sharp, c_sharp = Key(0, False), Key(6, False), Key(1, False)
    assert shift_to_fit(f_sharp, c) == -1
    assert (shift_to_fit(c_sharp, c), relation(c_sharp.shifted(-1), c)) == (-1, "same")


def test_an_unknown_key_is_left_where_it_is() -> None:
    assert shift_to_fit(None, Key(0, False)) == shift_to_fit(Key(0, False), None) == 0
