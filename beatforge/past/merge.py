"""Two edited versions of a project file as one: a conflict only where both say something else under the same key.

In: the texts of a common ancestor, ours and theirs. Out: the merged text and the keys in conflict, which stand between
git's usual markers. Values decide (`values`); lines with their comments move whole (`splice`); what both
sides wrote into one line is set by the comment-keeping edits of `project.edit`. The result is read again and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beatforge.errors import ProjectError, UsageError
from beatforge.past.chunks import chunks_of
from beatforge.past.git import merge_texts
from beatforge.past.lock import is_newer, merged_lock
from beatforge.past.splice import Splice
from beatforge.past.values import (
    ABSENT,
    Merged,
    Side,
    differences,
    merge_values,
    plain,
    value_at,
)
from beatforge.project.edit import edited
from beatforge.project.nodes import Source, parse_source

BOM = b"\xef\xbb\xbf"
SIDES: tuple[Side, ...] = ("base", "ours", "theirs")

TextMerge = Callable[[str, str, str], tuple[str, bool]]
"""git's own merge of three texts: the text, and whether it is free of conflicts."""


@dataclass(frozen=True, slots=True)
class MergedFile:
    """The text, and the dotted keys in conflict; `how` says what was merged: keys, scenes of a lock, or lines."""

    text: str
    conflicts: tuple[str, ...]
    how: str


class _NoWayError(Exception):
    """This pair of edits can't be expressed in lines that say what they mean together."""


def merge_files(base: bytes, ours: bytes, theirs: bytes, name: str, marker_size: int = 7) -> tuple[bytes, MergedFile]:
    """The merge of three versions of a file of this name, with the line ends and the byte order mark of ours."""
    b, o, t = (_text(data) for data in (base, ours, theirs))

    def by_lines(first: str, second: str, third: str) -> tuple[str, bool]:
        return merge_texts(first, second, third, marker_size)

    if not name.endswith(".lock"):
        merged = merge_projects(b, o, t, by_lines)
    elif any(is_newer(text) for text in (b, o, t)):
        merged = _by_lines(b, o, t, by_lines)
    else:
        merged = MergedFile(merged_lock(b, o, t), (), "scenes")
    newline = "\r\n" if b"\r\n" in ours else "\n"
    data = merged.text.replace("\n", newline).encode("utf-8", "surrogateescape")
    return (BOM if ours.startswith(BOM) else b"") + data, merged


def merge_projects(base: str, ours: str, theirs: str, text_merge: TextMerge) -> MergedFile:
    """The merge of three versions of a YAML file. What is no YAML, or too woven, is merged by its lines."""
    try:
        sources = [_parsed(text, side) for text, side in zip((base, ours, theirs), SIDES, strict=True)]
        trees = dict(zip(SIDES, (plain(source.root) for source in sources), strict=True))
        merged = _merged(trees, "ours")
        if not merged.conflicts:
            return MergedFile(_text_of(sources, merged, "ours"), (), "keys")
        o, t = (_text_of(sources, _merged(trees, side), side) for side in ("ours", "theirs"))
        text, _ = text_merge("", o, t)  # they differ in conflicts only; with an ancestor git may take one side of one
        return MergedFile(text, tuple(".".join(path) for path in merged.conflicts), "keys")
    except (ProjectError, UsageError, UnicodeEncodeError, _NoWayError):
        return _by_lines(base, ours, theirs, text_merge)


def _by_lines(base: str, ours: str, theirs: str, text_merge: TextMerge) -> MergedFile:
    text, is_clean = text_merge(base, ours, theirs)
    return MergedFile(text, () if is_clean else ("some lines",), "lines")


def _text(data: bytes) -> str:
    return data.removeprefix(BOM).decode("utf-8", "surrogateescape").replace("\r\n", "\n")


def _merged(trees: Mapping[Side, Any], prefer: Side) -> Merged:
    return merge_values(trees["base"], trees["ours"], trees["theirs"], prefer)


def _parsed(text: str, label: str) -> Source:
    source = parse_source(text.encode(), label)
    if source.problems or source.root.entries is None:
        raise _NoWayError
    return source


def _text_of(sources: Sequence[Source], merged: Merged, prefer: Side) -> str:
    """A text that says the merged values, as near as can be to what both sides wrote."""
    chunks = [chunks_of(source) for source in sources]
    base, ours, theirs = chunks
    if base and ours and theirs:
        text = Splice(merged, prefer).text(base, ours, theirs)
    else:
        text = sources[SIDES.index(prefer)].text
    for _ in range(2):  # once by the smallest edits; again where one of them changed what an alias shares
        text = _corrected(text, merged.value)
        if plain(_parsed(text, prefer).root) == merged.value:
            return text
    raise _NoWayError


def _corrected(text: str, wanted: object) -> str:
    """The text with the values it lacks set, and those it should not have taken out."""
    source = _parsed(text, "merged")
    for path, value in differences(plain(source.root), wanted):
        while value is ABSENT:  # set what is around it instead: taking a key out of a line rewrites the line
            path = path[:-1]
            value = value_at(wanted, path)
        if not path or value is None:
            raise _NoWayError
        if value_at(plain(source.root), path) != value:
            source = _parsed(edited(source, path, value), "merged")
    return source.text
