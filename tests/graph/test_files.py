from __future__ import annotations

import os
import time

import pytest

from beatforge.graph.files import FileCache, Seen, sha256_of, signature


def test_a_resting_file_is_read_once(tmp_path):
    path = tmp_path / "song"
    path.write_text("la")
    seen = Seen(signature(path), time.time_ns() + 10**12, "remembered")
    assert FileCache({str(path): seen}).digest(path) == "remembered"


def test_a_file_as_young_as_its_entry_is_read_again(tmp_path):
    path = tmp_path / "song"
    path.write_text("la")
    seen = Seen(signature(path), time.time_ns(), "remembered too early")
    cache = FileCache({str(path): seen})
    assert cache.digest(path) == sha256_of(path)
    assert cache.fresh.keys() == {str(path)}


def test_same_size_and_mtime_with_other_bytes_is_noticed(tmp_path):
    path = tmp_path / "song"
    path.write_text("la")
    cache = FileCache({})
    cache.settle([path])
    assert cache.trusted(path)
    before, stat = cache.digest(path), path.stat()
    path.write_text("lo")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert cache.digest(path) != before


def test_settled_files_cost_a_stat(tmp_path):
    path = tmp_path / "song"
    path.write_text("la")
    cache = FileCache({})
    cache.digest(path)
    cache.settle([path, tmp_path / "gone"])
    assert cache.trusted(path) == signature(path)


def test_an_absent_file_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        FileCache({}).digest(tmp_path / "gone")
