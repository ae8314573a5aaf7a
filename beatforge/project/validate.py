"""A tree of nodes and a model: the model's value, or problems with places. Pydantic's words end here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from beatforge.project.known import Surroundings
from beatforge.project.meant import our_word
from beatforge.project.nodes import Node, Source
from beatforge.project.problems import Problem, advice, nearest
from beatforge.project.quoting import written

Value = TypeVar("Value")

MAX_PROBLEMS = 200

_KINDS = {
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "tuple_type": "a list",
    "list_type": "a list",
}

_SHAPES = {"a mapping": "key: value, one per line", "a list": "write [a, b], or one line with a dash for each"}


def validate(source: Source, model: Any, around: Surroundings) -> Value | None:
    """The tree as `model`; None if it has faults, which are added to the source's problems."""
    adapter = model if isinstance(model, TypeAdapter) else _adapter(model)
    try:
        value: Value = adapter.validate_python(as_data(source.root), context=around)
        return value
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        told = details[:MAX_PROBLEMS]
        kept = [detail for detail in told if not _echoes(detail, told) and not _misspelt(detail, told)]
        source.problems.extend(_problem(source, model, detail) for detail in kept)
        if more := len(details) - len(told):
            source.problems.append(Problem(source.label, 0, 0, 0, "BF009", f"and {more} more faults"))
    return None


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    """What reads values of this model; models are built here, so that a command pays for those that it reads."""
    return TypeAdapter(model)


def as_data(node: Node) -> Any:
    """Mappings and lists as Python's own; scalars stay nodes, for the fields to read."""
    if node.entries is not None:
        return {key: as_data(value) for key, (_, value) in node.entries.items()}
    if node.items is not None:
        return [as_data(value) for value in node.items]
    return node


def _echoes(detail: Mapping[str, Any], details: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a list is only called too short because pydantic does not count its faulty items."""
    loc = detail["loc"]
    return detail["type"] == "too_short" and any(d["loc"][: len(loc)] == loc and d is not detail for d in details)


def _misspelt(detail: Mapping[str, Any], details: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a key is only missing because it is written a little wrong, which is told already."""
    if detail["type"] != "missing":
        return False
    home, name = detail["loc"][:-1], str(detail["loc"][-1])
    unknown = [str(d["loc"][-1]) for d in details if d["type"] == "extra_forbidden" and d["loc"][:-1] == home]
    return any(our_word(word, [name]) or nearest(word, [name]) for word in unknown)


def _problem(source: Source, model: Any, detail: Mapping[str, Any]) -> Problem:
    kind, loc, context = detail["type"], tuple(detail["loc"]), detail.get("ctx", {})
    is_key = bool(loc) and loc[-1] == "[key]"
    fault = context.get("error")
    path = (loc[:-1] if is_key else loc) + tuple(getattr(fault, "at", ()))
    key, node, _ = source.find(path)
    on_key = is_key or kind == "extra_forbidden" or getattr(fault, "token", "") == "key" or _is_empty(node)
    marked = key if on_key and key is not None else node
    if fault is not None:
        return source.problem(marked, fault.code, fault.text, fault.hint)
    if kind == "extra_forbidden":
        return source.problem(marked, *_unknown_key(model, path))
    if kind == "missing":
        owner = key if key is not None else Node(node.line, node.column, node.line, node.column, said=node.said)
        return source.problem(owner, "BF011", *_missing_key(path, model))
    if kind in _KINDS:
        wanted, hint = _shape(model, path, _KINDS[kind], node)
        return source.problem(marked, "BF012", f"expected {wanted}, found {node.kind}", hint)
    if kind == "too_short":
        return source.problem(marked, "BF013", f"{context['min_length']} or more are needed here")
    if kind == "too_long":
        return source.problem(marked, "BF013", f"{context['max_length']} are the most that is possible here")
    return source.problem(marked, "BF012", detail["msg"])


def _is_empty(node: Node) -> bool:
    return not node.said and (node.line, node.column) == (node.end_line, node.end_column)


def _shape(model: Any, path: Sequence[str | int], wanted: str, node: Node) -> tuple[str, str]:
    """What is wanted here, and how it is written: what stands there under its usual key, else the key's example."""
    owner = model_at(model, path if wanted == "a mapping" else (*path, 0))
    usual, text = getattr(owner, "usual", ""), node.text
    if usual and text is not None and not node.is_null:
        short = f"{{{usual}: {written(text)}}}"
        return wanted, f"write {short}" if wanted == "a mapping" else f"write [{short}]"
    if path and wanted == "a mapping" and "base" in (owner.model_fields if owner else ()):
        wanted, hint = "an id or a mapping", "one of them" if node.items is not None else _SHAPES["a mapping"]
        return wanted, hint
    field = _field(model_at(model, path[:-1]), path[-1]) if path else None
    if field is not None and field.examples:
        return wanted, f"for example {written(field.examples[0])}"
    return wanted, _SHAPES[wanted]


def _unknown_key(model: Any, path: Sequence[str | int]) -> tuple[str, str, str]:
    owner, word = model_at(model, path[:-1]), str(path[-1])
    home = ".".join(str(part) for part in path[:-1])
    if owner is None:
        return "BF010", f'unknown key "{word}"', ""
    if word in getattr(owner, "later", ()):
        return "BF021", f'"{word}" is not there yet', "a later release will read it; leave it out for now"
    names = _keys(owner)
    hint = "" if our_word(word, names) else _elsewhere(model, word)
    return "BF010", f'unknown key "{word}"' + (f" in {home}" if home else ""), hint or advice(word, names)


def _missing_key(path: Sequence[str | int], model: Any) -> tuple[str, str]:
    home = ".".join(str(part) for part in path[:-1])
    owner = model_at(model, path[:-1])
    field = _field(owner, path[-1])
    about = f": {field.description}" if field is not None and field.description else ""
    return f'{home + " needs" if home else "missing"} "{path[-1]}"', f"{path[-1]}{about}"


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _elsewhere(model: Any, word: str) -> str:
    """A hint that names the mapping where this key belongs; those of a mashup are in few projects."""
    homes = [home for home in _homes(model, ()) if home[0] and home[0][0] != "mashup"]
    for path, inner in homes:
        if word in _keys(inner):
            return f'"{word}" belongs under {".".join(path)}:'
    for path, inner in homes:
        if ours := our_word(word, _keys(inner)):
            return f'did you mean "{ours}" under {".".join(path)}?'
    return ""


def _homes(model: Any, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], type[BaseModel]]]:
    """Every mapping with its path, near ones first; those in lists and under names of the user's are left out."""
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return []
    below = [home for name, field in model.model_fields.items()
             for home in _homes(_bare(field.annotation), (*path, field.alias or name))]  # fmt: skip
    return sorted([(path, model), *below], key=lambda home: len(home[0]))


def model_at(model: Any, path: Sequence[str | int]) -> type[BaseModel] | None:
    """The model of the mapping that the path leads to."""
    here = _bare(model)
    for part in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = _field(here, part)
            here = _bare(field.annotation) if field is not None else None
        else:
            here = _bare(next((arg for arg in reversed(get_args(here)) if arg is not Ellipsis), None))
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def _field(owner: type[BaseModel] | None, key: str | int) -> FieldInfo | None:
    """The model's field that is written with this key."""
    return next((f for n, f in owner.model_fields.items() if (f.alias or n) == key), None) if owner else None


def _bare(annotation: Any) -> Any:
    """The annotation without what is wrapped around it: Annotated, and None as an alternative."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _bare(next(arg for arg in get_args(annotation) if arg is not NoneType))
    return annotation
