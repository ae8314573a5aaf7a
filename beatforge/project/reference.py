"""Every key of a model as a row for people: its path, what it takes, its default, an example, what can be wrong.

In: a model of the language, and the names of the open sets. Out: rows in the order of the models, from the same JSON
schema that editors use. Nothing is said here of a key that the models do not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from beatforge.project.known import Names
from beatforge.project.quoting import written
from beatforge.project.validate import model_at

MANY = 24
"""More names than this are not listed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One key. `path` has `<role>` for a key of the user's choice and `[]` for items of a list.

    `example` is a value as YAML; `default` too, or empty. `see` names the model that describes what is below.
    """

    path: str
    about: str
    takes: str
    default: str
    example: str
    codes: tuple[str, ...]
    is_needed: bool = False
    see: str = ""


def rows_of(model: type[BaseModel], names: Names, apart: Sequence[str] = ()) -> tuple[Row, ...]:
    """The model's rows, its parts' below their own; what models named in `apart` hold is left to their own rows."""
    schema = model.model_json_schema(by_alias=True)
    top = schema if "properties" in schema else _only(schema, "properties")
    return tuple(_Walk(model, names, schema.get("$defs", {}), apart).rows(top, ()))


@dataclass(frozen=True, slots=True)
class _Walk:
    """One way through a schema."""

    model: type[BaseModel]
    names: Names
    parts: Mapping[str, Any]
    apart: Sequence[str]

    def rows(self, schema: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Row]:
        """Rows of a mapping's keys."""
        for key, value in schema.get("properties", {}).items():
            here = (*path, key)
            kinds, see = self._kinds(value)
            codes = {code for kind in kinds for code in self._codes(kind, here)}
            yield Row(
                path=".".join(here).replace(".[]", "[]"),
                about=value.get("description", ""),
                takes=", or ".join(filter(None, dict.fromkeys(self._takes(kind, see) for kind in kinds))),
                default=_default(value),
                example=written(self._example(value, kinds)),
                codes=tuple(sorted(codes)),
                is_needed=key in schema.get("required", ()),
                see=see,
            )
            if not see:
                for kind in kinds:
                    yield from self._below(kind, here)

    def _below(self, kind: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Row]:
        yield from self.rows(kind, path)
        if isinstance(inner := kind.get("additionalProperties"), Mapping):
            label = f"<{kind['propertyNames']['x-kind']}>"
            for part in self._kinds(inner)[0]:
                yield from self.rows(part, (*path, label))
        if isinstance(kind.get("items"), Mapping):
            for part in self._kinds(kind["items"])[0]:
                yield from self.rows(part, (*path, "[]"))

    def _kinds(self, schema: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], str]:
        """What a value can be, references followed; and the name of the model it is described by elsewhere."""
        if "x-takes" not in schema and "anyOf" in schema:
            found = [self._kinds(option) for option in schema["anyOf"]]
            return [kind for kinds, _ in found for kind in kinds], "".join(see for _, see in found)
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self._kinds(self.parts[name])[0], name if name in self.apart else ""
        return ([] if schema.get("type") == "null" else [schema]), ""

    def _takes(self, kind: Mapping[str, Any], see: str) -> str:
        if "x-takes" in kind:
            return str(kind["x-takes"])
        if "x-names" in kind:
            names = sorted(self.names[kind["x-names"]])
            return _either(names) if len(names) <= MANY else f"the id of a {kind['x-names']}"
        if "enum" in kind or "const" in kind:
            return _either([str(word) for word in kind.get("enum", [kind.get("const")])])
        if kind.get("type") == "array":
            inner = " or ".join(self._takes(part, "") for part in self._kinds(kind["items"])[0])
            return f"a list of {inner}" if inner != "a mapping" else "a list of mappings"
        if kind.get("type") == "object":
            return f"a mapping, see {see}" if see else "a mapping"
        if kind.get("type") in ("integer", "number"):
            word = "a whole number" if kind["type"] == "integer" else "a number"
            return f"{word}, {kind['minimum']:g} to {_plain(kind['maximum'])}"
        return "`true` or `false`" if kind.get("type") == "boolean" else f"text, up to {kind['maxLength']} characters"

    def _codes(self, kind: Mapping[str, Any], path: tuple[str, ...]) -> tuple[str, ...]:
        """What can be wrong with this kind of value itself."""
        codes: tuple[str, ...] = tuple(kind.get("x-codes", ()))
        if kind.get("type") == "object":
            owner = model_at(self.model, path)
            checks = (*getattr(owner, "checks", ()), *(["BF011"] if kind.get("required") else []))
            keys = kind["propertyNames"]["x-codes"] if "propertyNames" in kind else ("BF010",)
            return ("BF012", *checks, *keys, *(["BF013"] if "minProperties" in kind else []))
        if kind.get("type") == "array":
            codes += ("BF012", "BF013")
            for part in self._kinds(kind["items"])[0]:
                codes += self._codes(part, (*path, "[]"))
        return codes

    def _example(self, value: Mapping[str, Any], kinds: Sequence[Mapping[str, Any]]) -> Any:
        """A value that could stand there: the model's own example, or its default, or the first that is possible."""
        if "examples" in value:
            return value["examples"][0]
        if value.get("default") not in (None, {}, "", []):
            return value["default"]
        for kind in kinds:
            if "x-names" in kind:
                return sorted(self.names[kind["x-names"]])[0]
            if "enum" in kind or "const" in kind:
                return kind.get("enum", [kind.get("const")])[0]
            if kind.get("type") == "boolean":
                return True
        return {
            key: self._example(inner, self._kinds(inner)[0])
            for kind in kinds
            for key, inner in kind.get("properties", {}).items()
            if key in kind.get("required", ())
        }


def _default(value: Mapping[str, Any]) -> str:
    default = value.get("default")
    return "" if default in (None, {}, "", []) else written(default)


def _either(words: Sequence[str]) -> str:
    quoted = [f"`{word}`" for word in words]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _only(schema: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The alternative that has the key; a model that can also be written as a bare id has two."""
    options: list[Mapping[str, Any]] = [*schema.get("anyOf", ()), *schema.get("$defs", {}).values()]
    name = schema.get("$ref", "").rpartition("/")[2]
    if name:
        return _only(schema["$defs"][name], key) if key not in schema["$defs"][name] else schema["$defs"][name]
    return next(option for option in options if key in option)
