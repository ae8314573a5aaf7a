"""Broken project files of every kind: a ProjectError in a moment, or a project; never anything else.

A few here; `python -m tests.bench.bench_mutations --full` judges 20,000.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from beatforge.errors import ProjectError
from beatforge.project.library import load_library
from beatforge.project.load import load_project
from tests.project.files import written_project
from tests.project.judge import BUSY_S, Judge
from tests.project.mutants import KINDS, OLD, TEXT, mutant
from tests.projects import PROJECT

LOADED, JUDGED = (2000, 300) if os.environ.get("BEATFORGE_FULL") else (240, 36)


def test_no_broken_file_breaks_a_reader_and_all_readers_agree(film: Path, own_store: Path) -> None:
    judge = Judge(film.parent, own_store)
    texts = {"film": PROJECT, "all": TEXT, "old": OLD}
    for number in range(JUDGED):
        judge.judge(mutant(number, texts))
    for number in range(JUDGED, JUDGED + LOADED):
        judge.load(mutant(number, texts))
    for number in range(4, 4 + 3 * len(KINDS), len(KINDS)):  # restyled ones of the film that is there
        assert judge.judge(mutant(number, {"film": PROJECT})).startswith("fresh"), number
    assert judge.outcomes["faults"] > LOADED / 4, judge.outcomes
    assert judge.outcomes["no YAML"] > LOADED / 10, judge.outcomes
    assert judge.outcomes["project"] > LOADED / 20, judge.outcomes
    assert judge.outcomes["(migrated)"] > LOADED / 50, judge.outcomes


NINE = ",".join(["*a{0}"] * 9)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 50_000,
        "? " * 50_000,
        "a: " * 100_000,
        "{" * 3,
        "a: &a [*a]",
        "a: &a {<<: *a}",
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{NINE.format(n - 1)}]\n" for n in range(1, 40)),
        "a: &a {" + ",".join(f"k{n}: 1" for n in range(2000)) + "}\nb:\n" + "  - {<<: *a}\n" * 3000,
        "a: [" + "x," * 400_000 + "]",
        "".join(f"k{n}: 1\n" for n in range(20_000)),
        "a: " + "x" * 1_900_000,
        "a: " + "x" * 3_000_000,
        "a: !!python/object/apply:os.system [ls]",
    ],
    ids=lambda text: text[:12].strip(),
)
def test_hostile_files_cost_one_moment(tmp_path: Path, text: str) -> None:
    library = load_library()
    file = written_project(tmp_path, "", text)
    started = time.process_time()  # of this process alone: the machine may be busy
    with pytest.raises(ProjectError) as caught:
        load_project(file, library=library)
    assert len(str(caught.value)) < 100_000
    assert time.process_time() - started < BUSY_S


MEMORY = """
import sys
from beatforge.project.nodes import parse_source
text = sys.stdin.buffer.read()
try:
    parse_source(text, "project.yaml")
except Exception:
    pass
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc; getrusage gives that of the parent")
@pytest.mark.parametrize("text", ["a: [" + "x," * 1_000_000 + "]", "".join(f"k{n}: 1\n" for n in range(150_000))])
def test_the_largest_file_costs_little_memory(text: str) -> None:
    done = subprocess.run([sys.executable, "-c", MEMORY], input=text[: 2 * 2**20].encode(), capture_output=True)
    assert int(done.stdout) < 300 * 1024, "KiB"


@pytest.mark.parametrize(
    "data", [b"name: \xff", "version: 1".encode("utf-16"), b"a: \x00b", b"\x80", b"", b"\n\n# x\n"]
)
def test_bytes_that_are_no_text_are_one_fault(tmp_path: Path, data: bytes) -> None:
    file = written_project(tmp_path, "")
    file.write_bytes(data)
    with pytest.raises(ProjectError) as caught:
        load_project(file)
    assert len(caught.value.problems) == 1
