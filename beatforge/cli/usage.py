"""Command lines that can't be: one line that names the nearest right word, and exit status 2.

In: what argparse refuses. Out: that, as a user can act on it. Imports nothing but argparse until something is wrong.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from beatforge.errors import USAGE


class Parser(argparse.ArgumentParser):
    """argparse's own, with other words for what is wrong."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with the status of usage errors."""
        _refuse(self, _with_advice(message), self.prog)


def asked_for_help(argv: Sequence[str]) -> list[str]:
    """`help build` and `help` as what argparse knows; anything else as it is."""
    return [*argv[1:2], "--help"] if argv[:1] == ["help"] else list(argv)


def refuse_arguments(parser: argparse.ArgumentParser, args: argparse.Namespace, rest: Sequence[str]) -> NoReturn:
    """What is left over on a command line: an option that is not there, or a word too many."""
    command = getattr(args, "command", None) or ""
    word = next((word for word in rest if word.startswith("-")), rest[0])
    kind = "option" if word.startswith("-") else "argument"
    known = [text for text in _options(parser, command) if text.startswith("--")]
    close = _nearest(word.partition("=")[0], known) if kind == "option" else ""
    name = f"{parser.prog} {command}".rstrip()
    _refuse(parser, f'{name} has no {kind} "{word}"{close}', name)


def _refuse(parser: argparse.ArgumentParser, message: str, command: str) -> NoReturn:
    parser.exit(USAGE, f"beatforge: {message}\n{'':11}{command} --help tells what is possible\n")


def _options(parser: argparse.ArgumentParser, command: str) -> list[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) and command in action.choices:
            return [text for inner in action.choices[command]._actions for text in inner.option_strings]
    return [text for action in parser._actions for text in action.option_strings]


def _with_advice(message: str) -> str:
    """argparse's words, shorter where it lists all choices, and with the nearest of them."""
    match = re.fullmatch(r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.*)\)", message, re.DOTALL)
    if match is None:
        return message
    place, word, choices = match.groups()
    names = [name.strip(" '") for name in choices.split(",")]
    close = _nearest(word, names) or (f"; one of {', '.join(names)}" if len(names) < 40 else "")
    return f'no {place.lower()} "{word}"{close}' if place.isupper() else f'{place}: "{word}" is not possible{close}'


def _nearest(word: str, names: Sequence[str]) -> str:
    from beatforge.project.problems import nearest

    found = [f'"{name}"' for name in nearest(word, names)]
    return f"; did you mean {' or '.join(found)}?" if found else ""
