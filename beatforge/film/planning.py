"""A project and an analysis make a plan. Pure: no file, no process, no clock, no chance.

Everything about a scene is decided here and nowhere later: which frames, which look, which seed, how it joins the
next. Faults of overrides come out as the project's problems, with file, line and column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from beatforge.errors import ProjectError
from beatforge.film.cards import Card, card_causes, end_card, title_card
from beatforge.film.causes import timing_causes
from beatforge.film.chain import chained_scenes, growth_frames
from beatforge.film.clock import frame_count
from beatforge.film.cut import Count, Lengths, Span, cut_film, on_downbeats
from beatforge.film.direct import Directed, Director, seed_of
from beatforge.film.dj.scratches import scratched
from beatforge.film.dj.staged import named_problems, pace_of, performance_causes, staged
from beatforge.film.finish import filmed_look, footage_of, grade_causes, grade_of, lut_of, performed_look
from beatforge.film.heard import finished, song_heard
from beatforge.film.ideas import Idea
from beatforge.film.join import CHAIN, Join, choose_joins
from beatforge.film.on_screen import lyrics_causes, shown_lyrics
from beatforge.film.outputs import DEFAULT_PROFILE as DEFAULT_PROFILE
from beatforge.film.outputs import deliveries_of
from beatforge.film.overrides import Said, resolve_overrides
from beatforge.film.performance import Performance
from beatforge.film.plan import Causes, Heard, Plan, Scene, Transition
from beatforge.film.shot import Look, Music, Shot
from beatforge.film.slices import Score, drops_between, mean_energy, score_of, slice_of
from beatforge.film.stem_drives import stem_causes, stem_problems
from beatforge.film.sung import with_estimates
from beatforge.film.usage import used_songs
from beatforge.film.waivers import choose_gates
from beatforge.mix.voices import Voice
from beatforge.project.known import DEFAULT_TIER
from beatforge.project.models import Project
from beatforge.project.personas import Persona
from beatforge.project.recipes import Profile, Style
from beatforge.project.songs import Song
from beatforge.project.sung import lyrics_paths
from beatforge.song.analysis import BASIC, FULL, Analysis
from beatforge.song.boundaries import AS_THE_SONG_HAS, SectionCount
from beatforge.song.pins import apply_pins
from beatforge.song.sentiment import with_words
from beatforge.song.toned import with_tone
from beatforge.song.worded import sections_by_words

SHORTEST_SONG_S = 3.0
HERO_QUARTILE = 0.75
HERO_KINDS = ("chorus", "drop")
ONE_SHOW = Join("cut", 0, "cameras of one show cut")
"""The join of two scenes in which a performer is seen."""


def make_plan(
    project: Project,
    analysis: Analysis,
    profile: Profile,
    voices: Sequence[Voice] = (),
    mashed: Heard | None = None,
    persona: Persona | None = None,
) -> Plan:
    """The film this project makes of this song; ProjectError if overrides contradict each other or miss.

    `mashed` is what is heard where the song is a mashup, whose `analysis` was composed; `persona` is the film's, which
    has to be there where it is seen.
    """
    if problems := (*stem_problems(project), *(named_problems(project, persona) if persona else ())):
        raise ProjectError(problems)
    analysis = pinned(project, analysis)
    rate = Fraction(project.film.fps)
    spans = cut_film(analysis, wish_of(project, persona), rate)
    score = score_of(analysis, frame_count(analysis.duration, rate), rate, sung_words(project, analysis))
    heroes = find_heroes(spans, score)
    said, faults = resolve_overrides(_overrides(project), spans, heroes, rate)
    chained, contradictions = chained_scenes(project, said)
    gates, misses = choose_gates(project, spans, heroes, rate)
    if faults := (*faults, *contradictions, *misses):
        raise ProjectError([project.problem_at(f.at, f.code, f.text, f.token, hint=f.hint) for f in faults])
    act = staged(project, persona, analysis, mashed.mix if mashed else None, spans, said, rate)
    performances = act.performances if act else (None,) * len(spans)
    director = Director(project)
    ideas = director.ideas(spans, [mean_energy(score, span.start_frame, span.end_frame) for span in spans], heroes)
    directed = [director.direct(idea, fields) for idea, fields in zip(ideas, said, strict=True)]
    deliveries = deliveries_of(project, profile)
    size = deliveries[0].encoder.width, deliveries[0].encoder.height
    scenes = _scenes(project, spans, heroes, directed, said, chained, performances, score, size)
    joins = _joins(spans, ideas, directed, said, chained, performances, score, analysis)
    heard = finished(project, mashed, voices) if mashed else song_heard(project, analysis, voices)
    shown = spans[0].end_frame - (joins[0].num_frames if joins else 0), spans[-1].end_frame - spans[-1].start_frame
    return Plan(
        name=project.name,
        title=project.title or project.name,
        artist=project.artist or "",
        fps=project.film.fps,
        num_frames=spans[-1].end_frame,
        scenes=scenes,
        transitions=_transitions(spans, joins, said, timing_causes(project)),
        heard=scratched(project, heard, act.show, rate) if act else heard,
        deliveries=deliveries,
        chapters=_chapters(spans),
        unknown=director.unknown,
        causes=timing_causes(project),
        gates=gates,
        flash_limit=project.film.flash_limit,
        cards=_cards(project, scenes, shown, float(rate)),
        lyrics=shown_lyrics(project, analysis.lyrics),
        lyrics_causes=lyrics_causes(project),
        duration=analysis.duration,
        figure=act.figure if act else None,
        show=act.show if act else None,
        persona=f"{persona.id} {persona.spec.version}" if persona else "",
        used=used_songs(project, heard),
    )


def find_heroes(spans: Sequence[Span], score: Score) -> list[bool]:
    """Which scenes are the peaks: choruses and drops, the loudest quarter, scenes that a drop begins; at least one."""
    energies = [mean_energy(score, span.start_frame, span.end_frame) for span in spans]
    peak = sorted(energies)[min(len(energies) - 1, int(len(energies) * HERO_QUARTILE))]
    return [
        span.kind in HERO_KINDS
        or energy >= peak
        or bool(drops_between(score, span.start_frame - 2, span.start_frame + float(score.rate)))
        for span, energy in zip(spans, energies, strict=True)
    ]


def pinned(project: Project, analysis: Analysis, song_id: str = "") -> Analysis:
    """The song as its human says it is, else as its words say; ProjectError for pins beyond its end, and for what is
    too short for a film. A mashup stays as it was composed: its songs were pinned one by one."""
    if song_id not in project.songs:
        return analysis
    at = project.song_path(song_id)
    if analysis.duration < SHORTEST_SONG_S:
        text = f"the song is {analysis.duration:.2f} s long, and a film needs {SHORTEST_SONG_S:g} s of music"
        raise ProjectError([project.problem_at((*at, "file"), "BF061", text, hint="name a longer song")])
    pins = project.songs[song_id].pins
    placed: list[tuple[tuple[str | int, ...], float]] = [
        *((("sections", index, "at"), pin.at) for index, pin in enumerate(pins.sections)),
        *((("tempos", index, "at"), pin.at) for index, pin in enumerate(pins.tempos)),
        *((("words", index), time) for index, time in enumerate(pins.words)),
        *((("drops", index), time) for index, time in enumerate(pins.drops)),
        *((("builds", index, "start"), build.start) for index, build in enumerate(pins.builds)),
        *((("breaks", index, "start"), rest.start) for index, rest in enumerate(pins.breaks)),
        *((("builds", index, "end"), build.end - 1e-6) for index, build in enumerate(pins.builds)),
        *((("breaks", index, "end"), rest.end - 1e-6) for index, rest in enumerate(pins.breaks)),
        *([(("first_downbeat",), pins.first_downbeat)] if pins.first_downbeat is not None else []),
    ]
    if late := [path for path, time in placed if time >= analysis.duration]:
        text = f"the song ends at {analysis.duration:.1f} s"
        raise ProjectError([project.problem_at((*at, "pins", *path), "BF060", text) for path in late])
    sections = tuple((pin.at, pin.kind) for pin in pins.sections)
    analysis = with_tone(_worded(project, project.songs[song_id], analysis), pins.tone)
    tempos = tuple((pin.at, pin.tempo_bpm) for pin in pins.tempos)
    analysis = apply_pins(analysis, pins.tempo_bpm, pins.first_downbeat, sections, tempos, pins.beats_per_bar)
    put = {at for at, _ in sections}
    analysis = replace(analysis, sections=on_downbeats(analysis.sections, analysis.downbeats, put))
    return with_estimates(project.songs[song_id].lyrics, analysis)


def _worded(project: Project, song: Song, analysis: Analysis) -> Analysis:
    """The song as its words have it too, as deep as it is listened to."""
    if song.depth != BASIC:
        bounds = song.section_count
        count = SectionCount(bounds.min, bounds.max) if bounds else AS_THE_SONG_HAS
        analysis = replace(analysis, sections=sections_by_words(analysis, count))
    return replace(with_words(analysis, project.library.feelings), depth=FULL) if song.depth == FULL else analysis


def sung_words(project: Project, analysis: Analysis) -> tuple[float, ...]:
    """The seconds at which words begin: as they are pinned, else as the lyrics have them."""
    pins = project.song.pins.words if project.song else ()
    if pins or analysis.lyrics is None:
        return pins
    return tuple(start for start in analysis.lyrics.word_starts if start < analysis.duration)


def wish_of(project: Project, persona: Persona | None = None) -> Count | Lengths:
    """How many scenes, or how long ones, the project asks for; where it does not say, as a performer's theme has it."""
    if (pace := pace_of(project, persona)) is not None:
        return pace
    film = project.film
    if film.scene_count is not None:
        return Count(film.scene_count)
    if film.scene_seconds is not None:
        return Lengths(film.scene_seconds.min, film.scene_seconds.max)
    return Count(project.library.tiers[film.tier or DEFAULT_TIER].scenes)


def _overrides(project: Project) -> Mapping[str, Mapping[str, Any]]:
    """Selector -> the fields the user wrote for it."""
    return {
        selector: {name: getattr(override, name) for name in override.model_fields_set}
        for selector, override in project.scenes.items()
    }


def _scenes(
    project: Project,
    spans: Sequence[Span],
    heroes: Sequence[bool],
    directed: Sequence[Directed],
    said: Sequence[Mapping[str, Said]],
    chained: Sequence[bool],
    performances: Sequence[Performance | None],
    score: Score,
    size: tuple[int, int],
) -> tuple[Scene, ...]:
    scenes = []
    words = _word_causes(project)
    footages = footage_of(spans, said, score.rate)
    rows = zip(spans, heroes, directed, said, chained, footages, performances, strict=True)
    for span, hero, made, fields, grows, footage, performance in rows:
        num_frames = span.end_frame - span.start_frame
        music = slice_of(score, span.start_frame, span.end_frame)
        look = filmed_look(made.look) if footage else performed_look(made.look) if performance else made.look
        shot = Shot(
            backend=project.film.backend[0],
            width=size[0],
            height=size[1],
            fps=project.film.fps,
            num_frames=num_frames,
            seed=fields["seed"].value if "seed" in fields else seed_of(project.seed, span.scene_id),
            look=replace(look, grade=grade_of(project, _style_of(project, fields), fields)),
            music=_followed(music, look),
            chain=growth_frames(music, num_frames, project.film.fps) if grows else 0,
            footage_ms=footage.start_ms if footage else None,
            performance=performance,
        )
        scenes.append(
            Scene(
                span.scene_id,
                span.kind,
                span.occurrence,
                span.start_frame,
                span.end_frame,
                hero,
                made.style,
                made.understood,
                made.unknown,
                shot,
                {
                    **made.causes,
                    "music.words": (*words, *timing_causes(project)),
                    "music.stems": (*stem_causes(project), *timing_causes(project)),
                    "look.grade": (*grade_causes(fields), *made.causes["look"]),
                    **({"footage_ms": (*footage.causes, *timing_causes(project))} if footage else {}),
                    **(performance_causes(project, fields) if performance else {}),
                },
                lut_of(project, fields),
                footage.file if footage else None,
                view=performance.shot if performance else made.view,
                light=made.light,
                guessed=made.guessed,
            )
        )
    return tuple(scenes)


def _word_causes(project: Project) -> Causes:
    """What says when words are sung."""
    if project.song is None:
        return tuple(path for song in project.songs for path in lyrics_paths(project, song))
    pins = tuple(("song", "pins", "words", index) for index in range(len(project.song.pins.words)))
    return pins or lyrics_paths(project)


def _followed(music: Music, look: Look) -> Music:
    """The music with those words and stems that something in the look follows; others are no part of the shot."""
    followed = {drive.feature for drive in look.drives.values() if drive.gain}
    stems = {feature: curve for feature, curve in music.stems.items() if feature in followed}
    return replace(music, words=music.words if "word" in followed else (), stems=stems)


def _style_of(project: Project, fields: Mapping[str, Said]) -> Style:
    style = project.library.style(project.film.style)
    return project.library.style(fields["style"].value, style) if "style" in fields else style


def _cards(
    project: Project, scenes: Sequence[Scene], shown: tuple[int, int], rate: float
) -> dict[str, tuple[tuple[Card, Causes], ...]]:
    """The title over the first scene, the end card over the last, of which so many frames are `shown` before any
    transition."""
    cards: dict[str, tuple[tuple[Card, Causes], ...]] = {}
    title, end = title_card(project, shown[0], rate), end_card(project, shown[-1], rate)
    if title:
        cards[scenes[0].id] = ((title, card_causes("title_card")),)
    if end:
        cards[scenes[-1].id] = (*cards.get(scenes[-1].id, ()), (end, card_causes("end_card")))
    return cards


def _joins(
    spans: Sequence[Span],
    ideas: Sequence[Idea],
    directed: Sequence[Directed],
    said: Sequence[Mapping[str, Said]],
    chained: Sequence[bool],
    performances: Sequence[Performance | None],
    score: Score,
    analysis: Analysis,
) -> tuple[Join, ...]:
    own = [fields["transition"].value if "transition" in fields else None for fields in said[1:]]
    asked = [CHAIN if grows else kind for kind, grows in zip(own, chained[1:], strict=True)]
    media = [made.look.medium for made in directed]
    joins = choose_joins(spans, [idea.motif for idea in ideas], media, asked, score, analysis)
    pairs = zip(joins, asked, pairwise(performances), strict=True)
    return tuple(ONE_SHOW if not kind and all(pair) else join for join, kind, pair in pairs)


def _transitions(
    spans: Sequence[Span], joins: Sequence[Join], said: Sequence[Mapping[str, Said]], causes: Causes
) -> tuple[Transition, ...]:
    return tuple(
        Transition(
            before.scene_id,
            after.scene_id,
            join.kind,
            join.num_frames,
            ((fields["transition"].path,) if "transition" in fields else ()) + causes,
            join.reason,
        )
        for before, after, join, fields in zip(spans, spans[1:], joins, said[1:], strict=False)
    )


def _chapters(spans: Sequence[Span]) -> tuple[tuple[int, str], ...]:
    starts: dict[str, int] = {}
    for span in spans:
        starts.setdefault(f"{span.kind} {span.occurrence}", span.start_frame)
    return tuple((frame, name) for name, frame in starts.items())
