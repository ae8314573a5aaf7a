from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from beatforge.graph.pool import Pool
from tests.graph.toy_graph import Box


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """Two warm workers for all tests."""
    with Pool(2) as warm:
        yield warm


@pytest.fixture
def box(tmp_path: Path, pool: Pool) -> Box:
    return Box(tmp_path / "project", tmp_path / "store", pool)
