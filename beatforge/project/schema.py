"""The JSON schema (draft-07) that editors complete and check `project.yaml` with, made from the models.

`python -m beatforge.project.schema` writes the committed file, and `docs/project.md`; tests compare.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from beatforge.project.known import Names
from beatforge.project.library import load_library
from beatforge.project.new import SCHEMA_FILE
from beatforge.project.places import data_dir
from beatforge.project.selectors import FILM, HERO
from beatforge.song.analysis import SECTION_KINDS

_KINDS = "|".join(SECTION_KINDS)
_TIME = r"([0-9]{1,3}:){0,2}[0-9]+(\.[0-9]+)?"
SELECTOR_PATTERN = rf"^(({_KINDS})-[1-9][0-9]{{0,3}}(\.[0-9]{{2,4}})?|{_TIME}-{_TIME})$"


def project_schema(names: Names | None = None) -> dict[str, Any]:
    """The schema; names of open sets are examples, so that a project's own styles are no errors."""
    from beatforge.project.models import Project

    schema = _draft7(Project.model_json_schema(by_alias=True), names or load_library().names)
    for key, words in (("scenes", (HERO,)), ("waive", (HERO, FILM))):
        by_scene = schema["properties"][key]
        below = by_scene.pop("additionalProperties")
        by_scene.pop("propertyNames", None)
        by_scene["properties"] = dict.fromkeys((*SECTION_KINDS, *words), below)
        by_scene["patternProperties"] = {SELECTOR_PATTERN: below}
        by_scene["additionalProperties"] = False
    heard = [{"required": [name]} for name in ("song", "mashup")]
    schema |= {"title": "beatforge project", "oneOf": heard}
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}


def schema_text() -> str:
    """The committed file's text."""
    return json.dumps(project_schema(), indent=1, ensure_ascii=False) + "\n"


def _draft7(part: Any, names: Names) -> Any:
    """Pydantic's schema in draft-07's words, without the titles that only repeat the keys."""
    if isinstance(part, list):
        return [_draft7(item, names) for item in part]
    if not isinstance(part, Mapping):
        return part
    result: dict[str, Any] = {}
    for key, value in part.items():
        if (key == "title" and isinstance(value, str)) or (key.startswith("x-") and key != "x-names"):
            continue
        if key == "x-names":
            result["examples"] = sorted(names[value])
        elif key in ("properties", "$defs"):
            kept = {name: _draft7(inner, names) for name, inner in value.items()}
            result["definitions" if key == "$defs" else key] = kept
        elif key == "$ref":
            result[key] = value.replace("#/$defs/", "#/definitions/")
        elif key == "anyOf":
            result |= _alternatives([_draft7(item, names) for item in value])
        elif not (key == "default" and value is None):
            result[key] = value if key in ("default", "enum", "examples") else _draft7(value, names)
    if names_of_keys := result.pop("propertyNames", {}).get("enum"):  # spelled out, so that editors offer them
        result["properties"] = dict.fromkeys(names_of_keys, result["additionalProperties"])
        result["additionalProperties"] = False
    if _may_be_empty(part):
        result["type"] = [result["type"], "null"]
    if "$ref" in result and len(result) > 1:  # draft-07 ignores what stands beside a $ref
        return {"allOf": [{"$ref": result.pop("$ref")}], **result}
    return result


def _may_be_empty(part: Mapping[str, Any]) -> bool:
    """Whether a key with nothing below it, as commented lines leave it, is this mapping or list with nothing in it."""
    if part.get("type") == "object":
        return not part.get("required") and "x-short" not in part
    return part.get("type") == "array" and "minItems" not in part


def _alternatives(options: list[Any]) -> dict[str, Any]:
    """A null that only stands for "not written" is no alternative: in YAML the key is left out."""
    real = [option for option in options if option != {"type": "null"}]
    return dict(real[0]) if len(real) == 1 else {"anyOf": real}


if __name__ == "__main__":
    from beatforge.project.docs import write_guide

    write_guide()
    (data_dir("schemas") / SCHEMA_FILE).write_text(schema_text(), encoding="utf-8")
