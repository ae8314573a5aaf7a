"""`docs/project.md`: the guide's text with every key of the models in it.

`python -m beatforge.project.docs` writes the committed file, `python -m beatforge.project.schema` too; a test compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from beatforge.project.codes import CODES
from beatforge.project.library import load_library
from beatforge.project.places import data_dir
from beatforge.project.reference import Row, rows_of
from beatforge.project.validate import model_at
from beatforge.project.vocabulary import ROLES

GUIDE = "project.md"


def guide_text() -> str:
    """The committed file's text."""
    from jinja2 import Environment, StrictUndefined

    from beatforge.project.looks import StyleSpec
    from beatforge.project.models import Project

    names = load_library().names
    project = rows_of(Project, names, apart=(StyleSpec.__name__,))
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False
    )
    environment.filters |= {"key": _key, "takes": _takes, "code": _code, "cell": _cell}
    template = environment.from_string((data_dir("templates") / f"{GUIDE}.j2").read_text(encoding="utf-8"))
    return template.render(
        project=project, style=rows_of(StyleSpec, names), later=[*_later(project)], roles=ROLES, codes=CODES
    )


def _key(row: Row) -> str:
    return f"**{_code(row.path)}**" if row.is_needed else _code(row.path)


def _takes(row: Row) -> str:
    return _cell(row.takes.replace(f"see {row.see}", "see [styles](#styles)") if row.see else row.takes)


def _code(text: str) -> str:
    return f"`{_row_text(text)}`" if text else ""


def _cell(text: str) -> str:
    """The text as a table's cell can hold it; a bare <name> would be taken for HTML."""
    text = _row_text(text)
    return text if "`" in text else text.replace("<", "&lt;")


def _row_text(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _later(rows: Sequence[Row]) -> Iterator[str]:
    """Keys that a later release will read, by path."""
    from beatforge.project.models import Project

    for home in ("", *(home for row in rows for home in (row.path, f"{row.path}[]"))):
        parts = [part for part in home.replace("[]", ".[]").split(".") if part]
        owner = model_at(Project, parts)
        for key in getattr(owner, "later", ()):
            yield f"{home}.{key}".lstrip(".")


def write_guide() -> None:
    """The committed file, as the models have it."""
    (data_dir("docs") / GUIDE).write_text(guide_text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_guide()
