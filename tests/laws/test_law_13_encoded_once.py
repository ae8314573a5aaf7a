"""Law 13: generated once, encoded once. Segments share one encoder setting; the film copies their packets."""

from __future__ import annotations

import dataclasses
import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from beatforge.cli.session import Session
from beatforge.deliver.assemble import assemble_film
from beatforge.deliver.audio import encode_mix
from beatforge.deliver.video import check_segment, encode_segment
from beatforge.errors import ToolError
from beatforge.film.plan import Clip, Encoder, Segment
from beatforge.film.shot import Shot
from tests.films import extradata_of, frames_of, sound_packets
from tests.projects import CROSSFADE, FILM, INTRO, MORPH, PICTURES, build, edit, planned, scene_ids
from tests.sounds import write_song

ENCODER = {"codec": "libx264", "preset": "veryfast", "crf": 18, "fps": "24", "width": 64, "height": 64}


def test_another_title_makes_the_film_and_encodes_nothing(film: Path) -> None:
    before = frames_of(film.parent / "build" / "small.mp4"), sound_packets(film.parent / "build" / "small.mp4")
    edit(film, "title: Small Song", "title: Big Song")
    assert build(film) == [FILM]
    assert (
        frames_of(film.parent / "build" / "small.mp4"),
        sound_packets(film.parent / "build" / "small.mp4"),
    ) == before


def test_a_clip_holds_what_generates_it_and_nothing_of_how_it_is_shown() -> None:
    names = {field.name for field in dataclasses.fields(Shot)}
    assert {field.name for field in dataclasses.fields(Clip)} == {"shot"}
    assert {field.name for field in dataclasses.fields(Segment)} == {"clip", "num_frames", "encoder"}
    assert not names & ({field.name for field in dataclasses.fields(Encoder)} - {"fps", "width", "height"})


def test_another_quality_leaves_every_shot_as_it_is(film: Path) -> None:
    with Session.open(film) as usual, Session.open(film, "draft") as draft:
        shots = [[scene.shot for scene in session.require_plan().scenes] for session in (usual, draft)]
        encoders = [session.require_plan().deliveries[0].encoder for session in (usual, draft)]
    assert shots[0] == shots[1]
    assert (encoders[0].crf, encoders[0].preset) != (encoders[1].crf, encoders[1].preset)


def test_the_film_holds_the_packets_of_its_segments(film: Path) -> None:
    with Session.open(film) as session:
        entries = session.survey.entries
        order = [source.target for source in entries[FILM].target.inputs if source.name == "segment.mp4"]  # type: ignore[union-attr]
        paths = [session.store.blob_path(entries[name].outputs["segment.mp4"].digest) for name in order]  # type: ignore[index]
        mix = session.store.blob_path(entries["mix"].outputs["mix.m4a"].digest)  # type: ignore[index]
    assert order == [INTRO, MORPH, "scene/verse-1.01", CROSSFADE, "scene/chorus-1.01", "scene/outro-1.01"]
    assert set(order) == set(PICTURES)
    whole = film.parent / "build" / "small.mp4"
    assert _packets(whole) == [packet for path in paths for packet in _packets(path)]
    assert sound_packets(whole) == sound_packets(mix)
    assert len({extradata_of(path) for path in [*paths, whole]}) == 1


@pytest.mark.parametrize("fps", ["24", "60"])
@pytest.mark.parametrize("count", [1, 7, 2000])
def test_every_segment_has_at_least_three_frames(film: Path, fps: str, count: int) -> None:
    edit(film, "scene_count: 4", f"scene_count: {count}")
    edit(film, "fps: 24", f"fps: {fps}")
    head, _ = film.read_text().split("scenes:\n")
    film.write_text(head)
    with Session.open(film) as session:
        lengths = [target.value["num_frames"] for target in session.targets() if target.kind in ("scene", "transition")]
        frames = next(target.value["frames"] for target in session.targets() if target.kind == "film")
    assert min(lengths) >= 3 and sorted(lengths) == sorted(frames)


def test_a_scene_next_to_a_time_range_of_its_own_keeps_three_frames(film: Path) -> None:
    assert scene_ids(film) == ["intro-1.01", "verse-1.01", "chorus-1.01", "outro-1.01"]
    edit(film, "{at: 4, kind: verse}", "{at: 0.05, kind: verse}")
    head, _ = film.read_text().split("scenes:\n")
    film.write_text(head)
    with Session.open(film) as session:
        assert all(scene.shot.num_frames >= 3 for scene in session.require_plan().scenes)
    assert planned(film)[FILM]


class TestAssembly:
    """Assembly by itself, on segments that the encoder made."""

    @pytest.fixture
    def mix(self, tmp_path: Path) -> Path:
        song = write_song(tmp_path / "song.wav", seconds=1, rate=44100)
        value = {
            "tracks": [{"gain_db": 0.0}], "codec": "aac", "bitrate": 128000, "decoder": "pyav",
            "sample_rate": 44100, "num_samples": 44100,
        }  # fmt: skip
        encode_mix(value, [song], tmp_path, lambda done, total: None)
        return tmp_path / "mix.m4a"

    def test_segments_of_equal_settings_are_joined(self, tmp_path: Path, mix: Path) -> None:
        paths = [_segment(tmp_path / f"{n}.mp4", n, 12) for n in range(2)]
        _assemble(tmp_path, [*paths, mix], [12, 12])
        assert frames_of(tmp_path / "film.mp4") == [*frames_of(paths[0]), *frames_of(paths[1])]

    @pytest.mark.parametrize(
        "other", [{"preset": "ultrafast"}, {"width": 96}, {"height": 96}, {"preset": "veryslow"}], ids=str
    )
    def test_segments_of_other_settings_are_refused(self, tmp_path: Path, mix: Path, other: dict[str, Any]) -> None:
        paths = [_segment(tmp_path / "0.mp4", 0, 12), _segment(tmp_path / "1.mp4", 1, 12, **other)]
        assert extradata_of(paths[0]) != extradata_of(paths[1])
        with pytest.raises(ToolError, match="segment 2 was encoded with other settings than the first"):
            _assemble(tmp_path, [*paths, mix], [12, 12])

    def test_a_segment_of_another_length_than_planned_is_refused(self, tmp_path: Path, mix: Path) -> None:
        paths = [_segment(tmp_path / "0.mp4", 0, 12), _segment(tmp_path / "1.mp4", 1, 11)]
        with pytest.raises(ToolError, match="segment 2 has 11 frames where 12 were planned"):
            _assemble(tmp_path, [*paths, mix], [12, 12])

    @pytest.mark.parametrize("crf", [1, 30, 51])
    def test_extradata_tells_no_quality(self, tmp_path: Path, crf: int) -> None:
        """`stitchable`: the header of a stream says nothing of how well it is encoded, so that more can be joined."""
        assert extradata_of(_segment(tmp_path / "a.mp4", 0, 6)) == extradata_of(
            _segment(tmp_path / "b.mp4", 0, 6, crf=crf)
        )

    @pytest.mark.parametrize("frames", [3, 4, 5, 7])
    def test_short_segments_keep_every_frame_in_its_place(self, tmp_path: Path, mix: Path, frames: int) -> None:
        paths = [_segment(tmp_path / f"{n}.mp4", n, frames) for n in range(3)]
        _assemble(tmp_path, [*paths, mix], [frames] * 3)
        assert frames_of(tmp_path / "film.mp4") == [md5 for path in paths for md5 in frames_of(path)]

    def test_a_cut_off_segment_is_found_out(self, tmp_path: Path) -> None:
        path = _segment(tmp_path / "0.mp4", 0, 24)
        check_segment(path, 24)
        path.write_bytes(path.read_bytes()[:-400])
        with pytest.raises(ToolError):
            check_segment(path, 24)
        with pytest.raises(ToolError, match="25 frames were encoded but 24"):
            check_segment(_segment(tmp_path / "1.mp4", 0, 24), 25)

    def test_the_same_frames_are_the_same_bytes(self, tmp_path: Path) -> None:
        digests = {hashlib.md5(_segment(tmp_path / f"{n}.mp4", 5, 24).read_bytes()).hexdigest() for n in range(2)}
        assert len(digests) == 1


def _segment(path: Path, number: int, count: int, **other: Any) -> Path:
    encoder = {**ENCODER, **other}
    shape = (encoder["height"] * 3 // 2, encoder["width"])
    rng = np.random.default_rng(number)
    encode_segment(path, (rng.integers(16, 235, shape, np.uint8) for _ in range(count)), encoder, lambda done: None)
    return path


def _assemble(out: Path, inputs: list[Path], lengths: list[int]) -> None:
    value = {"fps": "24", "codec": "libx264", "title": "", "artist": "", "frames": lengths, "chapters": []}
    assemble_film(value, inputs, out, lambda done, total: None)


def _packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as film:
        assert film.streams.video[0].average_rate == Fraction(24)
        return [bytes(packet) for packet in film.demux(video=0) if packet.size]
