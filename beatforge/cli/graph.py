"""`beatforge graph`: the film's targets, what each hangs on, and their states, as Mermaid, DOT or a page of its own.

In: the survey that `build` obeys. Out: text. The page is one file without network; its groups fold, so that a film of a
thousand scenes stays readable. Labels are whatever scenes are called, so each format escapes them its own way.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.cli.opening import split_names

if TYPE_CHECKING:
    from beatforge.cli.session import Session
    from beatforge.graph.staleness import Entry

COLOURS = {"fresh": "#cfe8cf", "restore": "#cfe0f5", "stale": "#f6c9c0", "possible": "#f8e6b8"}
"""State -> fill. "possible": stale, unless something upstream comes out the same."""

MERMAID_EDGES = 500
"""Viewers of Mermaid refuse more than this many arrows unless their page allows it."""


@dataclass(frozen=True, slots=True)
class Node:
    """One target: `group` is what it folds into, `why` has a line for each reason, `needs` indexes into the nodes."""

    name: str
    group: str
    state: str
    why: tuple[str, ...]
    needs: tuple[int, ...]


def graph(args: argparse.Namespace) -> int:
    """Write the graph of all targets, or of the named ones with what they hang on."""
    from beatforge.cli.session import Session

    file, names = split_names(args.project, args.names)
    kind = args.kind or _kind_of(args.output) or "mermaid"
    with Session.open(file, profile=args.profile, sets=args.sets) as session:
        nodes = nodes_of(session, names)
        text = WRITERS[kind](nodes, session.project.name)
        if session.plan() is None:
            print(
                "the song is not listened to yet, so its scenes are not known: beatforge build analysis",
                file=sys.stderr,
            )
    if kind == "mermaid" and sum(len(node.needs) for node in nodes) > MERMAID_EDGES:
        print(
            f"more than {MERMAID_EDGES} arrows: many viewers refuse this; name targets, or use --html", file=sys.stderr
        )
    if args.output and args.output != "-":
        Path(args.output).write_text(text, encoding="utf-8")
        print(args.output)
    else:
        sys.stdout.write(text)
    return 0


def nodes_of(session: Session, names: Sequence[str] = ()) -> tuple[Node, ...]:
    """Targets in the order in which they can be made."""
    from beatforge.graph.target import closure

    entries = session.survey.entries
    targets = closure(session.targets(), session.names(names) if names else None)
    index = {target.name: number for number, target in enumerate(targets)}
    return tuple(
        Node(
            target.name, _group(target.name), _state(entries[target.name]), _why(entries[target.name]),
            tuple(index[name] for name in target.upstream),
        )
        for target in targets
    )  # fmt: skip


def mermaid(nodes: Sequence[Node], title: str) -> str:
    """A flowchart for Markdown: GitHub, GitLab and many editors draw it."""
    lines = ["flowchart LR"]
    lines += [f"  classDef {state} fill:{colour},stroke:#555,color:#111" for state, colour in COLOURS.items()]
    lines += [f'  n{number}["{_entities(node.name)}"]:::{node.state}' for number, node in enumerate(nodes)]
    lines += [f"  n{need} --> n{number}" for number, node in enumerate(nodes) for need in node.needs]
    return "\n".join(lines) + "\n"


def dot(nodes: Sequence[Node], title: str) -> str:
    """A digraph for Graphviz; reasons are tooltips of its SVG."""
    lines = [
        f"digraph {_quoted(title)} {{",
        "  rankdir=LR",
        '  node [shape=box, style="rounded,filled", fontname=sans]',
    ]
    for number, node in enumerate(nodes):
        tip = _quoted("\n".join((node.state, *node.why)))
        lines.append(
            f"  n{number} [label={_quoted(node.name)}, fillcolor={_quoted(COLOURS[node.state])}, tooltip={tip}]"
        )
    lines += [f"  n{need} -> n{number}" for number, node in enumerate(nodes) for need in node.needs]
    return "\n".join((*lines, "}")) + "\n"


def html(nodes: Sequence[Node], title: str) -> str:
    """One page with the graph in it; nothing in it is fetched."""
    from html import escape

    from beatforge.project.places import data_dir

    page = (data_dir("templates") / "graph.html").read_text(encoding="utf-8")
    data = json.dumps({"nodes": [asdict(node) for node in nodes], "colours": COLOURS}, separators=(",", ":"))
    return page.replace("{{ title }}", escape(title)).replace("{{ data }}", data.replace("<", "\\u003c"))


WRITERS: Mapping[str, Callable[[Sequence[Node], str], str]] = {"mermaid": mermaid, "dot": dot, "html": html}


def _kind_of(output: str | None) -> str | None:
    """The format that a file's name asks for."""
    endings = {".html": "html", ".htm": "html", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".mermaid": "mermaid"}
    return endings.get(Path(output).suffix.lower()) if output else None


def _state(entry: Entry) -> str:
    return entry.state if entry.state != "stale" or entry.certain else "possible"


def _why(entry: Entry) -> tuple[str, ...]:
    from beatforge.cli.plan import told

    return tuple(told(reason) for reason in entry.reasons)


def _group(name: str) -> str:
    """What a target folds into: its kind and the part of the song, as "scene/chorus-2"."""
    kind, slash, rest = name.partition("/")
    first = rest.partition("+")[0].partition("@")[0]
    return f"{kind}{slash}{first.rpartition('.')[0] or first}"


def _entities(text: str) -> str:
    """Text in Mermaid's quotes: whatever could end them or mean something there is a numbered entity."""
    return "".join(char if char.isalnum() or char in " /-_.+@" else f"#{ord(char)};" for char in text)


def _quoted(text: str) -> str:
    """Text as Graphviz quotes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
