"""Runs one command. Imports nothing heavy: `--help` and a build with nothing to do stay instant."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from beatforge.cli.commands import command_parser
from beatforge.errors import CANCELLED, DONE, TOOL, USAGE, BeatforgeError, ProjectError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status (0 done, 2 usage, 3 project, 4 tool, 5 target, 130 cancelled)."""
    parser = command_parser()
    args, rest = parser.parse_known_args(argv)
    if rest and (not hasattr(args, "names") or any(word.startswith("-") for word in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        args.names += rest  # argparse gives up on names that follow an option
    if not hasattr(args, "run"):
        parser.print_help()
        return USAGE
    module, function = args.run.split(":")
    try:
        return int(getattr(import_module(f"beatforge.cli.{module}"), function)(args))
    except ProjectError as error:
        return _report_project(error, args)
    except BeatforgeError as error:
        print(f"beatforge: {error}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except OSError as error:
        print(f"beatforge: {error.strerror or error}{f': {error.filename}' if error.filename else ''}", file=sys.stderr)
        return TOOL
    except KeyboardInterrupt:
        print("beatforge: cancelled", file=sys.stderr)
        return CANCELLED


def _report_project(error: ProjectError, args: argparse.Namespace) -> int:
    if getattr(args, "format", "text") == "json":
        from beatforge.cli.check import print_json

        print_json(error.problems)
    else:
        print(error, file=sys.stderr)
        count = len(error.problems)
        print(f"{count} problem{'s' if count != 1 else ''}", file=sys.stderr)
    return error.exit_status
