from __future__ import annotations

import sys

import pytest

from beatforge.errors import ToolError
from beatforge.graph.code import CodeIndex, code_digest


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of a few modules, never imported."""
    monkeypatch.syspath_prepend(tmp_path)
    files = {
        "__init__.py": "",
        "root.py": "import os\nfrom codetoy import near\n\ndef run():\n    from .late import thing\n",
        "near.py": "from codetoy.deep.leaf import VALUE\n",
        "late.py": "import importlib\nthing = importlib.import_module('codetoy.named')\n",
        "named.py": "",
        "deep/__init__.py": "from ..around import x\n",
        "deep/leaf.py": "VALUE = 1\n",
        "around.py": "x = 1\n",
        "typed.py": "",
        "stranger.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from codetoy import typed\n",
    }
    for name, text in files.items():
        path = tmp_path / "codetoy" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path / "codetoy"


def test_closure_holds_what_would_be_imported_and_nothing_else(package):
    assert CodeIndex().modules(("codetoy.root",)) == (
        "codetoy", "codetoy.around", "codetoy.deep", "codetoy.deep.leaf",
        "codetoy.late", "codetoy.named", "codetoy.near", "codetoy.root",
    )  # fmt: skip
    assert not [name for name in sys.modules if name.startswith("codetoy")]


def test_imports_for_types_only_do_not_count(package):
    assert CodeIndex().modules(("codetoy.stranger",)) == ("codetoy", "codetoy.stranger")


def test_a_changed_literal_changes_one_digest(package):
    before = CodeIndex().digests(["codetoy.root"])
    (package / "deep" / "leaf.py").write_text("VALUE = 2\n")
    after = CodeIndex().digests(["codetoy.root"])
    assert [name for name in after if after[name] != before[name]] == ["codetoy.deep.leaf"]


SOURCE = b'''"""Doc."""
import os

def draw(x):
    """Draws."""
    # a comment
    text = f"{x:>4} {x}"  # another
    return text + """kept
    # in here"""
'''


@pytest.mark.parametrize(
    "same",
    [
        SOURCE.replace(b"# a comment\n", b"# changed\n\n\n"),
        SOURCE.replace(b"Doc.", b"Other\n\nwords."),
        SOURCE.replace(b'    """Draws."""\n', b""),
        SOURCE.replace(b"  # another", b""),
        SOURCE.replace(b"\n", b"\r\n"),
        SOURCE.replace(b"def draw(x):", b"def draw(\n    x):"),
    ],
)
def test_what_does_not_run_does_not_count(same):
    assert code_digest(same) == code_digest(SOURCE)


@pytest.mark.parametrize(
    "other",
    [
        SOURCE.replace(b">4", b">5"),
        SOURCE.replace(b"} {x}", b"}  {x}"),
        SOURCE.replace(b"# in here", b"# in there"),
        SOURCE.replace(b"    return", b"return"),
        SOURCE.replace(b"import os", b"import re"),
    ],
)
def test_what_runs_counts(other):
    assert code_digest(other) != code_digest(SOURCE)


def test_a_module_that_is_not_there_is_named():
    with pytest.raises(ToolError, match=r"codetoy\.absent"):
        CodeIndex().digests(["codetoy.absent"])


def test_a_module_that_cannot_be_read_is_named(package):
    (package / "near.py").write_text("def broken(:\n")
    with pytest.raises(ToolError, match=r"near\.py"):
        CodeIndex().digests(["codetoy.root"])
