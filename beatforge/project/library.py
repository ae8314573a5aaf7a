"""What there is to choose from: shipped styles, palettes, tiers, profiles, platforms, and the project's own styles.

In: `config/` and the project's `styles/`; out: one frozen `Library`, or every fault with its place. Styles are filled
in here from the style they start from, so that nobody downstream asks what a missing field means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.errors import ProjectError
from beatforge.project.known import (
    DEFAULT_STYLE,
    TONES,
    Names,
    Surroundings,
    built_in_names,
    marks_of_media,
    views_of_motifs,
)
from beatforge.project.nodes import Node, Source, parse_source
from beatforge.project.places import data_dir
from beatforge.project.problems import Fault, Problem
from beatforge.project.reach import may_read, own_styles, persona_files, real_path, ways_out
from beatforge.project.reading import read_bytes
from beatforge.project.recipes import (
    DEFAULT_DRIVES,
    Advice,
    Motion,
    Palette,
    Platform,
    Profile,
    Style,
    StyleDrive,
    Tier,
)
from beatforge.project.vocabulary import GRADES, ROLES

if TYPE_CHECKING:
    from beatforge.project.grades import ToneSpec
    from beatforge.project.looks import PaletteSpec, StyleSpec


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that has a name and is not code. `lexicon` (what words show), `feelings` (what they feel like) and
    `themes` (what they are about) are nested mappings of words, as their files have them."""

    styles: Mapping[str, Style]
    palettes: Mapping[str, Palette]
    tiers: Mapping[str, Tier]
    profiles: Mapping[str, Profile]
    platforms: Mapping[str, Platform]
    lexicon: Mapping[str, Any]
    feelings: Mapping[str, Any]
    themes: Mapping[str, Any]
    names: Names
    marks: Mapping[str, tuple[str, ...]]
    """Medium -> what of it a style can set."""
    views: Mapping[str, tuple[str, ...]]
    """Motif -> from where each of its compositions looks."""

    def style(self, spec: StyleSpec, start: Style | None = None) -> Style:
        """The complete style that was asked for. `start` is what an inline style without base starts from."""
        base = self.styles[spec.base] if spec.base is not None else start or self.styles[DEFAULT_STYLE]
        return filled(spec, base, self.palettes)


def load_library(folder: Path | None = None, config: Path | None = None, allowed: Sequence[Path] = ()) -> Library:
    """The library for the project in `folder`; its own `styles/` win over shipped ones of the same name."""
    library, _, problems = read_library(folder, config, allowed)
    if library is None:
        raise ProjectError(problems)
    return library


def read_library(
    folder: Path | None = None, config: Path | None = None, allowed: Sequence[Path] = ()
) -> tuple[Library | None, Names, tuple[Problem, ...]]:
    """The library, or None and its faults; the names are known in any case, so that a project can still be checked."""
    reading = _Reading(folder, config or data_dir("config"), allowed)
    library = reading.library()
    return library, reading.names, tuple(sorted(reading.problems, key=lambda problem: problem.order))


def filled(spec: StyleSpec, base: Style, palettes: Mapping[str, Palette]) -> Style:
    """`base` with all that the spec says in its place. Another medium starts from its own usual marks."""
    said = _said(spec, ("display_name", "category", "description", "motifs", "medium"))
    palette, motion, drives = base.palette, base.motion, dict(base.drives)
    marks = {**(base.marks if said.get("medium", base.medium) == base.medium else {}), **(spec.marks or {})}
    advice = replace(base.advice, **_said(spec, [field.name for field in fields(Advice)]))
    if spec.palette is not None:
        palette = painted(spec.palette, palettes[spec.palette.base] if spec.palette.base else base.palette)
    if spec.motion is not None:
        motion = replace(motion, **{key: getattr(spec.motion, key) for key in spec.motion.model_fields_set})
    for channel, drive in (spec.drives or {}).items():
        drives[channel] = StyleDrive(drive.feature, drive.gain, drive.attack_ms, drive.release_ms)
    grade = {**base.grade, **(_said(spec.grade, GRADES) if spec.grade else {})}
    return replace(base, **said, palette=palette, motion=motion, drives=drives, marks=marks, advice=advice, grade=grade)


def stray_marks(spec: StyleSpec, medium: str, marks: Mapping[str, tuple[str, ...]]) -> Iterator[Fault]:
    """Marks that the medium, which the spec is painted with, does not have."""
    there = marks[medium]
    for name in spec.marks or {}:
        if name not in there:
            hint = f"{medium} has " + (", ".join(there) if there else "none")
            yield Fault("BF030", f'the medium "{medium}" has no mark "{name}"', hint, ("marks", name), "key")


def painted(spec: PaletteSpec, base: Palette) -> Palette:
    """`base` with the colours that the spec names."""
    colours = tuple(spec.colours.get(role, colour) for role, colour in zip(ROLES, base.colours, strict=True))
    return replace(base, colours=colours, tone=spec.tone or base.tone)


def _said(spec: StyleSpec | ToneSpec, keys: Iterable[str]) -> dict[str, Any]:
    return {key: value for key in keys if (value := getattr(spec, key)) is not None}


class _Reading:
    """One pass over the files, collecting faults."""

    def __init__(self, folder: Path | None, config: Path, allowed: Sequence[Path]) -> None:
        self.folder, self.config, self.allowed = folder, config, allowed
        self.problems: list[Problem] = []
        self.names = built_in_names()

    def library(self) -> Library | None:
        """Shelves first, for their names; then what refers to them."""
        from beatforge.project import shelves
        from beatforge.project.looks import PaletteRecipe, StyleSpec

        styles, platforms = self._files("styles"), self._files("platforms")
        self.names |= {"style": tuple(styles), "platform": tuple(platforms)}
        self.names |= {"persona": tuple(persona_files(self.folder, self.allowed))}
        palettes = self._named("palettes", PaletteRecipe)
        tiers, profiles = self._named("tiers", shelves.TierSpec), self._named("profiles", shelves.ProfileSpec)
        self.names |= {"palette": tuple(palettes), "tier": tuple(tiers)}
        platform_specs = {name: self._read(path, shelves.PlatformSpec)[1] for name, path in platforms.items()}
        style_specs = {name: self._read(path, StyleSpec) for name, path in styles.items()}
        lexicon = self._read(self.config / "lexicon.yaml", shelves.LEXICON)[1]
        feelings = self._read(self.config / "feelings.yaml", shelves.LEXICON)[1]
        themes = self._read(self.config / "themes.yaml", shelves.LEXICON)[1]
        if self.problems:
            return None
        painted_ones = {
            name: Palette(name, tuple(spec.colours[role] for role in ROLES), spec.tone)
            for name, spec in palettes.items()
        }
        marks = marks_of_media()
        complete = _Styles(style_specs, painted_ones, marks, self.problems).all()
        if self.problems:
            return None
        return Library(
            styles=complete,
            palettes=painted_ones,
            tiers={name: Tier(name, **vars(spec)) for name, spec in tiers.items()},
            profiles={name: Profile(name, **vars(spec)) for name, spec in profiles.items()},
            platforms={name: Platform(name, **vars(spec)) for name, spec in platform_specs.items()},
            lexicon=lexicon,
            feelings=feelings,
            themes=themes,
            names=self.names,
            marks=marks,
            views=views_of_motifs(),
        )

    def _files(self, shelf: str) -> dict[str, Path]:
        """The YAML files of one folder by id; for styles, the project's own ones too, which win."""
        files = sorted((self.config / shelf).glob("*.yaml"))
        if shelf == "styles" and self.folder is not None:
            self._check_reach(self.folder / shelf, self.folder)
            files += self._own(own_styles(self.folder, self.allowed), self.folder)
        return {path.stem.replace("-", "_"): path for path in files}

    def _own(self, paths: Sequence[Path], folder: Path) -> list[Path]:
        """Those whose names a project can write, each name once; the others are faults."""
        kept: dict[str, Path] = {}
        for path in paths:
            name = path.relative_to(folder).as_posix().encode(errors="backslashreplace").decode()
            stem = path.stem.replace("-", "_")
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", path.stem):
                close = re.sub(r"[^A-Za-z0-9_]+", "_", path.stem).strip("_").lower()
                hint = f"call it {close}{path.suffix}" if close else "letters, digits, - and _ can"
                self._fault(name, "BF014", f'a style can\'t be called "{path.stem}"', hint)
            elif path.suffix != ".yaml":
                self._fault(name, "BF052", "a style's file ends in .yaml", f"call it {path.stem}.yaml")
            elif (first := kept.setdefault(stem.lower(), path)) is not path:
                self._fault(name, "BF017", f"the same style as {first.name}", "capitals, - and _ make no difference")
        return list(kept.values())

    def _named(self, stem: str, model: Any) -> Mapping[str, Any]:
        """A file of things by name."""
        return self._read(self.config / f"{stem}.yaml", Mapping[str, model])[1] or {}

    def _read(self, path: Path, model: Any) -> tuple[Source, Any]:
        base = self.folder if self.folder is not None and path.is_relative_to(self.folder) else self.config.parent
        source = Source(path.relative_to(base).as_posix(), "", Node(0, 0, 0, 0))
        if base == self.folder and not self._check_reach(path, base):
            return source, None
        understand = _understood.__wrapped__ if base == self.folder else _understood
        try:
            data = read_bytes(path, source.label)
            source, value = understand(source.label, data, model, tuple(self.names.items()), base)
        except ProjectError as error:
            self.problems.extend(error.problems)
            return source, None
        self.problems.extend(source.problems)
        return source, value

    def _check_reach(self, path: Path, base: Path) -> bool:
        """Whether the project may read this; a link that leads out of it is a fault of its own."""
        if not path.is_symlink() or may_read(path, base, self.allowed):
            return True
        name = path.relative_to(base).as_posix()
        hint = ways_out(real_path(path) if path.is_dir() else real_path(path).parent)
        self._fault(name, "BF051", f"{name} is a link out of the project folder", hint)
        return False

    def _fault(self, name: str, code: str, text: str, hint: str) -> None:
        self.problems.append(Problem(name, 0, 0, 0, code, text, hint))


@lru_cache(maxsize=256)  # `watch` and the tests open many projects, and shipped files stay as they are
def _understood(
    label: str, data: bytes, model: Any, names: tuple[tuple[str, tuple[str, ...]], ...], folder: Path
) -> tuple[Source, Any]:
    """A file's tree with its faults, and its value, from nothing but what is given: shipped files name no others."""
    from beatforge.project.validate import validate

    source = parse_source(data, label)
    return source, validate(source, model, Surroundings(dict(names), folder))


class _Styles:
    """Style files made complete, each from the style it starts from."""

    def __init__(
        self,
        specs: Mapping[str, tuple[Source, StyleSpec]],
        palettes: Mapping[str, Palette],
        marks: Mapping[str, tuple[str, ...]],
        problems: list[Problem],
    ) -> None:
        self.specs, self.palettes, self.marks, self.problems = specs, palettes, marks, problems
        self.done: dict[str, Style] = {}

    def all(self) -> Mapping[str, Style]:
        for name in self.specs:
            self._complete(name, ())
        return self.done

    def _complete(self, name: str, below: tuple[str, ...]) -> Style | None:
        if name in self.done:
            return self.done[name]
        source, spec = self.specs[name]
        if name in below:
            text = f'style "{name}" starts from itself'
            self.problems.append(source.problem(source.find(["base"])[1], "BF016", text, " -> ".join((*below, name))))
            return None
        start = self._complete(spec.base, (*below, name)) if spec.base is not None else self._blank(name)
        if start is None:
            return None
        named = replace(start, id=name, display_name=name.replace("_", " "))
        style = self.done[name] = filled(spec, named, self.palettes)
        for fault in stray_marks(spec, style.medium, self.marks):
            key, node, _ = source.find(fault.at)
            self.problems.append(source.problem(key or node, fault.code, fault.text, fault.hint))
        return style

    def _blank(self, name: str) -> Style | None:
        """What a style without base starts from: nothing but usual motion and drives."""
        source, spec = self.specs[name]
        missing = [key for key in ("motifs", "medium", "palette") if getattr(spec, key) is None]
        for key in missing:
            self.problems.append(source.problem(Node(0, 0, 0, 0), "BF011", f'missing "{key}"', "or name a base"))
        blank = Palette("", ("000000",) * len(ROLES), TONES[0])
        style = Style(name, name, "own", "", (), "", blank, Motion(), DEFAULT_DRIVES)
        return None if missing else style
