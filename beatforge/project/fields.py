"""Kinds of fields: how a value is read and what the JSON schema says about it, side by side.

Imports pydantic; only `models` and what validates import this. Readers themselves live in `scalars`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import core_schema

from beatforge.project.known import AUDIO_SUFFIXES, LATER, SETS, Surroundings
from beatforge.project.nodes import Node
from beatforge.project.problems import Fault, advice
from beatforge.project.scalars import (
    FRAME_RATES,
    MAX_SIDE,
    MIN_SIDE,
    read_colour,
    read_id,
    read_int,
    read_number,
    read_rate,
    read_seconds,
    read_size,
    read_slug,
    read_text,
)

_WORD = ["string", "number", "boolean"]


class Written(BaseModel):
    """A mapping in a YAML file: no unknown keys, never changed; a key with nothing below it is an empty mapping."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_empty(cls, data: Any) -> Any:
        return {} if isinstance(data, Node) and data.is_null else data


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One kind of field. `read` takes the value, and the file's `Surroundings` if `is_checked_outside`.

    Values made in Python have no surroundings; then `read` gets None and checks the form only.
    """

    read: Callable[..., Any]
    schema: Mapping[str, Any]
    is_checked_outside: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        read = self.read
        if self.is_checked_outside:
            return core_schema.with_info_plain_validator_function(lambda value, info: read(value, info.context))
        return core_schema.no_info_plain_validator_function(read)

    def __get_pydantic_json_schema__(self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        return dict(self.schema)


def text(longest: int, empty: bool = False) -> Field:
    return Field(lambda value: read_text(value, longest, empty), {"type": _WORD, "maxLength": longest})


def whole(low: int, high: int) -> Field:
    return Field(lambda value: read_int(value, low, high), {"type": "integer", "minimum": low, "maximum": high})


def number(low: float, high: float) -> Field:
    return Field(lambda value: read_number(value, low, high), {"type": "number", "minimum": low, "maximum": high})


def choice(kind: str, words: Collection[str], later: Collection[str] = ()) -> Field:
    """One of a closed set of words."""
    schema = {"type": "string", "enum": list(words)}
    return Field(lambda value: read_id(value, words, kind, "BF030", later), schema)


def one_of(kind: str) -> Field:
    """A name from the open set `kind`; the schema lists what is there as examples."""

    def read(value: Any, around: Surroundings | None) -> str:
        if around is None:
            return read_text(value, 80)
        return read_id(value, around.names[kind], kind, SETS[kind], LATER.get(kind, ()))

    return Field(read, {"type": "string", "x-names": kind}, is_checked_outside=True)


def read_audio(value: Any, around: Surroundings | None) -> str:
    """A song inside the project folder, with forward slashes."""
    asked = read_text(value, 400)
    if around is None:
        return asked
    inner = PurePosixPath(asked.replace("\\", "/"))
    path = around.folder / inner
    if inner.is_absolute() or PureWindowsPath(asked).drive:
        raise Fault(
            "BF051", f'"{asked}" does not start in the project folder', "copy the file there; name it from there"
        )
    try:
        inside, is_there = path.resolve().is_relative_to(around.folder.resolve()), path.is_file()
    except (OSError, ValueError) as error:
        raise Fault("BF050", f'"{asked}" can\'t be a file name: {error}') from error
    if not inside:
        raise Fault("BF051", f'"{asked}" leaves the project folder', "copy the file into the project")
    if not is_there:
        there = [other.name for other in path.parent.glob("*") if other.is_file()] if path.parent.is_dir() else []
        close = advice(path.name, [name for name in there if Path(name).suffix.lower() in AUDIO_SUFFIXES])
        raise Fault("BF050", f'there is no file "{asked}"', close or "put the song there, or name the one you have")
    if path.suffix.lower() not in AUDIO_SUFFIXES:
        raise Fault("BF052", f'"{path.name}" is no audio file by its name', "one of " + " ".join(AUDIO_SUFFIXES))
    return inner.as_posix()


def _none_to(empty: Any) -> Callable[[Any], Any]:
    return lambda value: empty if isinstance(value, Node) and value.is_null else value


class OneIsList:
    """A list that can be written as its only item."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def read(value: Any) -> Any:
            is_one = isinstance(value, str) or (isinstance(value, Node) and not value.is_null)
            return [value] if is_one else value

        return core_schema.no_info_before_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        listed = handler(core)
        return {"anyOf": [dict(listed["items"]), dict(listed)]}


EmptyIsMapping = BeforeValidator(_none_to({}))
EmptyIsList = BeforeValidator(_none_to([]))

Version = Annotated[int, Field(lambda value: read_int(value, 1, 1), {"const": 1})]
Slug = Annotated[str, Field(read_slug, {"type": _WORD, "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$", "maxLength": 80})]
Colour = Annotated[str, Field(read_colour, {"type": "string", "pattern": "^#?[0-9a-fA-F]{6}$"})]
Seconds = Annotated[
    float,
    Field(
        read_seconds,
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 86400},
                {"type": "string", "pattern": "^([0-9]{1,3}:)?[0-9]{1,3}:[0-5]?[0-9](\\.[0-9]+)?$"},
            ]
        },
    ),
]
Size = Annotated[
    tuple[int, int],
    Field(
        read_size,
        {
            "anyOf": [
                {"type": "string", "pattern": "^[0-9]{2,4} ?[x×] ?[0-9]{2,4}$"},
                {
                    "type": "array",
                    "items": {"type": "integer", "minimum": MIN_SIDE, "maximum": MAX_SIDE, "multipleOf": 2},
                    "minItems": 2,
                    "maxItems": 2,
                },
            ]
        },
    ),
]
_RATES = sorted({float(rate) for rate in FRAME_RATES})
Rate = Annotated[
    str,
    Field(
        read_rate,
        {
            "enum": [int(rate) if rate == int(rate) else rate for rate in _RATES]
            + [rate for rate in FRAME_RATES.values() if re.search("/", rate)]
        },
    ),
]
AudioFile = Annotated[str, Field(read_audio, {"type": "string"}, is_checked_outside=True)]
