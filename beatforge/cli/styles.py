"""Commands about styles: list them, show one, suggest some for a song."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.errors import UsageError

if TYPE_CHECKING:
    from beatforge.project.library import Library
    from beatforge.project.recipes import Style


def styles(args: argparse.Namespace) -> int:
    """`beatforge styles [NAME]`: what `style:` can be, the project's own included; or all there is to know of one."""
    library, chosen = _library(args.project), None
    if args.name:
        from beatforge.project.problems import advice

        chosen = library.styles.get(args.name.replace("-", "_"))
        if chosen is None:
            hint = advice(args.name, library.styles) or "`beatforge styles` lists them"
            raise UsageError(f'no style "{args.name}"; {hint}')
    if args.json:
        rows = [_row(style) for style in ([chosen] if chosen else library.styles.values())]
        print(json.dumps({"styles": rows}, indent=1, ensure_ascii=False))
    elif chosen:
        print("\n".join(_whole(chosen)))
    else:
        print("\n".join(_list(library)))
    return 0


def suggest(args: argparse.Namespace) -> int:
    """`beatforge suggest style`: three to five styles for the project's song and concept, or for an audio file."""
    from beatforge.film.suggest import suggest_styles
    from beatforge.film.words import meanings_of, read_words

    if args.song:
        from beatforge.song.listen import listen

        library, analysis, concept = _library(args.project), listen(Path(args.song)), args.mood
    else:
        from beatforge.cli.session import Session

        with Session.open(args.project) as session:
            library, analysis = session.project.library, session.require_analysis()
            concept = f"{args.mood} {session.project.film.concept}"
    words = read_words(concept, meanings_of(library.lexicon))
    found = suggest_styles(analysis, words, library)
    if args.json:
        rows = [{"id": each.style.id, "points": each.points, "reasons": list(each.reasons),
                 "note": each.style.advice.note} for each in found]  # fmt: skip
        print(json.dumps({"suggestions": rows}, indent=1, ensure_ascii=False))
        return 0
    width = max(len(each.style.id) for each in found)
    for each in found:
        print(f"{each.style.id:{width}}  {each.style.description}")
        print(f"{'':{width}}  {'; '.join(each.reasons) or 'goes with most songs'}")
        if each.style.advice.note:
            print(f"{'':{width}}  note: {each.style.advice.note}")
    return 0


def _library(project: str | None) -> Library:
    from beatforge.cli.opening import find_project
    from beatforge.cli.settings import read_settings
    from beatforge.project.library import load_library

    path = find_project(project, required=bool(project))
    return load_library(path.parent if path else None, allowed=read_settings().allow)


def _row(style: Style) -> dict[str, Any]:
    return {
        **{name: getattr(style, name) for name in ("id", "display_name", "category", "description")},
        "motifs": list(style.motifs),
        "medium": style.medium,
        "marks": dict(style.marks),
        "palette": style.palette.id,
        "tone": style.palette.tone,
        "motion": asdict(style.motion),
        "drives": {channel: asdict(drive) for channel, drive in style.drives.items()},
        **{name: list(value) if isinstance(value, tuple) else value for name, value in asdict(style.advice).items()},
    }


def _list(library: Library) -> list[str]:
    lines, width = [], max(len(name) for name in library.styles)
    for style in sorted(library.styles.values(), key=lambda style: (style.category, style.id)):
        lines.append(f"{style.id:{width}}  {style.display_name} ({style.category}): {style.description}")
        lines.append(f"{'':{width}}  shows {', '.join(style.motifs)}; painted as {style.medium}; procedural renderer")
        if style.advice.note:
            lines.append(f"{'':{width}}  note: {style.advice.note}")
        if style.advice.requires_source_footage:
            lines.append(f"{'':{width}}  wants filmed footage (scenes.<which>.footage); drawn subjects stand in for it")
    return lines


def _whole(style: Style) -> list[str]:
    """All there is to say of one style, in the words of its file."""
    from beatforge.project.quoting import written

    row = _row(style)
    drives = {channel: f"{drive.feature} x {drive.gain:g}" for channel, drive in style.drives.items()}
    told = {name: value for name, value in row.items() if name not in ("drives", "tone") and value not in ("", [], {})}
    width = max(len(name) for name in told)
    lines = [f"{name:{width}}  {value if isinstance(value, str) else written(value)}" for name, value in told.items()]
    lines.append(f"{'drives':{width}}  " + ", ".join(f"{channel} from {said}" for channel, said in drives.items()))
    return [*lines, "backend, models, loras and scales are recommendations for backends with weights; the procedural "
            "renderer needs none of them"]  # fmt: skip
