"""The commands and their arguments: names, help and which function runs each. Imports nothing but argparse."""

from __future__ import annotations

import argparse

PROJECT_HELP = "project folder or file (default: the project.yaml here or in a folder above)"


def command_parser() -> argparse.ArgumentParser:
    """The whole command line; `run` names the function as `module:function` in this folder."""
    parser = argparse.ArgumentParser(prog="beatforge", description="Music videos from a text file, made like programs.")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _write_commands(commands)
    _build_commands(commands)
    _look_commands(commands)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for; it stands in no module, so that no key depends on it."""

    def __call__(self, parser: argparse.ArgumentParser, *rest: object) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"beatforge {version('beatforge')}")
        except PackageNotFoundError:
            print("beatforge, from a checkout that is not installed")
        parser.exit()


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: str, help: str, project: bool = True
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
    command.set_defaults(run=run)
    if project:
        command.add_argument("-C", "--project", metavar="PATH", help=PROJECT_HELP)
    return command


def _edits(command: argparse.ArgumentParser) -> None:
    command.add_argument("--profile", default="standard", help="draft or standard (default: standard)")
    command.add_argument(
        "--set", dest="sets", action="append", default=[], metavar="a.b=c", help="a value for this run only"
    )


def _write_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    new = _command(commands, "new", "write:new", "start a project in a new folder", project=False)
    new.add_argument("folder")
    new.add_argument("--song", metavar="FILE", help="a song to copy in")
    new.add_argument("--template", default="default", metavar="T", help="which template to start from")
    check = _command(commands, "check", "check:check", "find every fault of the project without making anything")
    check.add_argument("path", nargs="?", help=PROJECT_HELP)
    check.add_argument("--format", choices=("text", "json"), default="text")
    _edits(check)
    _command(commands, "schema", "write:schema", "print the JSON schema of project.yaml", project=False)
    styles = _command(commands, "styles", "write:styles", "list the styles there are")
    styles.add_argument("--json", action="store_true", help="as JSON")
    scene = _command(commands, "scene", "write:scene", "set what the project says about a scene")
    verbs = scene.add_subparsers(title="verbs", metavar="VERB", required=True)
    setter = verbs.add_parser("set", help="write one value into project.yaml, keeping its comments")
    setter.add_argument("id")
    setter.add_argument("key")
    setter.add_argument("value")


def _build_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    build = _command(commands, "build", "build:build", "make what is stale")
    build.add_argument("names", nargs="*", metavar="TARGET", help="a project folder, then targets or scene ids")
    build.add_argument("-j", "--jobs", type=int, default=0, metavar="N", help="steps at once (default: one per core)")
    build.add_argument("--keep-going", action="store_true", help="go on with what does not hang on a failed target")
    build.add_argument("--log", choices=("text", "json"), default="text", help="json: one object a line")
    _edits(build)
    watch = _command(commands, "watch", "watch:watch", "build again on every save: a draft first, then the film")
    watch.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)
    watch.add_argument("-j", "--jobs", type=int, default=0, metavar="N", help="steps at once (default: one per core)")
    watch.add_argument("--draft-only", action="store_true", help="stop after the draft")
    plan = _command(commands, "plan", "plan:plan", "what build would make, for how long and at what price")
    plan.add_argument("names", nargs="*", metavar="TARGET", help="a project folder, then targets or scene ids")
    plan.add_argument("--json", action="store_true", help="as JSON")
    _edits(plan)
    why = _command(commands, "why", "plan:why", "why a target is stale, or with --not why it is fresh")
    why.add_argument("names", nargs="+", metavar="TARGET", help="a target or a scene id")
    why.add_argument("--not", dest="fresh", action="store_true", help="why it would not be made")
    _edits(why)
    status = _command(commands, "status", "plan:status", "which targets are fresh, restorable or stale")
    status.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)
    status.add_argument("--json", action="store_true", help="as JSON")
    _edits(status)
    clean = _command(commands, "clean", "clean:clean", "remove results from the project; the store keeps them")
    clean.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)


def _look_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    frame = _command(commands, "frame", "look:frame", "one frame of a scene as a PNG, without building")
    frame.add_argument("names", nargs="+", metavar="ID", help="a scene id")
    frame.add_argument("--beat", type=int, default=1, metavar="N", help="at the scene's N-th beat (default: 1)")
    frame.add_argument("-o", "--output", metavar="FILE", help="where to (default: build/frames/<id>-<beat>.png)")
    _edits(frame)
    sheet = _command(commands, "sheet", "look:sheet", "a contact sheet PNG of the film")
    sheet.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)
    sheet.add_argument("-o", "--output", metavar="FILE", help="where to (default: build/<name>-sheet.png)")
    _edits(sheet)
    song = _command(commands, "song", "look:song", "what was heard in a song", project=False)
    verbs = song.add_subparsers(title="verbs", metavar="VERB", required=True)
    show = verbs.add_parser("show", help="tempo, beats, key and sections of an audio file or of a project's song")
    show.add_argument("file")
    show.add_argument("--json", action="store_true", help="as JSON")
