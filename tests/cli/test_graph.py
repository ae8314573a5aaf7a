"""The film's graph in three notations: the same targets and arrows, and no label that breaks out of its quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from beatforge.cli.graph import COLOURS, Node, dot, html, mermaid, nodes_of
from beatforge.cli.main import main
from beatforge.cli.session import Session
from tests.projects import RESEEDED, TARGETS, VERSE, edit

HOSTILE = 'a"b</script><b>\\"]; %%{x}%% `c` # & ü😀'
NODES = (
    Node("scene/x-1.01", "scene/x-1", "fresh", (), ()),
    Node(HOSTILE, HOSTILE, "stale", (f"prompt {HOSTILE}", "two\nlines"), (0,)),
)


def arrows(session: Session) -> set[tuple[str, str]]:
    """What hangs on what, by name."""
    return {(name, target.name) for target in session.targets() for name in target.upstream}


def of_mermaid(text: str) -> tuple[dict[str, tuple[str, str]], set[tuple[str, str]]]:
    """Nodes with label and state, and arrows."""
    nodes = {number: (label, state) for number, label, state in re.findall(r'^  (n\d+)\["(.*)"\]:::(\w+)$', text, re.M)}
    return nodes, {(nodes[a][0], nodes[b][0]) for a, b in re.findall(r"^  (n\d+) --> (n\d+)$", text, re.M)}


def of_dot(text: str) -> tuple[dict[str, tuple[str, str]], set[tuple[str, str]]]:
    row = re.compile(r'^  (n\d+) \[label="((?:[^"\\]|\\.)*)", fillcolor="(.*?)", tooltip="((?:[^"\\]|\\.)*)"\]$', re.M)
    states = {colour: state for state, colour in COLOURS.items()}
    nodes = {number: (label, states[colour]) for number, label, colour, _ in row.findall(text)}
    return nodes, {(nodes[a][0], nodes[b][0]) for a, b in re.findall(r"^  (n\d+) -> (n\d+)$", text, re.M)}


def of_html(text: str) -> tuple[dict[str, tuple[str, str]], set[tuple[str, str]]]:
    found = data_of(text)["nodes"]
    nodes = {str(number): (node["name"], node["state"]) for number, node in enumerate(found)}
    return nodes, {(found[need]["name"], node["name"]) for node in found for need in node["needs"]}


def data_of(page: str) -> dict[str, Any]:
    """What the page's script reads."""
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert match
    data: dict[str, Any] = json.loads(match[1])
    return data


READERS: dict[str, Callable[[str], Any]] = {"mermaid": of_mermaid, "dot": of_dot, "html": of_html}


@pytest.mark.parametrize("kind", READERS)
def test_it_has_every_target_with_its_state_and_every_arrow(
    film: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(film, "seed: 41", "seed: 42")
    capsys.readouterr()
    assert main(["graph", str(film), f"--{kind}"]) == 0
    nodes, links = READERS[kind](capsys.readouterr().out)
    states = dict(nodes.values())
    assert set(states) == set(TARGETS)
    assert {name for name, state in states.items() if state == "stale"} == set(RESEEDED)
    with Session.open(film) as session:
        assert links == arrows(session) and links


def test_named_targets_come_with_what_they_hang_on(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Session.open(film) as session:
        assert [node.name for node in nodes_of(session, ("verse-1.01",))] == [VERSE]
        assert {node.name for node in nodes_of(session, ("film",))} == set(TARGETS) - {"analysis"}
    assert main(["graph", "-C", str(film), "zzz"]) == 2 and 'no target "zzz"' in capsys.readouterr().err


def test_reasons_are_those_of_why(film: Path) -> None:
    edit(film, "seed: 41", "seed: 42")
    with Session.open(film) as session:
        why = {node.name: node.why for node in nodes_of(session)}
    assert why[VERSE] == ("seed 41 -> 42 (project.yaml:27:22)",) and why["mix"] == ()


def test_the_ending_of_the_file_chooses_the_notation(film: Path, tmp_path: Path) -> None:
    for ending, start in ((".html", "<!doctype html>"), (".gv", "digraph "), (".mmd", "flowchart LR")):
        assert main(["graph", str(film), "-o", str(tmp_path / f"x{ending}")]) == 0
        assert (tmp_path / f"x{ending}").read_text().startswith(start)


def test_labels_can_t_break_out() -> None:
    for line in mermaid(NODES, HOSTILE).splitlines():
        assert line.count('"') in (0, 2) and not re.search(r"[<>&`\\%]", line.replace("-->", ""))
    nodes, _ = of_dot(dot(NODES, HOSTILE))
    assert [label.replace('\\"', '"').replace("\\\\", "\\") for label, _ in nodes.values()][1] == HOSTILE
    assert all(line.count('"') % 2 == line.count('\\"') % 2 for line in dot(NODES, HOSTILE).splitlines())
    page = html(NODES, HOSTILE)
    assert data_of(page)["nodes"][1]["name"] == HOSTILE
    assert page.count("</script>") == 2 and "<b>" not in page


def test_the_page_fetches_nothing() -> None:
    page = html(NODES, "film")
    assert "default-src 'none'" in page and "{{" not in page
    assert set(re.findall(r"https?://[^\"' ]+", page)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(link|img|iframe)|src=|@import|url\(", page)


def test_a_song_not_heard_yet_gives_what_is_known(
    tmp_path: Path, short_song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.projects import make_project

    assert main(["graph", str(make_project(tmp_path / "new", short_song))]) == 0
    told = capsys.readouterr()
    assert '["analysis"]:::stale' in told.out and "beatforge build analysis" in told.err
