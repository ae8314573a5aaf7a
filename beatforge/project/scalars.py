"""What a scalar's text means, by YAML 1.2 core and by the field that asks.

Each reader takes a `Node` (or a plain value, from Python) and gives a value or raises `Fault`. So `no` is a text for
a title and no boolean, `1:12` is a time where a time is wanted, and a quoted "24" is never quietly a number.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction
from math import isfinite
from typing import Any

from beatforge.project.meant import bare_number, meant_size, nearest_number
from beatforge.project.nodes import Node
from beatforge.project.problems import Fault, advice
from beatforge.project.spelling import RESERVED

FRAME_RATES = {
    "23.976": "24000/1001",
    "24": "24",
    "25": "25",
    "29.97": "30000/1001",
    "30": "30",
    "47.952": "48000/1001",
    "48": "48",
    "50": "50",
    "59.94": "60000/1001",
    "60": "60",
}
"""Frame rates as people write them, and the rational number they mean."""

MIN_SIDE, MAX_SIDE = 32, 4096
"""Pixels of a picture's side."""

_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_TIME = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{1,2}(?:\.[0-9]+)?)")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SIZE = re.compile(r"([0-9]{1,5}) ?[x×] ?([0-9]{1,5})")


def read_text(value: Any, longest: int, empty: bool = False) -> str:
    """Any scalar as the text the user sees."""
    text = _scalar(value, "text").text or ""
    if not text.strip() and not empty:
        raise Fault("BF015", "an empty text", "leave the key out instead")
    if len(text) > longest:
        raise Fault("BF013", f"a text of {len(text)} characters; {longest} are the most")
    if hidden := _INVISIBLE.search(text):
        raise Fault("BF014", f"an invisible character (U+{ord(hidden[0]):04X}) in a text", "leave it out")
    return text


def read_slug(value: Any) -> str:
    """A word that can name a file: letters, digits, - and _."""
    text = read_text(value, 80)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", text):
        close = re.sub(r"[^A-Za-z0-9_]+", "-", text).strip("-_")
        hint = f'for example "{close}"; title: takes any text' if close else "title: takes any text"
        raise Fault("BF014", f'"{text}" can\'t name files; letters, digits, - and _ can', hint)
    if text.lower() in RESERVED:
        raise Fault("BF014", f'"{text}" can\'t name files on Windows', f'for example "{text}-film"')
    return text


def read_id(value: Any, names: Collection[str], kind: str, code: str, later: Collection[str] = ()) -> str:
    """One of the names that are there; hyphens are read as underscores."""
    text = read_text(value, 80)
    asked = text if text in names else text.replace("-", "_")
    if asked in names:
        return asked
    if text in later:
        ready = " and ".join(sorted(names))
        raise Fault("BF021", f'{kind} "{text}" is not there yet', f"this release knows {ready}" if ready else "")
    raise Fault(code, f'unknown {kind} "{text}"', advice(text, names))


def read_int(value: Any, low: int, high: int) -> int:
    """A whole number in low..high."""
    node = _scalar(value, "a whole number")
    text = node.text or ""
    if not node.plain or not _INT.fullmatch(text):
        raise Fault("BF012", f"expected a whole number, found {node.kind}", _unquoted(node, _INT) or bare_number(text))
    number = int(text[:40], 0) if text[:2] in ("0o", "0x") else int(text[:40])
    if len(text) > 40 or not low <= number <= high:
        raise Fault("BF013", f"{text[:40]} is out of range; {low} to {high} is possible")
    return number


def read_number(value: Any, low: float, high: float) -> float:
    """A finite number in low..high."""
    node = _scalar(value, "a number")
    text = node.text or ""
    if not node.plain or not (_FLOAT.fullmatch(text) or _INT.fullmatch(text)):
        raise Fault("BF012", f"expected a number, found {node.kind}", _unquoted(node, _FLOAT) or bare_number(text))
    number = float(int(text[:40], 0)) if text[:2] in ("0o", "0x") else float(text)
    if len(text) > 400 or not isfinite(number) or not low <= number <= high:
        raise Fault("BF013", f"{text[:40]} is out of range; {low:g} to {high:g} is possible")
    return number


def read_flag(value: Any) -> bool:
    """`true` or `false`, as YAML 1.2 spells them."""
    node = _scalar(value, "true or false")
    text = node.text or ""
    if node.plain and text.lower() in ("true", "false") and text in (text.lower(), text.title(), text.upper()):
        return text.lower() == "true"
    meant = {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}
    close = meant.get(text.lower()) or (text.lower() if text.lower() in ("true", "false") else "")
    raise Fault("BF012", f"expected true or false, found {node.kind}", f"write {close}" if close else "")


def read_seconds(value: Any, high: float = 86400.0) -> float:
    """A moment in seconds, written as seconds, m:ss or h:mm:ss."""
    node = _scalar(value, "a time")
    text = node.text or ""
    if not (clock := _TIME.fullmatch(text)):
        if re.fullmatch(r"[0-9:.]+", text) and ":" in text:
            raise Fault("BF014", f'"{text}" is no time', "write seconds, m:ss or h:mm:ss: 76.3, 1:16.3 or 1:02:03")
        return read_number(node, 0.0, high)
    hours, minutes, seconds = clock.groups()
    if float(seconds) >= 60 or (hours and int(minutes) >= 60):
        raise Fault("BF014", f'"{text}" is no time: 60 is the next minute', "write seconds, m:ss or h:mm:ss")
    moment = int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
    if moment > high:
        raise Fault("BF013", f"{text} is out of range; up to {high:g} seconds is possible")
    return moment


def read_rate(value: Any) -> str:
    """A frame rate as a rational number's text."""
    node = _scalar(value, "a frame rate")
    text = node.text or ""
    rates = {Fraction(rate): rate for rate in FRAME_RATES.values()}
    found = FRAME_RATES.get(text)
    if found is None and re.fullmatch(r"[0-9]{1,6}(/[1-9][0-9]{0,4}|\.0+)?", text):
        found = rates.get(Fraction(text))
    if found is None or (not node.plain and "/" not in text):
        near = nearest_number(text, FRAME_RATES, within=0.05)
        hint = _unquoted(node, _FLOAT) or near or "one of " + ", ".join(FRAME_RATES)
        raise Fault("BF030", f"{node.kind} is no frame rate", hint)
    return found


def read_size(value: Any) -> tuple[int, int]:
    """Width and height in pixels, from 1280x720 or [1280, 720]."""
    if isinstance(value, (list, tuple)):
        if len(value) != 2:
            raise Fault("BF014", f"a size is two numbers, found {len(value)}", "for example [1280, 720]")
        sides = (read_int(value[0], 0, 99999), read_int(value[1], 0, 99999))
    else:
        text = _scalar(value, "a size").text or ""
        if not (match := _SIZE.fullmatch(text)):
            raise Fault("BF014", f'"{text}" is no size', meant_size(text) or "write 1280x720 or [1280, 720]")
        sides = (int(match[1]), int(match[2]))
    for side in sides:
        if not MIN_SIDE <= side <= MAX_SIDE:
            raise Fault("BF013", f"{side} pixels is out of range; {MIN_SIDE} to {MAX_SIDE} is possible")
        if side % 2:
            raise Fault("BF013", f"{side} pixels is odd; video needs even sides", f"{side - 1} or {side + 1}")
    return sides


def read_colour(value: Any) -> str:
    """Six hexadecimal digits, from "#rrggbb" or "rrggbb"."""
    hint = 'in quotes, as "#rrggbb": "#ff2d95"'
    if isinstance(value, Node) and value.is_null:
        raise Fault("BF015", "no colour here; a bare # begins a comment", hint)
    text = read_text(value, 80)
    if re.fullmatch("#?[0-9a-fA-F]{3}", text):
        hint = 'all six digits: "#' + "".join(digit * 2 for digit in text.lstrip("#")) + '"'
    if not re.fullmatch("#?[0-9a-fA-F]{6}", text):
        raise Fault("BF014", f'"{text}" is no colour', hint)
    return text.lstrip("#").lower()


def _scalar(value: Any, wanted: str) -> Node:
    """The value's node, if it is a scalar with something in it."""
    if not isinstance(value, Node):
        if isinstance(value, (list, tuple, dict)):
            found = "a mapping" if isinstance(value, dict) else "a list"
            raise Fault("BF012", f"expected {wanted}, found {found}")
        return Node(0, 0, 0, 0, text="" if value is None else str(value), plain=not isinstance(value, str))
    if value.is_null:
        raise Fault("BF015", f"no value here; {wanted} is expected", "or leave the key out")
    return value


def _unquoted(node: Node, pattern: re.Pattern[str]) -> str:
    return f"without quotes: {node.text}" if not node.plain and pattern.fullmatch(node.text or "") else ""
