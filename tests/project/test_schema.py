"""The schema and the loader agree: what loads is no error in an editor, what an editor can know is one there too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from jsonschema.validators import validator_for
from ruamel.yaml import YAML

from beatforge.project.library import load_library
from beatforge.project.reference import Row
from beatforge.project.schema import project_schema
from tests.project.files import START
from tests.project.test_docs import ALL, BAD, codes_for, project_with

SCHEMA = project_schema()
VALIDATOR = Draft7Validator(SCHEMA)
SAYABLE = {"BF010", "BF011", "BF012", "BF020", "BF030", "BF040"}
"""What a schema can say; it knows no files, no names of a project's own, no texts that only look right."""

BETWEEN = {("seed", "1e9"), ("scenes.<which>.seed", "1e9")}
"""JSON has one kind of number, so 1e9 is whole there; we ask for digits."""


def as_editors_read(text: str) -> Any:
    """The text's values as YAML 1.2, which is what yaml-language-server reads."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)  # type: ignore[assignment]  # a property that takes tuples too
    return yaml.load(text)


def test_it_is_a_draft_07_schema() -> None:
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert validator_for(SCHEMA) is Draft7Validator
    Draft7Validator.check_schema(SCHEMA)


def test_every_reference_leads_somewhere_and_stands_alone() -> None:
    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if "$ref" in part:
                assert set(part) == {"$ref"} and part["$ref"].removeprefix("#/definitions/") in SCHEMA["definitions"]
            assert not [key for key in part if key.startswith("x-")], "for ourselves only"
            part = list(part.values())
        for inner in part if isinstance(part, list) else []:
            walk(inner)

    walk(SCHEMA)


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.path)
def test_schema_and_loader_give_one_verdict(tmp_path: Path, row: Row) -> None:
    for value in [*BAD, row.example]:
        codes = codes_for(tmp_path, row, value)
        if "BF002" in codes or (row.path, value) in {*BETWEEN, ("version", "0")}:
            continue
        wrong = [error.message for error in VALIDATOR.iter_errors(as_editors_read(project_with(row, value)))]
        assert not wrong or codes, f"{row.path}: {value} loads, but an editor says {wrong}"
        assert wrong or not codes & SAYABLE, f"{row.path}: {value} does not load, but an editor says nothing"


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("scenes:\n  # chorus: {seed: 1}\n", True),
        ("film:\n", True),
        ("song:\n", False),
        ("outputs:\n", False),
        ("film: {style: }\n", False),
        ("scenes: {choruss: {}}\n", False),
        ("scenes: {1:20-1:32: {seed: 1}}\n", True),
        ("scenes: {verse-2.9: {seed: 1}}\n", False),
        ("scenes: {chorus: {seeds: 1}}\n", False),
        ("film: {style: one_of_my_own}\n", True),
        ("mashup: {}\n", False),
        ("film: {style: {palette: {colours: {sun: '#ffd98a'}}}}\n", True),
        ("film: {style: {palette: {colours: {son: '#ffd98a'}}}}\n", False),
        ("film: {style: {drives: {}}}\n", True),
    ],
)
def test_what_editors_mark(text: str, is_right: bool) -> None:
    start = START if not text.startswith("song") else "version: 1\nname: drive\n"
    assert VALIDATOR.is_valid(as_editors_read(start + text)) is is_right


def test_names_that_are_there_are_offered() -> None:
    offered = SCHEMA["definitions"]["OutputSpec"]["properties"]["platform"]["examples"]
    assert offered == sorted(load_library().platforms)
