"""A store that two users of a machine share: rights follow the store's folder, and a refusal names the way out."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from beatforge.errors import ToolError
from beatforge.graph.claims import claim
from beatforge.graph.store import Store
from tests.graph.toy_graph import Box, film
from tests.processes import powerless


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def modes(store: Store) -> dict[str, set[int]]:
    """Permission bits of what lies in the store, by kind."""
    found: dict[str, set[int]] = {}
    for path in store.root.rglob("*"):
        kind = "folder" if path.is_dir() else "blob" if "blob" in path.parts else "file"
        found.setdefault(kind, set()).add(stat.S_IMODE(path.stat().st_mode))
    return found


def test_in_a_store_of_the_group_all_is_the_groups_whatever_the_umask(box: Box) -> None:
    box.store.root.mkdir()
    box.store.root.chmod(0o2775)
    with umask(0o077):
        box.build(film())
    found = modes(box.store)
    assert all(mode & 0o070 == 0o070 and mode & stat.S_ISGID for mode in found["folder"]), found
    assert all(mode & 0o060 == 0o060 for mode in found["file"] - {0o600}), found
    records = {stat.S_IMODE(path.stat().st_mode) for path in (box.store.root / "ac").rglob("*.json")}
    assert all(mode & 0o060 == 0o060 for mode in records)


def test_in_a_store_of_ones_own_nobody_else_may_write(box: Box) -> None:
    with umask(0o022):
        box.build(film())
    assert all(mode & 0o022 == 0 for found in modes(box.store).values() for mode in found)


def test_a_claim_of_another_user_is_said_with_the_way_out(box: Box, tmp_path: Path) -> None:
    """A claim file that may not be written, as another user's under umask 022."""
    key = "k" * 64
    box.store.make_folders()
    path = box.store.root / "claim" / f"{key}.lock"
    path.touch(mode=0o444)
    code = (
        "import sys; from pathlib import Path; from beatforge.errors import ToolError\n"
        "from beatforge.graph.claims import claim; from beatforge.graph.store import Store\n"
        "try:\n"
        "    with claim(Store(Path(sys.argv[1])), sys.argv[2], lambda: False): print('held')\n"
        "except ToolError as error: print(error)"
    )
    done = subprocess.run(
        powerless(sys.executable, "-c", code, str(box.store.root), key), capture_output=True, text=True, check=True
    )
    assert str(path) in done.stdout and "belongs to user" in done.stdout and "chmod -R g+w" in done.stdout


def test_a_free_claim_is_held_and_leaves_nothing(box: Box) -> None:
    box.store.make_folders()
    with claim(box.store, "k" * 64, lambda: False) as held:
        assert held
    assert list((box.store.root / "claim").iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX's")
def test_a_store_that_may_not_be_written_says_so_when_a_session_begins(box: Box) -> None:
    box.build(film())
    code = (
        "import sys; from pathlib import Path; from beatforge.errors import ToolError\n"
        "from beatforge.graph.store import Store\n"
        "try:\n"
        "    with Store(Path(sys.argv[1])).session(): print('open')\n"
        "except ToolError as error: print(error)"
    )
    (box.store.root / "tmp").chmod(0o555)
    done = subprocess.run(
        powerless(sys.executable, "-c", code, str(box.store.root)), capture_output=True, text=True, check=True
    )
    assert "could not be written: Permission denied; set BEATFORGE_STORE to a folder you may write to" in done.stdout


def test_looking_needs_no_right_to_write_and_makes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "nowhere")
    assert store.find("k" * 64) is None
    assert not store.root.exists()
    with pytest.raises(ToolError, match="could not be written"):
        (tmp_path / "file").touch()
        with Store(tmp_path / "file").session():
            pass
