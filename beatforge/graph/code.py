"""The code that makes a step, as digests of the modules it imports.

In: names of root modules. Out: {module: digest} of each root's import closure inside its own top package, found by
reading sources; nothing is imported. Comments, docstrings, blank lines and line ends do not count, literals do.
Imports by a computed name cannot be seen: a target lists those roots in its `code`.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.machinery
import importlib.util
import io
import time
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from beatforge.errors import ToolError
from beatforge.graph.files import Seen, Signature, signature

_SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER, tokenize.DEDENT}


_understood: dict[tuple[bytes, str, bool], tuple[str, tuple[str, ...]]] = {}
"""Content, name, whether a package -> digest, imports: a process that opens other stores need not parse again."""


class ModuleCode(NamedTuple):
    """One module: the state of its file, its digest, and the names it may import, absolute and dotted."""

    seen: Seen
    imports: tuple[str, ...]


class CodeIndex:
    """Fingerprints of modules, remembered by stat; `fresh` holds what was read and not yet written to the trace."""

    def __init__(self, known: dict[str, ModuleCode] | None = None) -> None:
        self._known = known if known is not None else {}
        self.fresh: dict[str, ModuleCode] = {}
        self._modules: dict[str, dict[str, Path]] = {}
        self._read: dict[str, ModuleCode] = {}
        self._closures: dict[tuple[str, ...], tuple[str, ...]] = {}

    def digests(self, roots: Iterable[str]) -> dict[str, str]:
        """{module: digest} of everything these roots import inside their packages."""
        return {name: self._read[name].seen.digest for name in self.modules(tuple(roots))}

    def modules(self, roots: tuple[str, ...]) -> tuple[str, ...]:
        """Names in the import closure of the roots, sorted."""
        if roots not in self._closures:
            self._closures[roots] = tuple(sorted(self._walk(roots)))
        return self._closures[roots]

    def signatures(self, roots: tuple[str, ...]) -> dict[str, Signature]:
        """{path: stat} of the closure's files as they were when their digests were taken."""
        names = self.modules(roots)
        return {str(self._path(name)): self._read[name].seen.signature for name in names}

    def trusted(self, roots: tuple[str, ...]) -> dict[str, Signature | None]:
        """Like `signatures`, with None for files so young that their digest may not be believed by stat."""
        names = self.modules(roots)
        return {
            str(self._path(name)): seen.signature if seen.is_trusted(seen.signature) else None
            for name in names
            for seen in (self._read[name].seen,)
        }

    def folders(self, roots: tuple[str, ...]) -> tuple[Path, ...]:
        """Folders of the closure's modules: a file added there can change what an import finds."""
        return tuple(sorted({path.parent for name in self.modules(roots) if (path := self._path(name))}))

    def _walk(self, roots: tuple[str, ...]) -> set[str]:
        found: set[str] = set()
        queue = list(roots)
        for root in roots:
            if root not in self._inside(root):
                raise ToolError(f"the module {root} was not found; is {root.partition('.')[0]} installed?")
        while queue:
            name = queue.pop()
            if name in found or name not in self._inside(name):
                continue
            found.add(name)
            parts = name.split(".")
            queue.extend(".".join(parts[:n]) for n in range(1, len(parts)))  # a package's __init__ runs first
            top = parts[0]
            queue.extend(i for i in self._code(name).imports if i.partition(".")[0] == top)
        return found

    def _inside(self, name: str) -> dict[str, Path]:
        top = name.partition(".")[0]
        if top not in self._modules:
            self._modules[top] = package_modules(top)
        return self._modules[top]

    def _path(self, name: str) -> Path:
        return self._inside(name)[name]

    def _code(self, name: str) -> ModuleCode:
        if name not in self._read:
            path = self._path(name)
            now = signature(path)
            known = self._known.get(str(path))
            if known is None or not known.seen.is_trusted(now):
                known = read_module(path, name)
                self._known[str(path)] = self.fresh[str(path)] = known
            self._read[name] = known
        return self._read[name]


def package_modules(top: str) -> dict[str, Path]:
    """{dotted name: file} of a top-level package or module, without importing it; empty where there is none."""
    spec = _find(top)
    if spec is None:
        return {}
    if not spec.submodule_search_locations:
        return {top: Path(spec.origin)} if spec.origin and spec.origin.endswith(".py") else {}
    modules: dict[str, Path] = {}
    for folder in map(Path, spec.submodule_search_locations):
        for path in sorted(folder.rglob("*.py")):
            inner = path.relative_to(folder).with_suffix("").parts
            names = inner[:-1] if inner[-1] == "__init__" else inner
            if all(part.isidentifier() for part in names):
                modules.setdefault(".".join((top, *names)), path)
    return modules


def read_module(path: Path, name: str) -> ModuleCode:
    """Digest and imports of one source file."""
    started_ns = time.time_ns()
    before = signature(path)
    data = path.read_bytes()
    is_package = path.name == "__init__.py"
    key = (hashlib.sha256(data).digest(), name, is_package)
    try:
        if key not in _understood:
            imports = tuple(sorted(set(_imports(ast.parse(data), name, is_package))))
            _understood[key] = code_digest(data), imports
    except (SyntaxError, ValueError, tokenize.TokenError) as error:
        raise ToolError(f"{path}: this module cannot be read: {error}") from error
    digest, imports = _understood[key]
    return ModuleCode(Seen(before, started_ns, digest), imports)


def code_digest(data: bytes) -> str:
    """sha256 of what Python would run: comments, docstrings, blank lines and the form of line ends do not count."""
    digest = hashlib.sha256()
    line: list[tokenize.TokenInfo] = []
    for token in tokenize.tokenize(io.BytesIO(data.replace(b"\r\n", b"\n")).readline):
        if token.type == tokenize.DEDENT:
            digest.update(b"<")
        if token.type in _SILENT:
            continue
        if token.type == tokenize.INDENT:
            digest.update(b">")
        elif token.type != tokenize.NEWLINE:
            line.append(token)
        else:
            if any(t.type != tokenize.STRING for t in line):  # a line of only strings is a docstring
                digest.update(_line_text(line).encode("utf-8", "surrogatepass"))
            line = []
    return digest.hexdigest()


def _line_text(tokens: list[tokenize.TokenInfo]) -> str:
    # Since 3.12 an f-string comes in pieces whose white space counts; the start column keeps it.
    pieces, end = [], (0, 0)
    depth = 0
    for token in tokens:
        kind = tokenize.tok_name[token.type]
        inside = depth > 0
        depth += (kind == "FSTRING_START") - (kind == "FSTRING_END")
        if not inside:
            pieces.append(" ")
        elif token.start > end:
            pieces.append(" " * (token.start[1] - end[1] if token.start[0] == end[0] else 1))
        pieces.append(token.string)
        end = token.end
    return "".join(pieces) + "\n"


def _imports(tree: ast.AST, module: str, is_package: bool) -> Iterator[str]:
    """Dotted names a module may import: for `from x import y` both x and x.y."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in _run_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _name_of(node.func) == "import_module" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _run_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes except the bodies of `if TYPE_CHECKING`, which never run."""
    queue: list[ast.AST] = [tree]
    while queue:
        node = queue.pop()
        yield node
        if isinstance(node, ast.If) and _name_of(node.test) == "TYPE_CHECKING":
            queue.extend(node.orelse)
        else:
            queue.extend(ast.iter_child_nodes(node))


def _name_of(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _find(top: str) -> importlib.machinery.ModuleSpec | None:
    try:
        return importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return None
