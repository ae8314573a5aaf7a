"""`beatforge completion bash|zsh|fish`, and what it calls at every TAB: scenes, targets, styles, platforms, keys.

In: a half-written command line, from argcomplete. Out: what may come next. All of it is looked up in what earlier
builds left behind, in file names and in the JSON schema: nothing is listened to, planned or built, and no project file
is read. Whatever can't be looked up is simply not offered.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from beatforge.cli.opening import FILE, find_project
from beatforge.errors import UsageError
from beatforge.project.places import data_dir

SHELLS = {
    "bash": 'eval "$(beatforge completion bash)"   # into ~/.bashrc',
    "zsh": 'eval "$(beatforge completion zsh)"   # into ~/.zshrc, after compinit',
    "fish": "beatforge completion fish > ~/.config/fish/completions/beatforge.fish",
}
"""Shells, and how their users switch completion on."""

Candidates = Callable[[argparse.Namespace, str], Iterable[str]]


def completion(args: argparse.Namespace) -> int:
    """Print the shell's side of completion."""
    from argcomplete import shell_integration

    print(f"# {SHELLS[args.shell]}")
    print(shell_integration.shellcode(["beatforge"], shell=args.shell))
    return 0


def complete(parser: argparse.ArgumentParser) -> None:
    """Answer the shell and end the process; called while a shell completes a line, and only then."""
    import argcomplete

    _attach(parser)
    argcomplete.autocomplete(
        parser, always_complete_options=False, validator=lambda word, prefix: word.startswith(prefix)
    )


def targets(args: argparse.Namespace, prefix: str = "") -> Iterator[str]:
    """Scene ids, and names of targets once a slash is written, as they were when something was last made; projects."""
    names = sorted(_remembered(_project(args)))
    if "/" in prefix:
        yield from names
    else:
        yield from dict.fromkeys(name.partition("/")[0] for name in names)
        yield from scenes(args, prefix)
    yield from projects(args, prefix)


def scenes(args: argparse.Namespace, prefix: str = "") -> Iterator[str]:
    """Ids of the film's scenes."""
    names = sorted(_remembered(_project(args)))
    yield from (name.removeprefix("scene/") for name in names if name.startswith("scene/") and "@" not in name)


def projects(args: argparse.Namespace, prefix: str = "") -> Iterator[str]:
    """Folders that are projects, or lead on, and project files."""
    parent = prefix.rpartition("/")[0]
    folder = Path(parent or ("/" if prefix.startswith("/") else ".")).expanduser()
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = f"{parent}/{path.name}" if "/" in prefix else path.name
        if path.name[0] != "." and path.is_dir() and ((path / FILE).is_file() or "/" in prefix or _has_folders(path)):
            yield f"{name}/"
        elif path.suffix in (".yaml", ".yml"):
            yield name


def styles(args: argparse.Namespace, prefix: str = "") -> Iterator[str]:
    """Shipped styles and the project's own."""
    for folder in (data_dir("config"), _project(args)):
        if folder is not None:
            yield from (path.stem for path in sorted((folder / "styles").glob("*.yaml")))


def scene_keys(args: argparse.Namespace, prefix: str = "") -> Iterable[str]:
    """What can be set for a scene."""
    return list(_schema()["definitions"]["Override"]["properties"])


def scene_values(args: argparse.Namespace, prefix: str = "") -> Iterable[str]:
    """Words that are possible for the key that is set."""
    if args.key == "style":
        return styles(args, prefix)
    return _words(_schema()["definitions"]["Override"]["properties"].get(args.key, {}))


def settings(args: argparse.Namespace, prefix: str = "") -> Iterator[str]:
    """Dotted keys for --set, up to the equals sign, then the words that are possible behind it."""
    schema = _schema()
    for dotted, value in _dotted(schema, schema, "", 2):
        if prefix.startswith(f"{dotted}="):
            yield from (f"{dotted}={word}" for word in (styles(args) if dotted.endswith("style") else _words(value)))
        elif "=" not in prefix:
            yield f"{dotted}="


def platforms(args: argparse.Namespace, prefix: str = "") -> Iterable[str]:
    """Where films can be for."""
    return [path.stem for path in sorted((data_dir("config") / "platforms").glob("*.yaml"))]


def profiles(args: argparse.Namespace, prefix: str = "") -> Iterable[str]:
    """How carefully a film can be made."""
    lines = (data_dir("config") / "profiles.yaml").read_text(encoding="utf-8").splitlines()
    return [line.partition(":")[0] for line in lines if line[:1].isalpha()]


def templates(args: argparse.Namespace, prefix: str = "") -> Iterable[str]:
    """What a new project can start from."""
    return [path.name for path in sorted(data_dir("templates").iterdir()) if path.is_dir()]


def references(args: argparse.Namespace, prefix: str = "") -> Iterable[str]:
    """Branches and tags."""
    command = [
        "git",
        "-C",
        str(_project(args) or "."),
        "for-each-ref",
        "--format=%(refname:short)",
        "refs/heads",
        "refs/tags",
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=2, check=True).stdout.split()


BY_OPTION = {"--profile": profiles, "--set": settings, "--template": templates}
BY_METAVAR = {"TARGET": targets, "ID": scenes, "PATH": projects, "PLATFORM": platforms, "REF": references}
BY_NAME = {"id": scenes, "key": scene_keys, "value": scene_values}
"""What completes an argument; all others complete as files do."""


def _attach(parser: argparse.ArgumentParser) -> None:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                _attach(inner)
            continue
        found: Candidates | None = next((BY_OPTION[text] for text in action.option_strings if text in BY_OPTION), None)
        found = found or BY_METAVAR.get(str(action.metavar)) or BY_NAME.get(action.dest if not action.metavar else "")
        if found is not None:
            action.completer = _careful(found)  # type: ignore[attr-defined]  # argcomplete's way


def _careful(candidates: Candidates) -> Callable[..., list[str]]:
    """The candidates, none where they can't be looked up: nothing may be printed while a line is written."""

    def completer(prefix: str, parsed_args: argparse.Namespace, **rest: Any) -> list[str]:
        with suppress(OSError, ValueError, KeyError, AttributeError, sqlite3.Error, subprocess.SubprocessError):
            return list(dict.fromkeys(candidates(parsed_args, prefix)))
        return []

    return completer


def _project(args: argparse.Namespace) -> Path | None:
    """The folder of the project that the line is about, as far as it is written."""
    names = getattr(args, "names", None) or []
    first = names[0] if isinstance(names, list) and names and Path(names[0]).joinpath(FILE).is_file() else None
    with suppress(UsageError):
        file = find_project(getattr(args, "project", None) or first, required=False)
        return file.parent if file else None
    return None


def _remembered(project: Path | None) -> set[str]:
    """Names of all targets that were made in this project."""
    if project is None:
        return set()
    path = (project / ".beatforge" / "trace.db").resolve()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0.05)) as db:
        return {name for (name,) in db.execute("select distinct target from result")}


def _schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(next(data_dir("schemas").glob("*.json")).read_bytes())
    return found


def _words(value: dict[str, Any]) -> list[str]:
    """Words that a value can be, if the schema lists some."""
    if value.get("type") == "boolean":
        return ["true", "false"]
    return [str(word) for word in value.get("enum", value.get("examples", ()))]


def _dotted(
    schema: dict[str, Any], part: dict[str, Any], lead: str, depth: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Dotted keys of a part of the schema, with what stands there."""
    for key, value in part.get("properties", {}).items():
        references = [value, *value.get("allOf", ())]
        name = next((one["$ref"].rpartition("/")[2] for one in references if "$ref" in one), "")
        if name and key != "style" and depth:
            yield from _dotted(schema, schema["definitions"][name], f"{lead}{key}.", depth - 1)
        elif key not in ("scenes", "version"):
            yield f"{lead}{key}", value


def _has_folders(path: Path) -> bool:
    with suppress(OSError):
        return any((inner / FILE).is_file() for inner in path.iterdir())
    return False
