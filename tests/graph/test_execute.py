from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from beatforge.errors import ToolError
from beatforge.graph.execute import build
from beatforge.graph.pool import Pool
from beatforge.graph.target import Source
from beatforge.graph.trace import Trace
from tests.graph.toy_graph import out, replaced, target


def test_steps_get_their_inputs_in_order_and_the_value_that_is_in_the_key(box):
    box.write("a", "A")
    box.write("b", "B")
    box.made([target("x", Source("b"), Source("a"), n=3)])
    assert box.read("build/x.txt") == '({"n": 3}|B,A)'


def test_printing_steps_do_not_break_the_protocol(box):
    assert box.made([target("x", step="talk"), target("y", out("x"))]) == ["x", "y"]


def test_numeric_libraries_get_one_thread(box):
    box.made([target("x", step="environment")])
    assert box.read("build/x.txt").split()[0] == "1"


def test_workers_are_kept_warm(box):
    with Pool(1) as pool:
        targets = [target(f"x/{i}", step="environment", n=i) for i in range(3)]
        box.build(targets, pool=pool)
        assert len({box.read(f"build/x/{i}.txt") for i in range(3)}) == 1


def test_a_failing_step_names_its_target_and_keeps_the_last_lines(box):
    report = box.build([target("scene/1", step="fail"), target("film", out("scene/1"))], jobs=1)
    assert (report.failed, report.cancelled, report.made) == (("scene/1",), ("film",), ())
    text = str(report.errors[0])
    assert text.startswith("scene/1: tool: no space in the attic\nRuntimeError: the chorus fell over (toy_steps.py:")
    assert not report.is_complete


def test_without_keep_going_other_branches_stop(box):
    targets = [target("a", step="fail"), *(target(f"x/{i}", n=i) for i in range(5))]
    report = box.build(targets, jobs=1)
    assert report.failed == ("a",)
    assert len(report.cancelled) == 5


def test_keep_going_makes_all_that_does_not_hang_on_the_failure(box):
    targets = [target("a", step="fail"), target("b", out("a")), target("c"), target("d", out("c"))]
    report = box.build(targets, jobs=1, keep_going=True)
    assert (report.failed, report.cancelled, report.made) == (("a",), ("b",), ("c", "d"))
    assert {e.target: e.event for e in box.events if e.event in ("failed", "cancelled", "made")} == {
        "a": "failed", "b": "cancelled", "c": "made", "d": "made",
    }  # fmt: skip


def test_a_step_killed_by_a_signal_names_it(box):
    report = box.build([target("a", step="die", value={"signal": int(signal.SIGSEGV)})])
    assert "killed by SIGSEGV" in str(report.errors[0])
    assert box.made([target("b")]) == ["b"]


def test_an_empty_output_is_a_failure(box):
    report = box.build([target("a", step="leave_nothing")])
    assert "left no out.txt" in str(report.errors[0])
    assert not (box.project / "build/a.txt").exists()


def test_an_input_edited_during_its_step_does_not_count(box):
    targets = [target("a", Source("song.txt"), step="edit_own_input"), target("b", out("a")), target("c")]
    report = box.build(targets)
    assert (report.superseded, report.made) == (("a", "b"), ("c",))
    assert not (box.project / "build/a.txt").exists()
    assert box.made(targets) == ["a", "b"]
    assert box.read("build/a.txt") == "la la la edited"


def test_progress_and_counts_are_told(box, tmp_path):
    value = {"n": 1, "seconds": 0.5, "pids": str(tmp_path / "pids")}
    box.made([target("a", step="slow", value=value, work=10)])
    kinds = [e.event for e in box.events]
    assert kinds[0] == "started" and kinds[-1] == "made"
    assert "progress" in kinds
    assert (box.events[-1].done, box.events[-1].total) == (1, 1)
    assert box.events[-1].seconds >= 0.5
    assert box.events[-1].task == "a"


def test_a_store_that_cannot_be_written_is_one_clear_error(box):
    box.made([target("a")])
    (blob,) = [p for p in box.blobs("a", [target("a")]) if p.read_bytes().startswith(b"(")]
    folder = blob.parent
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    (box.project / "build/a.txt").unlink()
    with pytest.raises(ToolError, match=r"the store at .* could not be written: ") as error:
        box.build([target("a"), target("b", out("a"))])
    assert "\n" not in str(error.value)


def test_a_place_that_cannot_be_written_is_one_clear_error(box):
    box.write("build", "a file where the folder should be")
    with pytest.raises(ToolError, match="build could not be written: "):
        box.build([target("a")])
    (box.project / "build").unlink()
    assert box.build([target("a")]).made == ()


def test_an_error_in_the_callers_callback_is_not_lost(box):
    def broken(event):
        raise LookupError(event.target)

    with pytest.raises(LookupError):
        box.build([target("a")], on_event=broken)


def test_cancelled_targets_end_at_once_and_the_rest_goes_on(box, tmp_path):
    value = {"n": 1, "seconds": 60, "pids": str(tmp_path / "pids")}
    targets = [target("slow", step="slow", value=value), target("after", out("slow")), target("other")]

    def cancel(event):
        if (event.event, event.target) == ("progress", "slow"):
            threading.Thread(target=box.pool.cancel_targets, args=(["slow"],)).start()

    started = time.monotonic()
    report = box.build(targets, on_event=cancel)
    assert (report.cancelled, report.made) == (("slow", "after"), ("other",))
    assert time.monotonic() - started < 30
    assert box.made(replaced(targets, "slow", step="tests.graph.toy_steps:join")) == ["slow", "after"]


# code


@pytest.fixture
def studio(tmp_path, monkeypatch):
    """Two step modules over one shared module."""
    monkeypatch.syspath_prepend(tmp_path / "lib")
    folder = tmp_path / "lib" / f"studio_{tmp_path.name.replace('-', '_')}"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "shared.py").write_text("WORD = 'shared'\n")
    for name in ("one", "two"):
        (folder / f"{name}.py").write_text(
            f"from {folder.name} import shared\nLEVEL = 1\n\n"
            "def step(value, inputs, out, progress):\n"
            f"    (out / 'out.txt').write_text(f'{name} {{LEVEL}} {{shared.WORD}}')\n"
        )
    return folder


def studio_targets(studio):
    return [target(name, step=f"{studio.name}.{name}:step") for name in ("one", "two")]


def test_a_changed_literal_makes_exactly_its_targets_and_runs_the_new_code(box, studio):
    box.made(studio_targets(studio))
    module = studio / "two.py"
    module.write_text(module.read_text().replace("LEVEL = 1", "LEVEL = 2"))
    assert box.reasons(studio_targets(studio), "two") == [f"code {studio.name}.two changed"]
    assert box.made(studio_targets(studio)) == ["two"]
    assert box.read("build/two.txt") == "two 2 shared"
    (studio / "shared.py").write_text("WORD = 'other'\n")
    assert box.made(studio_targets(studio)) == ["one", "two"]
    assert box.read("build/one.txt") == "one 1 other"


def test_a_changed_comment_makes_nothing(box, studio):
    box.made(studio_targets(studio))
    module = studio / "shared.py"
    module.write_bytes(b'"""What is shared."""\r\n\r\n# a remark\r\n' + module.read_bytes())
    assert box.made(studio_targets(studio)) == []


def test_what_hangs_on_changed_code_is_possible_and_spared_when_it_comes_out_the_same(box, studio):
    targets = [*studio_targets(studio), target("film", out("one"), out("two"))]
    box.made(targets)
    module = studio / "one.py"
    module.write_text(module.read_text() + "UNUSED = 1\n")
    entries = box.survey(targets).entries
    assert {name: (e.state, e.certain) for name, e in entries.items()} == {
        "one": ("stale", True), "two": ("fresh", True), "film": ("stale", False),
    }  # fmt: skip
    assert box.made(targets) == ["one"]


def test_code_that_changes_during_a_step_does_not_count(box, studio):
    module = studio / "one.py"
    module.write_text(module.read_text() + f"    open({str(module)!r}, 'a').write('# moved')\n")
    report = box.build(studio_targets(studio), jobs=1)
    assert (report.superseded, report.made) == (("one",), ("two",))


def test_a_build_with_its_own_pool_leaves_no_worker(box):
    targets = [target(f"x/{i}", step="environment", n=i) for i in range(2)]
    with Trace(box.project) as trace:
        report = build(targets, store=box.store, trace=trace, jobs=2)
    assert len(report.made) == 2
    for i in range(2):
        with pytest.raises(ProcessLookupError):
            os.kill(int(box.read(f"build/x/{i}.txt").split()[1]), 0)


def test_twins_are_made_once_and_the_survey_knows(box):
    twins = [target(f"scene/{name}", Source("song.txt")) for name in "abc"]
    entries = box.survey(twins).entries
    assert [e.certain for e in entries.values()] == [True, False, False]
    assert str(entries["scene/b"].reasons[-1]) == "scene/a will make the same"
    assert box.made(twins) == ["scene/a"]
