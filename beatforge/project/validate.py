"""A tree of nodes and a model: the model's value, or problems with places. Pydantic's words end here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from beatforge.project.known import Surroundings
from beatforge.project.nodes import Node, Source
from beatforge.project.problems import Problem, advice

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
    adapter = TypeAdapter(model) if not isinstance(model, TypeAdapter) else model
    try:
        value: Value = adapter.validate_python(as_data(source.root), context=around)
        return value
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        told = details[:MAX_PROBLEMS]
        source.problems.extend(_problem(source, model, detail) for detail in told if not _echoes(detail, told))
        if more := len(details) - len(told):
            source.problems.append(Problem(source.label, 0, 0, 0, "BF009", f"and {more} more faults"))
    return None


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
        return source.problem(marked, "BF012", f"expected {_KINDS[kind]}, found {node.kind}", _SHAPES[_KINDS[kind]])
    if kind == "too_short":
        return source.problem(marked, "BF013", f"{context['min_length']} or more are needed here")
    if kind == "too_long":
        return source.problem(marked, "BF013", f"{context['max_length']} are the most that is possible here")
    return source.problem(marked, "BF012", detail["msg"])


def _is_empty(node: Node) -> bool:
    return not node.said and (node.line, node.column) == (node.end_line, node.end_column)


def _unknown_key(model: Any, path: Sequence[str | int]) -> tuple[str, str, str]:
    owner, word = model_at(model, path[:-1]), str(path[-1])
    home = ".".join(str(part) for part in path[:-1])
    if owner is None:
        return "BF010", f'unknown key "{word}"', ""
    if word in getattr(owner, "later", ()):
        return "BF021", f'"{word}" is not there yet', "a later release will read it; leave it out for now"
    names = _keys(owner)
    hint = _elsewhere(model, word) if owner is model else ""
    return "BF010", f'unknown key "{word}"' + (f" in {home}" if home else ""), hint or advice(word, names)


def _missing_key(path: Sequence[str | int], model: Any) -> tuple[str, str]:
    home = ".".join(str(part) for part in path[:-1])
    owner = model_at(model, path[:-1])
    field = next((f for n, f in owner.model_fields.items() if (f.alias or n) == path[-1]), None) if owner else None
    about = f": {field.description}" if field is not None and field.description else ""
    return f'{home + " needs" if home else "missing"} "{path[-1]}"', f"{path[-1]}{about}"


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _elsewhere(model: Any, word: str) -> str:
    """A hint that names the mapping where this key belongs."""
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return ""
    for name, field in model.model_fields.items():
        inner = _bare(field.annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel) and word in _keys(inner):
            return f'"{word}" belongs under {field.alias or name}:'
    return ""


def model_at(model: Any, path: Sequence[str | int]) -> type[BaseModel] | None:
    """The model of the mapping that the path leads to."""
    here = _bare(model)
    for part in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = next((f for n, f in here.model_fields.items() if (f.alias or n) == part), None)
            here = _bare(field.annotation) if field is not None else None
        else:
            here = _bare(next((arg for arg in reversed(get_args(here)) if arg is not Ellipsis), None))
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def _bare(annotation: Any) -> Any:
    """The annotation without what is wrapped around it: Annotated, and None as an alternative."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _bare(next(arg for arg in get_args(annotation) if arg is not NoneType))
    return annotation
