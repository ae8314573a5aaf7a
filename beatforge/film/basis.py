"""What each scene's words were understood to mean, and all that this rests on: the lines of `beatforge.lock`.

Pure. The basis is what the director read to understand the words: the film's sentence and the scene's own, the style
they are painted in, and what the lexicon says about the words it found in them. Seeds, music and place are not in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from beatforge.film.cut import Span
from beatforge.film.overrides import resolve_overrides
from beatforge.film.plan import Plan, Scene
from beatforge.film.words import Meanings, found_in, meanings_of, read_words
from beatforge.graph.keys import canonical
from beatforge.project.models import Project
from beatforge.project.recipes import Style


@dataclass(frozen=True, slots=True)
class Understood:
    """One scene: who read its words and who draws it, the words, and the digest of what they rest on."""

    scene_id: str
    director: str
    backend: str
    words: tuple[str, ...]
    basis: str


def understood_scenes(project: Project, plan: Plan) -> Iterator[Understood]:
    """The scenes of the film in the order of their ids."""
    library, concept = project.library, " ".join(project.film.concept.split())
    meanings, style = meanings_of(library.lexicon), library.style(project.film.style)
    said = dict(zip((scene.id for scene in plan.scenes), _said(project, plan), strict=True))

    digests: dict[tuple[str, int], str] = {}  # most scenes say the same as others; a style is told by its object
    for scene in sorted(plan.scenes, key=lambda scene: scene.id):
        fields = said[scene.id]
        prompt = " ".join(fields["prompt"].value.split()) if "prompt" in fields else ""
        spec = fields["style"].value if "style" in fields else None
        if (prompt, id(spec)) not in digests:
            own = library.style(spec, style) if spec is not None else style
            basis = canonical(_basis(concept, prompt, own, meanings, library.lexicon))
            digests[prompt, id(spec)] = hashlib.sha256(basis).hexdigest()[:32]
        words, digest = scene.understood, digests[prompt, id(spec)]
        yield Understood(scene.id, project.direction.providers[0], scene.shot.backend, words, digest)


def _said(project: Project, plan: Plan) -> tuple[Mapping[str, Any], ...]:
    """For each scene what the project says about it; the plan was made, so nothing contradicts."""
    overrides = {
        selector: {name: getattr(override, name) for name in override.model_fields_set}
        for selector, override in project.scenes.items()
    }
    spans, heroes = [_span(scene) for scene in plan.scenes], [scene.hero for scene in plan.scenes]
    return resolve_overrides(overrides, spans, heroes, Fraction(plan.fps))[0]


def _span(scene: Scene) -> Span:
    bar = int(scene.id.rpartition(".")[2])
    return Span(scene.kind, scene.occurrence, bar, scene.start_frame, scene.end_frame)


def _basis(
    concept: str, prompt: str, style: Style, meanings: Meanings, lexicon: Mapping[str, Any]
) -> Mapping[str, Any]:
    readings = [read_words(text, meanings) for text in (concept, prompt)]
    phrases = {word.removeprefix("no ") for words in readings for word in words.understood}
    moods = {mood: lexicon["moods"][mood] for words in readings for mood in words.moods}
    lights = {light for words in readings for light in words.lights} | {mood["light"] for mood in moods.values()}
    colours = {colour for words in readings for colour in words.colours}
    return {
        "concept": concept,
        "prompt": prompt,
        "style": {"motifs": style.motifs, "medium": style.medium, "tone": style.palette.tone},
        "meanings": {phrase: found_in(meanings, phrase) for phrase in phrases},
        "colours": {colour: lexicon["colours"][colour]["colour"] for colour in colours},
        "moods": {name: {"light": mood["light"], "motifs": mood["motifs"]} for name, mood in moods.items()},
        "lights": {light: lexicon["light"][light][style.palette.tone] for light in lights},
    }
