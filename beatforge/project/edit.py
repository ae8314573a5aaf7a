"""One value changed in a project file, comments, quotes, order and line endings kept.

ruamel.yaml makes the edit on its round-trip tree. What it would tidy up on the way (columns, blank space) is not asked
for, so only the lines in which its output with and without the edit differ go into the user's text. The result is
read again and checked before it takes the file's place; if it would be invalid, the file is untouched.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.errors import ProjectError, UsageError
from beatforge.project.insert import with_new_rows, with_new_scene
from beatforge.project.load import check_source, project_file
from beatforge.project.nodes import Node, Source, parse_source, read_source
from beatforge.project.quoting import written
from beatforge.project.sets import as_node, put, split_path

if TYPE_CHECKING:
    from beatforge.project.models import Project


def set_scene(path: Path, scene_id: str, key: str, value: Any, allowed: Sequence[Path] = ()) -> None:
    """`scenes.<scene_id>.<key>` set to the value; the override is added if there is none. `allowed` as in `load`."""
    set_at(path, ("scenes", scene_id, *key.split(".")), value, allowed)


def set_value(path: Path, dotted: str, value: Any, known_ids: Collection[str] = ()) -> None:
    """Any value set by its dotted path, as `--set` spells it."""
    set_at(path, split_path(dotted, known_ids), value)


def set_at(
    path: Path,
    keys: Sequence[str],
    value: Any,
    allowed: Sequence[Path] = (),
    in_rows: bool = False,
    check: Callable[[Project], object] | None = None,
) -> None:
    """The value set under these keys. Where the file has rows, a new mapping has some too if `in_rows`, and a list of
    mappings has one for each. What `check` raises of the project as it would be leaves the file untouched."""
    named = project_file(path)
    file = named.resolve()
    source = read_source(file, file.name)
    text = edited(source, keys, value, in_rows)
    mark = "\ufeff" if file.read_bytes().startswith(b"\xef\xbb\xbf") else ""
    data = (mark + text).encode()
    project = check_source(parse_source(data, file.name), named.parent, allowed=allowed)
    if check is not None:
        check(project)
    write_whole(file, data)


def value_of(text: str, said: str) -> Any:
    """What a YAML text means: mappings, lists and texts. `said` is blamed for faults."""
    return _plain(as_node(text, said))


def edited(source: Source, path: Sequence[str], value: Any, in_rows: bool = False) -> str:
    """The source's text with the value at the path; raises UsageError where only a hand can write it."""
    from ruamel.yaml.error import YAMLError

    newline = match[0] if (match := re.search(r"\r\n|\n|\r", source.text)) else "\n"
    plain = re.sub(r"\r\n|\r", "\n", source.text)
    placed = with_new_scene(source, plain.split("\n"), path, written(value))
    if in_rows:
        placed = with_new_rows(source, plain.split("\n"), path, value, _indent(source.root))
    if placed is not None and _says(text := "\n".join(placed), source, path, value):
        return text.replace("\n", newline)
    try:
        before, after = _round_trips(plain, path, value, _indent(source.root), in_rows)
    except YAMLError as error:
        raise UsageError(f"{source.label}: this file has to be mended first: beatforge check") from error
    except (TypeError, KeyError, IndexError, AttributeError, ValueError) as error:
        raise UsageError(f"{source.place(source.find(path)[1])}: {'.'.join(path)} can't be set here") from error
    patched = "\n".join(_patched(plain.split("\n"), before.split("\n"), after.split("\n")))
    for text in (patched, after):  # a mixed layout can defeat the patch; then ruamel's own layout has to do
        if _says(text, source, path, value):
            return text.replace("\n", newline)
    place = source.place(source.find(path)[1])
    raise UsageError(f"{place}: {'.'.join(path)} is woven into other text here; edit it by hand")


def _indent(node: Node) -> int:
    """By how much the file indents mappings: as its first one inside another does."""
    for key, child in (node.entries or {}).values():
        if child.entries and not child.flow:
            inner = min(inside.column for inside, _ in child.entries.values())
            return inner - key.column if inner > key.column else 2
    return 2


def _round_trips(text: str, path: Sequence[str], value: Any, indent: int, in_rows: bool) -> tuple[str, str]:
    """What ruamel.yaml writes for the text as it is, and with the value set."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.util import load_yaml_guess_indent

    _, sequence, offset = load_yaml_guess_indent(text)
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1 << 20
    yaml.indent(mapping=indent, sequence=max(sequence or indent, (offset or 0) + 2), offset=offset or 0)

    def dumped(tree: Any) -> str:
        stream = io.StringIO()
        yaml.dump(tree, stream)
        return stream.getvalue()

    tree = yaml.load(text)
    before = dumped(tree)
    home = tree
    for part in path[:-1]:
        if isinstance(home, list):
            home = home[int(part)]
            continue
        if home.get(part) is None:
            home[part] = CommentedMap()
            home[part].fa.set_flow_style()
        home = home[part]
    node = YAML().load(f"[{written(value)}]")[0]
    is_table = isinstance(value, list) and any(isinstance(item, dict) for item in value)
    if in_rows and is_table and not home.fa.flow_style():
        node.fa.set_block_style()
    _put(home, path[-1], node)
    return before, dumped(tree)


def _put(home: Any, key: str, value: Any) -> None:
    """The value under the key; ruamel hangs comments that follow on what stood there, so they move along."""
    from ruamel.yaml.scalarstring import FoldedScalarString

    if isinstance(home, list):
        home[int(key)] = value
        return
    old, last = home.get(key), next(reversed(home), None)
    if isinstance(old, FoldedScalarString) and isinstance(value, str):
        value = FoldedScalarString(value + "\n")
        if hasattr(old, "comment"):
            value.comment = old.comment
    is_new = key not in home
    home[key] = value
    if is_new and last is not None and last in home.ca.items and not _is_block(home[last]):
        _hand_over(home, last, key)


def _is_block(value: Any) -> bool:
    """Whether a value has keys or items on lines of its own; then what hangs on its key stands above the first."""
    return isinstance(value, (dict, list)) and len(value) > 0 and not value.fa.flow_style()  # type: ignore[union-attr]


def _hand_over(home: Any, last: str, key: str) -> None:
    """Comments on lines of their own below what was the last key come below the new one."""
    from ruamel.yaml.tokens import CommentToken

    token = home.ca.items[last][2]
    if token is None:
        return
    own, _, below = token.value.partition("\n")
    if below:
        token.value = own + "\n"
        home.ca.items[key] = [None, None, CommentToken("\n" + below, token.start_mark, None), None]


def _patched(text: list[str], before: list[str], after: list[str]) -> list[str]:
    """`text` with what differs between `before` and `after`; `before` is `text` up to blank space."""
    alike = SequenceMatcher(None, text, before, autojunk=False).get_opcodes()
    result, copied = [], 0
    for tag, start, end, from_line, to_line in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            low, high = _lines_of(alike, start, end)
            result += text[copied:low] + after[from_line:to_line]
            copied = max(copied, high)
    return result + text[copied:]


def _lines_of(alike: Sequence[tuple[str, int, int, int, int]], start: int, end: int) -> tuple[int, int]:
    """The lines of the user's text that lines [start, end) of the tidied one stand for."""

    def place(line: int, is_end: bool) -> int:
        for _, low, high, tidy_low, tidy_high in alike:
            if tidy_low <= line < tidy_high or (is_end and line == tidy_high):
                same_count = high - low == tidy_high - tidy_low
                return low + line - tidy_low if same_count else high if is_end else low
        return alike[-1][2] if alike else 0

    low = place(start, is_end=False)
    return low, max(low, place(end, is_end=True)) if end > start else low


def _says(text: str, source: Source, path: Sequence[str], value: Any) -> bool:
    """Whether the text says all that the old one did, and this value: aliases can share what is edited."""
    wanted = parse_source(source.text.encode(), source.label).root
    put(wanted, path, parse_source(f"[{written(value)}]".encode(), "").root.items[0], "")  # type: ignore[index]  # a list
    try:
        return bool(_plain(parse_source(text.encode(), source.label).root) == _plain(wanted))
    except ProjectError:
        return False


def _plain(node: Node) -> Any:
    if node.text is not None:
        return None if node.is_null else node.text.rstrip("\n")  # a block text ends with one
    children = {key: _plain(child) for key, child in node.children()}
    return children if node.entries is not None else list(children.values())


def write_whole(file: Path, data: bytes) -> None:
    """The file replaced at once; a reader sees the old bytes or the new ones."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists():
            shutil.copymode(file, name)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
