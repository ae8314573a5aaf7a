"""Kinds of fields: how a value is read and what the JSON schema says about it, side by side.

Imports pydantic; only `models` and what validates import this. Readers themselves live in `scalars`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import core_schema

from beatforge.project.known import (
    AUDIO_SUFFIXES,
    FONT_SUFFIXES,
    FOOTAGE_SUFFIXES,
    LATER,
    LUT_SUFFIXES,
    LYRICS_SUFFIXES,
    SETS,
    Surroundings,
)
from beatforge.project.nodes import Node
from beatforge.project.problems import Fault
from beatforge.project.reach import reached
from beatforge.project.scalars import (
    FRAME_RATES,
    MAX_SIDE,
    MIN_SIDE,
    read_colour,
    read_flag,
    read_id,
    read_int,
    read_number,
    read_rate,
    read_seconds,
    read_size,
    read_slug,
    read_text,
)
from beatforge.project.spelling import check_spelling, likely_path

_WORD = ["string", "number", "boolean"]


class Written(BaseModel):
    """A mapping in a YAML file: no unknown keys, never changed; a key with nothing below it is an empty mapping.

    `usual` names the key that a bare value was probably meant for, `checks` the codes of faults between keys, `later`
    keys that a later release will read; each where there is one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # built when a value is first read

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_empty(cls, data: Any) -> Any:
        return {} if isinstance(data, Node) and data.is_null else data


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One kind of field. `read` takes the value, and the file's `Surroundings` if `is_checked_outside`.

    Values made in Python have no surroundings; then `read` gets None and checks the form only. `codes` are the faults
    that a value can have, `takes` says in words what the schema can't; both are for the reference in `docs/`.
    """

    read: Callable[..., Any]
    schema: Mapping[str, Any]
    is_checked_outside: bool = False
    codes: tuple[str, ...] = ("BF012", "BF013", "BF015")
    takes: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        read = self.read
        if self.is_checked_outside:
            return core_schema.with_info_plain_validator_function(lambda value, info: read(value, info.context))
        return core_schema.no_info_plain_validator_function(read)

    def __get_pydantic_json_schema__(self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        return {**self.schema, "x-codes": sorted(self.codes), **({"x-takes": self.takes} if self.takes else {})}


_TEXT = ("BF012", "BF013", "BF014", "BF015")


def text(longest: int, empty: bool = False, about: str = "") -> Field:
    """Some words; `about` describes them where they are a mapping's value, and no key of a model does."""
    schema = {"type": _WORD, "maxLength": longest, **({"description": about} if about else {})}
    return Field(lambda value: read_text(value, longest, empty), schema, codes=_TEXT)


def whole(low: int, high: int) -> Field:
    return Field(lambda value: read_int(value, low, high), {"type": "integer", "minimum": low, "maximum": high})


def number(low: float, high: float) -> Field:
    return Field(lambda value: read_number(value, low, high), {"type": "number", "minimum": low, "maximum": high})


def choice(kind: str, words: Collection[str], later: Collection[str] = ()) -> Field:
    """One of a closed set of words."""
    schema = {"type": "string", "enum": list(words)}
    codes = (*_TEXT, "BF030", *(["BF021"] if later else []))
    return Field(lambda value: read_id(value, words, kind, "BF030", later), {**schema, "x-kind": kind}, codes=codes)


def one_of(kind: str) -> Field:
    """A name from the open set `kind`; the schema lists what is there as examples."""

    def read(value: Any, around: Surroundings | None) -> str:
        if around is None:
            return read_text(value, 80)
        return read_id(value, around.names[kind], kind, SETS[kind], LATER.get(kind, ()))

    codes = (*_TEXT, SETS[kind], *(["BF021"] if kind in LATER else []))
    return Field(read, {"type": "string", "x-names": kind}, is_checked_outside=True, codes=codes)


def read_file(value: Any, around: Surroundings | None, suffixes: Sequence[str], what: str) -> str:
    """A file inside the project folder, with forward slashes, or one in a folder that the user allowed; `what` it is
    in words ("song")."""
    asked = read_text(value, 400)
    if around is None:
        return asked
    name, path = reached(asked, around.folder, around.allowed)
    if not Path(name).is_absolute():
        check_spelling(asked, around.folder)
    try:
        is_there = path.is_file()
        is_other, is_link = not is_there and path.exists(), path.is_symlink()
    except OSError as error:
        raise Fault("BF050", f'"{asked}" can\'t be read: {error.strerror}') from error
    if is_other:
        raise Fault(
            "BF052", f'"{asked}" is {"a folder" if path.is_dir() else "no plain file"}', f"name the {what} itself"
        )
    if not is_there:
        close = likely_path(asked, around.folder, suffixes)
        text = f'"{asked}" is a link that leads nowhere' if is_link else f'there is no file "{asked}"'
        raise Fault("BF050", text, close or f"put the {what} there, or name the one you have")
    if path.suffix.lower() not in suffixes:
        raise Fault("BF052", f'"{path.name}" is no {what} by its name', "one of " + " ".join(suffixes))
    return name


def file_of(suffixes: Sequence[str], what: str) -> Field:
    """A path of a file with one of these suffixes."""
    return Field(
        lambda value, around: read_file(value, around, suffixes, what),
        {"type": "string"},
        is_checked_outside=True,
        codes=(*_TEXT, "BF050", "BF051", "BF052", "BF053"),
        takes="a path from the project folder, with `/`, spelled as the file is; up to 400 characters",
    )


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

Version = Annotated[int, Field(lambda value: read_int(value, 1, 1), {"const": 1}, codes=("BF015", "BF020"))]
Flag = Annotated[bool, Field(read_flag, {"type": "boolean"}, codes=("BF012", "BF015"))]
Slug = Annotated[
    str,
    Field(
        read_slug,
        {"type": _WORD, "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$", "maxLength": 80},
        codes=_TEXT,
        takes="a word of letters, digits, - and _, up to 80; not one that Windows keeps for itself (`con`)",
    ),
]
Colour = Annotated[
    str,
    Field(
        read_colour,
        {"type": "string", "pattern": "^#?[0-9a-fA-F]{6}$"},
        codes=_TEXT,
        takes='"#rrggbb", in quotes because a bare # begins a comment',
    ),
]
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
        codes=_TEXT,
        takes="seconds, `m:ss` or `h:mm:ss`, with decimals if you like; 0 to 24 hours",
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
        codes=_TEXT,
        takes=f"`1280x720` or `[1280, 720]`; even, {MIN_SIDE} to {MAX_SIDE} each",
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
        codes=("BF012", "BF015", "BF030"),
    ),
]
AudioFile = Annotated[str, file_of(AUDIO_SUFFIXES, "audio file")]
LyricsFile = Annotated[str, file_of(LYRICS_SUFFIXES, "lyrics file")]
FootageFile = Annotated[str, file_of(FOOTAGE_SUFFIXES, "video file")]
LutFile = Annotated[str, file_of(LUT_SUFFIXES, "colour table")]
FontFile = Annotated[str, file_of(FONT_SUFFIXES, "font")]
