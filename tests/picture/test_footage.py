"""Filmed footage: the right picture at the right time, upright, filling the frame; what can't be shown is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from beatforge.errors import ToolError
from beatforge.film.shot import Shot
from beatforge.picture.filmed import Filmed, filmed_seconds
from beatforge.picture.footage import Footage
from beatforge.picture.given import Given
from beatforge.picture.oracle import OracleCanvas
from beatforge.picture.render import ShotPicture, transition_picture
from beatforge.picture.still import plain_shot
from beatforge.picture.wide import HLG, PQ, usual_light

SIZE = (64, 36)
CORNERS = ((200, 30, 30), (30, 200, 30), (30, 30, 200), (200, 200, 30))
"""Red and green above, blue and yellow below."""


def video(
    path: Path,
    pictures: Sequence[np.ndarray],
    rate: Fraction = Fraction(24),
    times: Sequence[int] = (),
    aspect: Fraction = Fraction(1),
    turned: int = 0,
    form: str = "yuv444p",
    transfer: int = 0,
) -> Path:
    """A video of these pictures, (height, width, 3) uint8 each, without loss; `times` are theirs in ticks of `rate`."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "qp": "0", "g": "10"})
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt, stream.sample_aspect_ratio = form, aspect
        stream.codec_context.time_base = 1 / rate
        if transfer:
            stream.codec_context.color_trc, stream.codec_context.colorspace = transfer, 9
        if turned:
            stream.set_display_rotation(turned)
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format=form)
            frame.pts, frame.time_base = times[number] if times else number, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path  # fmt: skip


def numbered(count: int, size: tuple[int, int] = (16, 16)) -> list[np.ndarray]:
    """Pictures whose grey is four times their number."""
    return [np.full((size[1], size[0], 3), number * 4, np.uint8) for number in range(count)]


def quartered(width: int, height: int) -> np.ndarray:
    """A picture with a colour in each corner."""
    picture = np.zeros((height, width, 3), np.uint8)
    for number, colour in enumerate(CORNERS):
        rows, columns = (
            (slice(None, height // 2), slice(height // 2, None)),
            (slice(None, width // 2), slice(width // 2, None)),
        )
        picture[rows[number // 2], columns[number % 2]] = colour
    return picture


def corners_of(picture: np.ndarray) -> list[int]:
    """Which of `CORNERS` is seen at the upper left, upper right, lower left, lower right."""
    height, width = picture.shape[:2]
    seen = [picture[y, x].astype(int) for y in (2, height - 3) for x in (2, width - 3)]
    return [int(np.argmin([np.abs(colour - np.array(one)).sum() for one in CORNERS])) for colour in seen]


def number_at(filmed: Filmed, second: Fraction) -> int | None:
    picture = filmed.at(second)
    return None if picture is None else round(float(picture.mean()) / 4)


def footage_shot(medium: str = "contour", **changes: object) -> Shot:
    return plain_shot("footage", medium, **{"width": SIZE[0], "height": SIZE[1], "footage_ms": 0, **changes})


def frame_of(picture: object, index: int) -> np.ndarray:
    out = np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
    picture.frame(index, out)  # type: ignore[attr-defined]
    return out


@pytest.fixture
def quarters(tmp_path: Path) -> Path:
    """Two seconds of coloured quarters that change places each quarter of a second."""
    pictures = [np.roll(quartered(64, 36), number // 6 % 4 * 16, axis=1) for number in range(48)]
    return video(tmp_path / "quarters.mp4", pictures)


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(50), Fraction(12)])
@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_the_picture_is_the_one_shown_at_that_second(tmp_path: Path, rate: Fraction, ending: str) -> None:
    filmed = Filmed(video(tmp_path / f"a.{ending}", numbered(40), rate), 16, 16)
    asked = [Fraction(index, 24) for index in range(int(40 / rate * 24))]
    shown = [number_at(filmed, second) for second in asked]
    assert shown[0] == 0 and all(
        one in (int(second * rate), int((second + Fraction(2, 1000)) * rate))  # files round times to milliseconds
        for one, second in zip(shown, asked, strict=True)
    )


def test_pictures_of_uneven_times_are_shown_at_theirs(tmp_path: Path) -> None:
    times = [0, 3, 4, 9, 20, 21, 30]
    filmed = Filmed(video(tmp_path / "a.mkv", numbered(7), Fraction(30), times), 16, 16)
    shown = [number_at(filmed, Fraction(tick, 30)) for tick in range(31)]
    assert shown == [max(number for number, time in enumerate(times) if time <= tick) for tick in range(31)]


def test_the_order_of_asking_changes_nothing(tmp_path: Path) -> None:
    filmed = Filmed(video(tmp_path / "a.mp4", numbered(60)), 16, 16)
    order = [40, 3, 59, 0, 41, 20, 19]
    assert [number_at(filmed, Fraction(index, 24)) for index in order] == order


def test_a_scene_from_far_inside_a_file_reads_nothing_before_it(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    pictures = [rng.integers(0, 255, (32, 32, 3), np.uint8) // 2 + 64 for _ in range(200)]
    whole = video(tmp_path / "a.mp4", pictures)
    sound = Filmed(whole, 32, 32).at(Fraction(7))
    content = bytearray(whole.read_bytes())
    start = content.index(b"mdat") + 4
    content[start : start + len(content) // 3] = bytes(len(content) // 3)
    (tmp_path / "b.mp4").write_bytes(content)
    assert np.array_equal(Filmed(tmp_path / "b.mp4", 32, 32).at(Fraction(7)), sound)
    with pytest.raises(ToolError, match=r"b\.mp4"):
        Filmed(tmp_path / "b.mp4", 32, 32).at(Fraction(0))


@pytest.mark.parametrize(("size", "frame"), [((64, 36), (36, 64)), ((36, 64), (64, 36)), ((50, 20), (64, 36))])
def test_footage_of_any_shape_fills_the_frame(tmp_path: Path, size: tuple[int, int], frame: tuple[int, int]) -> None:
    shown = Filmed(video(tmp_path / "a.mp4", [quartered(*size)] * 4), *frame).at(Fraction(0))
    assert shown is not None and shown.shape == (frame[1], frame[0], 3) and corners_of(shown) == [0, 1, 2, 3]


@pytest.mark.parametrize(("turned", "seen"), [(90, [1, 3, 0, 2]), (180, [3, 2, 1, 0]), (-90, [2, 0, 3, 1])])
def test_a_camera_held_sideways_films_upright(tmp_path: Path, turned: int, seen: list[int]) -> None:
    path = video(tmp_path / "a.mp4", [quartered(64, 36)] * 4, turned=turned)
    shown = Filmed(path, *((36, 64) if turned != 180 else (64, 36))).at(Fraction(0))
    assert shown is not None and corners_of(shown) == seen


def test_pixels_that_are_wide_make_round_things_round(tmp_path: Path) -> None:
    across, down = np.meshgrid(np.arange(64), np.arange(64))
    ellipse = ((across - 32) * 2) ** 2 + (down - 32) ** 2 < 24**2
    picture = np.repeat(np.where(ellipse, 220, 30).astype(np.uint8)[..., None], 3, 2)
    shown = Filmed(video(tmp_path / "a.mp4", [picture] * 3, aspect=Fraction(2)), 128, 64).at(Fraction(0))
    assert shown is not None
    is_light = shown[..., 0] > 128
    assert abs(is_light.any(0).sum() - is_light.any(1).sum()) <= 2


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_high_dynamic_range_keeps_paper_white_and_what_is_darker(transfer: int) -> None:
    greys = np.linspace(0, 220, 12)
    nits = (greys / 255) ** 2.2 * 203
    if transfer == PQ:
        y = (nits / 10000) ** 0.1593017578125
        code = ((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y)) ** 78.84375
    else:
        light = (nits / 1000) ** (1 / 1.2)
        log = 0.17883277 * np.log(np.maximum(12 * light - 0.28466892, 1e-9)) + 0.55991073
        code = np.where(light <= 1 / 12, np.sqrt(3 * light), log)
    picture = np.repeat(np.rint(code * 65535).astype(np.uint16)[None, :, None], 3, 2)
    assert np.abs(usual_light(picture, transfer)[0, :, 0] - greys).max() <= 2
    assert usual_light(np.full((1, 1, 3), 65535, np.uint16), transfer).min() > 235


def test_ten_bit_footage_of_a_phone_is_brought_to_usual_light(tmp_path: Path) -> None:
    pictures = numbered(40)[-4:]
    plain = Filmed(video(tmp_path / "plain.mp4", pictures, form="yuv420p10le"), 16, 16).at(Fraction(0))
    wide = Filmed(video(tmp_path / "wide.mp4", pictures, form="yuv420p10le", transfer=PQ), 16, 16).at(Fraction(0))
    assert plain is not None and wide is not None
    assert abs(float(plain.mean()) - 144) < 3 and wide.mean() > 210


def test_a_file_says_how_long_it_is_and_nothing_is_shown_behind_its_end(tmp_path: Path) -> None:
    path = video(tmp_path / "a.mp4", numbered(30), Fraction(25))
    assert filmed_seconds(path) == pytest.approx(1.2, abs=0.001)
    filmed = Filmed(path, 16, 16)
    assert number_at(filmed, Fraction(29, 25)) == 29 and filmed.at(Fraction(6, 5)) is None


def test_footage_shorter_than_its_scene_is_named(quarters: Path) -> None:
    footage = Footage(quarters, footage_shot(num_frames=48, footage_ms=500), 2)
    footage.show(30)
    with pytest.raises(ToolError, match=r"quarters\.mp4 ends at 2\.00 s; .*from 0\.50 to 2\.50 s"):
        footage.show(47)


def test_before_its_start_footage_runs_back(quarters: Path) -> None:
    footage, words = Footage(quarters, footage_shot(), 2), []
    for index in (-9, 9):
        footage.show(index)
        words.append(footage.cutout.plane.words.copy())
    assert np.array_equal(*words)


def _sound_only(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44100, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 2048), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 44100
        container.mux([*stream.encode(frame), *stream.encode()])


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_sound_only, "no moving picture, only sound"),
        (lambda path: path.write_text("not a video"), "can't be read as a video"),
        (lambda path: path.write_bytes(b""), "can't be read as a video"),
        (lambda path: path.write_bytes(video(path, numbered(9)).read_bytes()[:200]), r"a\.mp4 "),
    ],
)
def test_what_is_no_footage_is_named(tmp_path: Path, make: Callable[[Path], object], said: str) -> None:
    make(tmp_path / "a.mp4")
    with pytest.raises(ToolError, match=said):
        filmed_seconds(tmp_path / "a.mp4")


def test_the_oracle_agrees_with_the_kernel(quarters: Path) -> None:
    shot, given = footage_shot(), Given(footage=quarters)
    kernel = frame_of(ShotPicture(shot, given=given), 12)
    oracle = frame_of(ShotPicture(shot, canvas=OracleCanvas(*SIZE), given=given), 12)  # type: ignore[arg-type]
    assert np.array_equal(kernel, oracle)


@pytest.mark.parametrize("medium", ["contour", "pixel", "film"])
def test_any_medium_paints_what_was_filmed(quarters: Path, medium: str) -> None:
    picture = ShotPicture(footage_shot(medium), given=Given(footage=quarters))
    first, same, other = (frame_of(picture, index)[: SIZE[1]].astype(int) for index in (0, 2, 8))
    assert np.abs(first - other).mean() > 2 * np.abs(first - same).mean() + 1, "quarters change places"


@pytest.mark.parametrize(
    ("kind", "is_before"), [("morph", True), ("crossfade", True), ("crossfade", False), ("motion_blend", False)]
)
def test_footage_becomes_a_motif_and_back(quarters: Path, kind: str, is_before: bool) -> None:
    filmed = footage_shot("pixel", num_frames=24), Given(footage=quarters)
    drawn = plain_shot("planet", "pixel", width=SIZE[0], height=SIZE[1], num_frames=24), Given()
    (before, given), (after, others) = (filmed, drawn) if is_before else (drawn, filmed)
    picture = transition_picture(before, after, kind, 8, (given, others))
    ends = [ShotPicture(before, given=given), ShotPicture(after, given=others)]
    for index, end, at in ((0, ends[0], 16), (7, ends[1], -1)):
        shown = frame_of(picture, index)[: SIZE[1]].astype(int)
        own, other = frame_of(end, at)[: SIZE[1]], frame_of(ends[index == 0], 0)[: SIZE[1]]
        assert np.abs(shown - own).mean() < np.abs(shown - other).mean() / 2
