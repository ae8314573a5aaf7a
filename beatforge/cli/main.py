"""Runs one command. Imports nothing heavy: `--help` and a build with nothing to do stay instant."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from beatforge.cli.commands import command_parser
from beatforge.cli.stopping import leave_output, stopping
from beatforge.cli.terminal import make_printable
from beatforge.cli.usage import asked_for_help, refuse_arguments
from beatforge.errors import CANCELLED, TOOL, USAGE, BeatforgeError, ProjectError

UNREAD = 141
"""Exit status when the reader of the output is gone, as of programs that end by SIGPIPE."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status (0 done, 2 usage, 3 project, 4 tool, 5 target, 128 + signal when stopped)."""
    make_printable()
    with stopping(is_process=argv is None) as stop:
        try:
            status = _run(argv)
            sys.stdout.flush()
        except KeyboardInterrupt:
            _say("beatforge: cancelled")
            status = CANCELLED
        except OSError as error:
            if not _is_unread(error):
                _say(f"beatforge: {error.strerror or error}{f': {error.filename}' if error.filename else ''}")
                return stop.status(TOOL)
            leave_output()
            status = UNREAD
        return stop.status(status)


def _run(argv: Sequence[str] | None) -> int:
    parser = command_parser()
    if "_ARGCOMPLETE" in os.environ and argv is None:
        from beatforge.cli.completion import complete

        complete(parser)
    args, rest = parser.parse_known_args(asked_for_help(sys.argv[1:] if argv is None else argv))
    if rest and (not hasattr(args, "names") or any(word.startswith("-") for word in rest)):
        refuse_arguments(parser, args, rest)
    if rest:
        args.names += rest  # argparse gives up on names that follow an option
    if not hasattr(args, "run"):
        parser.print_help()
        return USAGE
    module, function = args.run.split(":")
    try:
        return int(getattr(import_module(f"beatforge.cli.{module}"), function)(args))
    except ProjectError as error:
        return _report_project(error)
    except BeatforgeError as error:
        _say(f"beatforge: {error}")
        return error.exit_status


def _is_unread(error: OSError) -> bool:
    """Whether output failed because its reader, or the terminal, is gone."""
    return isinstance(error, BrokenPipeError) or (error.errno == errno.EIO and not error.filename)


def _say(text: str) -> None:
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)


def _report_project(error: ProjectError) -> int:
    print(error, file=sys.stderr)
    count = len(error.problems)
    print(f"{count} problem{'s' if count != 1 else ''}", file=sys.stderr)
    return error.exit_status
