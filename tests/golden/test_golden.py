"""Every style looks as it did when it was last looked at. Where a change is meant: `python -m tests.golden STYLE`."""

from __future__ import annotations

import pytest

from tests.bench.style_shots import LIBRARY
from tests.golden.frames import SHEET, digests, known


@pytest.mark.parametrize("style", LIBRARY.styles)
def test_a_style_looks_as_it_was_agreed_on(style: str) -> None:
    assert digests(style) == known()[style], f"look at it, then: python -m tests.golden {style}"


def test_no_style_is_left_out_and_no_two_look_the_same() -> None:
    agreed = known()
    assert set(agreed) == set(LIBRARY.styles) and len(agreed) == 24
    assert len({digest for found in agreed.values() for digest in found}) == sum(map(len, agreed.values()))
    assert SHEET.is_file()
