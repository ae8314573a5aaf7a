"""Laws over random graphs and edits: the survey is the build, and what is there is what would be made from nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from beatforge.graph import snapshot
from beatforge.graph.staleness import survey
from beatforge.graph.target import Output, Source, Target
from beatforge.graph.trace import Trace
from tests.graph.toy_graph import Box, out, target
from tests.graph.toy_steps import joined

SOURCES = ("a.txt", "b.txt")
SIZE = 5

# each target: which earlier ones and which sources it reads, and whether the user sees its output
graphs = st.lists(
    st.tuples(st.sets(st.integers(0, SIZE - 1), max_size=2), st.sets(st.sampled_from(SOURCES)), st.booleans()),
    min_size=2,
    max_size=SIZE,
)
which = st.integers(0, SIZE - 1)
edits = st.one_of(
    st.tuples(st.just("value"), which, st.integers(0, 2)),
    st.tuples(st.just("source"), st.sampled_from(SOURCES), st.integers(0, 2)),
    st.tuples(st.just("touch"), st.sampled_from(SOURCES), st.just(0)),
    st.tuples(st.just("delete place"), which, st.just(0)),
    st.tuples(st.just("damage place"), which, st.just(0)),
    st.tuples(st.just("delete blob"), which, st.integers(0, 1)),
    st.tuples(st.just("lose trace"), st.just(0), st.just(0)),
)


class World:
    """A project, its edits, and what its outputs should be."""

    def __init__(self, box: Box, graph: list) -> None:
        self.box, self.graph = box, graph
        self.values = [0] * len(graph)
        for name in SOURCES:
            box.write(name, "0")

    def targets(self) -> list[Target]:
        found = []
        for index, (ups, sources, is_placed) in enumerate(self.graph):
            inputs = [*(out(f"t/{up}") for up in sorted(ups) if up < index), *map(Source, sorted(sources))]
            places = {"out.txt": f"build/{index}.txt"} if is_placed else {}
            found.append(
                target(
                    f"t/{index}",
                    *inputs,
                    value={"n": self.values[index], "name": index},
                    places=places,
                    outputs=("out.txt", "notes.json"),
                )
            )
        return found

    def apply(self, edit: str, what: int | str, number: int) -> None:
        project = self.box.project
        if edit == "value":
            self.values[int(what) % len(self.values)] = number
        elif edit == "source":
            self.box.write(str(what), str(number))
        elif edit == "touch":
            os.utime(project / str(what))
        elif edit == "lose trace":
            shutil.rmtree(project / ".beatforge", ignore_errors=True)
        elif edit == "delete blob":
            blobs = self.box.blobs(f"t/{int(what) % len(self.graph)}", self.targets())
            for blob in blobs[number : number + 1]:
                blob.unlink(missing_ok=True)
        elif (place := project / f"build/{int(what) % len(self.graph)}.txt").exists():
            if edit == "delete place":
                place.unlink()
            else:
                place.write_bytes(b"?" * place.stat().st_size)

    def expected(self) -> dict[str, bytes]:
        made: dict[str, bytes] = {}
        for t in self.targets():
            inputs = [
                made[i.target] if isinstance(i, Output) else (self.box.project / i.path).read_bytes() for i in t.inputs
            ]
            made[t.name] = joined(dict(t.value), inputs)
        return made


def take_snapshot(world: World) -> None:
    """A fresh project has a snapshot, and it says so."""
    path = snapshot.snapshot_path(world.box.project, ["build"])
    time.sleep(0.06)  # all is at rest
    with Trace(world.box.project) as trace:
        now = survey(world.targets(), store=world.box.store, trace=trace)
        assert now.is_fresh
        taken = snapshot.survey_signatures(now, world.box.store)
    assert taken is not None
    snapshot.save(path, taken, {"done": 1})
    assert snapshot.is_current(path) == {"done": 1}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([(set(), set(), False), ({0}, set(), False)], [[("delete blob", 0, 0), ("lose trace", 0, 0)]])
@example([(set(), {"a.txt"}, False), ({0}, set(), False)], [[("delete blob", 0, 1)]])
@given(graphs, st.lists(st.lists(edits, min_size=1, max_size=3), max_size=4))
def test_the_survey_predicts_exactly_what_the_build_does(pool, graph, rounds):
    with tempfile.TemporaryDirectory() as folder:
        world = World(Box(Path(folder) / "project", Path(folder) / "store", pool), graph)
        path = snapshot.snapshot_path(world.box.project, ["build"])
        for edits_of_round in [[], *rounds]:
            for edit in edits_of_round:
                world.apply(*edit)
            was_current = snapshot.is_current(path)
            plan = world.box.survey(world.targets())
            report = world.box.build(world.targets())
            assert report.is_complete
            certain = {e.target.name for e in plan.stale if e.certain}
            assert certain <= set(report.made) <= {e.target.name for e in plan.stale}
            assert {e.target.name for e in plan.in_state("restore")} <= set(report.restored)
            assert {e.target.name for e in plan.in_state("fresh")} <= set(report.fresh)
            if was_current is not None and not any(edit[0] == "value" for edit in edits_of_round):
                assert plan.is_fresh  # the snapshot does not see values: its request names the compiled targets
            take_snapshot(world)
            for t, right in zip(world.targets(), world.expected().values(), strict=True):
                if t.places:
                    assert world.box.read(t.places["out.txt"]).encode() == right
