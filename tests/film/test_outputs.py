"""Outputs: each its own size and coding; what is equal is made once; the first keeps the plain names."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from beatforge.cli.main import main
from beatforge.errors import ProjectError
from beatforge.film.codecs import CODECS, h264_level
from beatforge.film.compile import compile_plan
from beatforge.film.plan import Plan
from beatforge.film.planning import make_plan
from beatforge.graph.keys import key_of
from beatforge.graph.target import Origin, Target, check_targets
from beatforge.project import known
from beatforge.project.library import load_library
from beatforge.project.load import load_project
from tests.film.songs import song

LIBRARY = load_library()
HEAD = "version: 1\nname: small\nsong: {file: song.wav}\n"


def planned(folder: Path, text: str, profile: str = "standard") -> Plan:
    (folder / "song.wav").touch()
    (folder / "project.yaml").write_text(HEAD + text)
    project = load_project(folder / "project.yaml", library=LIBRARY)
    return make_plan(project, song(), LIBRARY.profiles[profile])


def targets(plan: Plan) -> dict[str, Target]:
    found = compile_plan(plan, song(), lambda path: Origin("", ""))
    check_targets(found)
    return {target.name: target for target in found}


def sizes(plan: Plan) -> dict[str, tuple[int, int]]:
    return {delivery.platform: (delivery.encoder.width, delivery.encoder.height) for delivery in plan.deliveries}


def outputs(*platforms: str, film: str = "scene_count: 4") -> str:
    rows = "".join(f"  - {{{row if ':' in row else 'platform: ' + row}}}\n" for row in platforms)
    return f"film: {{{film}}}\noutputs:\n{rows}"


def test_a_platform_has_a_frame_of_its_own_or_takes_the_films_or_its_usual_one(tmp_path: Path) -> None:
    every = ("youtube", "standard", "tiktok", "reels", "shorts", "square", "4k")
    own = {"tiktok": (1080, 1920), "reels": (1080, 1920), "shorts": (1080, 1920), "square": (1080, 1080),
           "4k": (3840, 2160)}  # fmt: skip
    usual = sizes(planned(tmp_path, outputs(*every)))
    assert usual == {"youtube": (1920, 1080), "standard": (1920, 1080), **own}
    said = sizes(planned(tmp_path, outputs(*every, film="size: 1280x720")))
    assert said == {"youtube": (1280, 720), "standard": (1280, 720), **own}
    itself = planned(tmp_path, outputs("platform: tiktok, size: 720x1280", "platform: youtube, size: 640x360"))
    assert sizes(itself) == {"tiktok": (720, 1280), "youtube": (640, 360)}


def test_rates_are_those_of_the_platform(tmp_path: Path) -> None:
    plan = planned(tmp_path, outputs("youtube", "standard", "tiktok", "reels", "shorts"))
    rates = {d.platform: (d.encoder.kbps, d.sound.bitrate) for d in plan.deliveries}
    assert rates == {"youtube": (8000, 320000), "standard": (8000, 320000)} | dict.fromkeys(
        ("tiktok", "reels", "shorts"), (5000, 192000)
    )


def test_equal_outputs_share_everything_but_the_film(tmp_path: Path) -> None:
    one = targets(planned(tmp_path, outputs("tiktok")))
    three = targets(planned(tmp_path, outputs("tiktok", "reels", "shorts")))
    assert three.keys() - one.keys() == {"film/reels", "film/shorts"}
    assert three["film/reels"].inputs == one["film/tiktok"].inputs == three["film/shorts"].inputs
    assert {name: three[name] for name in one} == one
    places = {name: target.places["film.mp4"] for name, target in three.items() if target.kind == "film"}
    assert places == {
        "film/tiktok": "build/small.mp4", "film/reels": "build/small-reels.mp4", "film/shorts": "build/small-shorts.mp4"
    }  # fmt: skip


def test_another_size_has_segments_of_its_own_composed_for_it(tmp_path: Path) -> None:
    both = targets(planned(tmp_path, outputs("youtube", "tiktok")))
    alone = targets(planned(tmp_path, outputs("youtube")))
    assert {name: both[name] for name in alone} == alone, "the first output's names and values stay"
    added = both.keys() - alone.keys()
    assert "film/tiktok" in added and "mix/aac-192k" in added
    segments = {name for name in added if name.startswith(("scene/", "transition/"))}
    assert segments == {f"{name}@1080x1920" for name in alone if name.startswith(("scene/", "transition/"))}
    for name in segments:
        value, first = both[name].value, both[name.partition("@")[0]].value
        for shot in {"shot", "before", "after"} & value.keys():
            assert (value[shot]["width"], value[shot]["height"]) == (1080, 1920)
            same = {**value[shot], "width": first[shot]["width"], "height": first[shot]["height"]}
            assert same == first[shot], "the same shot but for its frame"
        assert not both[name].places


def test_another_codec_or_cap_at_one_size_has_segments_of_its_own(tmp_path: Path) -> None:
    rows = ("platform: youtube, codec: prores", "platform: standard", "platform: square, size: 1920x1080")
    plan = planned(tmp_path, outputs(*rows))
    assert [d.variant for d in plan.deliveries] == ["", "1920x1080-8000k", "1920x1080-5000k"]
    found = targets(plan)
    assert found["film/youtube"].places == {"film.mov": "build/small.mov"}
    assert found["mix"].outputs[0] == "mix.mov" and "bitrate" not in found["mix"].value
    assert {name for name in found if name.startswith("mix")} == {"mix", "mix/aac-320k", "mix/aac-192k"}


@pytest.mark.parametrize("change", ["size: 96x54", "codec: av1", "codec: prores"])
def test_changing_one_output_makes_nothing_stale_elsewhere(tmp_path: Path, change: str) -> None:
    before = targets(planned(tmp_path, outputs("youtube", "platform: square, size: 64x64")))
    size = "" if "size" in change else ", size: 64x64"
    after = targets(planned(tmp_path, outputs("youtube", f"platform: square, {change}{size}")))
    keys = {key(target) for target in before.values()}
    stale = {name for name, target in after.items() if key(target) not in keys}
    assert {"film/square"} < stale
    assert all("@" in name or name in ("film/square", "mix/pcm_s24le", *own_measures(after)) for name in stale)
    taken_out = targets(planned(tmp_path, outputs("youtube")))
    assert {key(target) for target in taken_out.values()} <= keys


def own_measures(found: dict[str, Target]) -> set[str]:
    """What gathers the measures of segments that the first output does not show."""
    return {name for name in found if name.startswith("measures/")}


def key(target: Target) -> str:
    return key_of({"step": target.step, "value": target.value, "inputs": [str(i) for i in target.inputs]})


def test_profiles_scale_the_size_and_choose_quality_the_cap_is_the_platforms(tmp_path: Path) -> None:
    text = outputs("youtube", "platform: tiktok, codec: prores")
    draft, broadcast = (planned(tmp_path, text, profile).deliveries for profile in ("draft", "broadcast"))
    assert [(d.encoder.width, d.encoder.height, d.codec) for d in draft] == [(480, 270, "h264"), (270, 480, "h264")]
    assert [d.place for d in draft] == ["build/small-draft.mp4", "build/small-tiktok-draft.mp4"]
    first = broadcast[0].encoder
    assert (first.crf, first.preset, first.kbps) == (15, "slow", 8000)
    assert [d.place for d in broadcast] == ["build/small-broadcast.mp4", "build/small-tiktok-broadcast.mov"]
    usual = planned(tmp_path, text).deliveries[0].encoder
    assert (usual.crf, usual.preset) == (18, "veryfast")


def test_a_codec_that_cannot_do_a_size_is_refused_where_it_is_written(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"project.yaml:6:\d+: BF013 dnxhr needs 256x120 or more.*64x64"):
        planned(tmp_path, outputs("platform: square, size: 64x64, codec: dnxhr"))


def test_it_is_refused_before_the_song_is_heard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "song.wav").touch()
    (tmp_path / "project.yaml").write_text(HEAD + outputs("platform: square, size: 64x64, codec: dnxhr"))
    assert main(["check", str(tmp_path)]) == 3
    assert "dnxhr needs 256x120 or more; this output is 64x64" in capsys.readouterr().err


def test_the_languages_codecs_are_those_that_planning_knows() -> None:
    assert set(known.CODECS) == set(CODECS)


@pytest.mark.parametrize(
    ("size", "fps", "kbps", "level"),
    [
        ((1280, 720), "24", 8000, "3.1"), ((1280, 720), "60", 8000, "3.2"), ((1920, 1080), "24", 8000, "4.0"),
        ((1920, 1080), "30", 8000, "4.0"), ((1920, 1080), "60", 8000, "4.2"), ((1080, 1920), "24000/1001", 5000, "4.0"),
        ((1080, 1080), "24", 5000, "3.2"), ((3840, 2160), "24", 45000, "5.1"), ((3840, 2160), "60", 45000, "5.2"),
        ((4096, 4096), "60", 45000, "6.0"), ((1920, 1080), "24", 30000, "4.1"),
    ],
)  # fmt: skip
def test_a_level_is_the_lowest_that_allows_size_rate_and_bits(
    size: tuple[int, int], fps: str, kbps: int, level: str
) -> None:
    assert h264_level(*size, Fraction(fps), kbps) == level
