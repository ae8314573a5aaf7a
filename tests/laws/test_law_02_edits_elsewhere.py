"""Law 2: an edit elsewhere renders nothing here. A shot carries its own slice of the music and nothing of the rest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from beatforge.cli.session import Session
from beatforge.graph.keys import key_of
from beatforge.song.analysis import ENVELOPE_HZ, Analysis, Section
from tests.films import frames_of, sound_packets
from tests.projects import CROSSFADE, FILM, INTRO, JUDGING, MORPH, OUTRO, VERSE, build, edit, planned, without_judging
from tests.undisturbed import Undisturbed


@pytest.mark.parametrize(("old", "new"), [("seed: 41", "seed: 42"), ("the sea at night", "the sea at dawn")])
def test_an_edited_seed_or_word_makes_its_scene_its_transitions_and_the_film_and_changes_their_frames_only(
    film: Path, undisturbed: Undisturbed, old: str, new: str
) -> None:
    edit(film, old, new)
    assert list(planned(film)) == [VERSE, MORPH, CROSSFADE, FILM]
    made = build(film, judging=True)
    assert without_judging(made) == [VERSE, MORPH, CROSSFADE, FILM]
    assert set(made) <= {VERSE, MORPH, CROSSFADE, FILM, *JUDGING}
    before, after = (folder / "build" / "small.mp4" for folder in (undisturbed.folder, film.parent))
    shown, edited = frames_of(before), frames_of(after)
    with Session.open(film) as session:
        plan = session.plan()
        assert plan
        verse = next(scene for scene in plan.scenes if scene.id == "verse-1.01")
        start = verse.start_frame - plan.transitions[0].num_frames
    assert len(shown) == len(edited) == plan.num_frames
    assert edited[:start] == shown[:start] and edited[verse.end_frame :] == shown[verse.end_frame :]
    differing = [index for index in range(start, verse.end_frame) if edited[index] != shown[index]]
    assert len(differing) >= 0.95 * (verse.end_frame - start)
    assert sound_packets(before) == sound_packets(after)


@pytest.mark.parametrize(
    "old, new",
    [
        ("prompt: the sea at night", "prompt: the sea in the rain"),
        ("seed: 41,", "seed: 41, reactivity: 0.2,"),
        ("seed: 41,", "seed: 41, palette: noir,"),
        ("seed: 41,", "seed: 41, motif: road,"),
        ("seed: 41,", "seed: 41, style: {motion: {speed: 2}},"),
    ],
)
def test_an_edit_of_one_scene_reaches_its_transitions_and_no_other_scene(film: Path, old: str, new: str) -> None:
    edit(film, old, new)
    assert list(planned(film)) == [VERSE, MORPH, CROSSFADE, FILM]


def test_another_way_into_a_scene_makes_the_end_of_the_scene_before_it_and_no_other(film: Path) -> None:
    edit(film, "outro: {transition: cut}", "outro: {transition: crossfade}")
    assert list(planned(film)) == ["scene/chorus-1.01", "transition/chorus-1.01+outro-1.01", FILM]
    edit(film, "verse: {transition: morph}", "verse: {transition: cut}")
    assert list(planned(film)) == [
        "scene/chorus-1.01", INTRO, "transition/chorus-1.01+outro-1.01", FILM,
    ]  # fmt: skip


def test_a_longer_outro_leaves_the_scenes_before_it(film: Path) -> None:
    """Bars added at the end: no scene before has moved, and none knows how long the song is."""
    with Session.open(film) as session:
        analysis = session.analysis()
        assert analysis
        steady = replace(analysis, envelopes={name: (99,) * len(curve) for name, curve in analysis.envelopes.items()})
        before = _scene_keys(session, steady)
        after = _scene_keys(session, _longer(steady, 4))
    assert [name for name in before if before[name] != after[name]] == [OUTRO]


def test_a_longer_intro_leaves_the_scenes_after_it(film: Path) -> None:
    """Whole bars put in at the front: all later scenes move, and none of them is another for it."""
    with Session.open(film) as session:
        analysis = session.analysis()
        assert analysis
        curves = {name: (99,) * len(curve) for name, curve in analysis.envelopes.items()}
        steady = replace(analysis, envelopes=curves, drops=())  # a drop stays where it is in the song
        before = _scene_keys(session, steady)
    for at in (12, 8, 4):
        edit(film, f"{{at: {at},", f"{{at: {at + 4},")
    with Session.open(film) as session:
        after = _scene_keys(session, _longer(steady, 4))
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == [INTRO]


def _longer(analysis: Analysis, seconds: float) -> Analysis:
    end = analysis.duration + seconds
    beats = (*analysis.beats, *(analysis.beats[-1] + 0.5 * n for n in range(1, round(seconds * 2) + 1)))
    curves = {name: (99,) * round(end * ENVELOPE_HZ) for name in analysis.envelopes}
    *parts, last = analysis.sections
    return replace(
        analysis, duration=end, beats=beats, downbeats=beats[::4], envelopes=curves,
        sections=(*parts, Section(last.start, end, last.kind)),
    )  # fmt: skip


def _scene_keys(session: Session, analysis: Analysis) -> dict[str, str]:
    from beatforge.film.compile import compile_plan
    from beatforge.film.planning import make_plan

    plan = make_plan(session.project, analysis, session.profile)
    targets = compile_plan(plan, analysis, session._places)
    return {target.name: key_of({"value": target.value}) for target in targets if target.kind == "scene"}
