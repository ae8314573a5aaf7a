from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatforge.graph.keys import Change, canonical, changes, key_of

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


def test_key_ignores_the_order_of_names():
    assert key_of({"a": 1, "b": {"c": 2, "d": 3}}) == key_of({"b": {"d": 3, "c": 2}, "a": 1})


def test_tuples_and_read_only_mappings_are_the_same_as_lists_and_dicts():
    assert canonical({"a": (1, 2), "b": MappingProxyType({"z": 1, "c": 2})}) == b'{"a":[1,2],"b":{"c":2,"z":1}}'


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_numbers_that_json_lacks_are_errors(bad):
    with pytest.raises(ValueError):
        canonical({"x": [bad]})


def test_what_has_no_canonical_form_is_an_error():
    with pytest.raises(TypeError, match="no canonical form"):
        canonical({"x": {1, 2}})


@given(values, values)
def test_two_values_have_changes_exactly_when_their_keys_differ(old, new):
    assert (canonical(old) != canonical(new)) == bool(changes(old, new))


def test_a_change_names_its_path_and_both_values():
    old = {"shot": {"seed": 41, "loras": ["a", "b"]}}
    new = {"shot": {"seed": 42, "loras": ["a", "c"], "prompt": "rain"}}
    assert changes(old, new, "value") == (
        Change("value.shot.loras.1", "b", "c"),
        Change("value.shot.prompt", "(absent)", "rain"),
        Change("value.shot.seed", 41, 42),
    )


def test_long_lists_of_numbers_are_counted():
    old = {"bass": list(range(120))}
    new = {"bass": [0, *range(2, 120), 7]}
    (change,) = changes(old, new, "value.shot.music")
    assert (change.path, change.note) == ("value.shot.music.bass", "119 numbers changed")
