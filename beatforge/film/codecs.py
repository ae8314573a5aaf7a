"""How pictures can be coded: what each `codec:` of the language means for files, pixels and sound. Pure.

Planning chooses here, delivery obeys: it finds the same entry by the encoder's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Codec:
    """One coding of pictures.

    `tag` is the sample entry that players look for. `reorder` is by how many frames decoding runs ahead of showing.
    `is_rated`: quality and cap are chosen (preset, crf, kbps); the others code every frame by itself, as large as
    their profile says. `least` is the smallest size it can do.
    """

    encoder: str
    container: str
    pixel_format: str
    profile: str
    tag: str
    sound: str
    reorder: int
    is_rated: bool
    least: tuple[int, int] = (32, 32)


CODECS: Mapping[str, Codec] = {
    "h264": Codec("libx264", "mp4", "yuv420p", "high", "avc1", "aac", 2, True),
    "hevc": Codec("libx265", "mp4", "yuv420p", "main", "hvc1", "aac", 2, True),
    "av1": Codec("libsvtav1", "mp4", "yuv420p", "main", "av01", "aac", 0, True, (64, 64)),
    "prores": Codec("prores_ks", "mov", "yuv422p10le", "hq", "apch", "pcm_s24le", 0, False),
    "dnxhr": Codec("dnxhd", "mov", "yuv422p10le", "dnxhr_hqx", "AVdh", "pcm_s24le", 0, False, (256, 120)),
}

SOUND_CONTAINERS: Mapping[str, str] = {"aac": "m4a", "pcm_s24le": "mov"}
"""Coding of sound -> the file that carries it to the film."""

_LEVELS = {
    "1.0": (1485, 99, 396, 64), "1.1": (3000, 396, 900, 192), "1.2": (6000, 396, 2376, 384),
    "1.3": (11880, 396, 2376, 768), "2.0": (11880, 396, 2376, 2000), "2.1": (19800, 792, 4752, 4000),
    "2.2": (20250, 1620, 8100, 4000), "3.0": (40500, 1620, 8100, 10000), "3.1": (108000, 3600, 18000, 14000),
    "3.2": (216000, 5120, 20480, 20000), "4.0": (245760, 8192, 32768, 20000), "4.1": (245760, 8192, 32768, 50000),
    "4.2": (522240, 8704, 34816, 50000), "5.0": (589824, 22080, 110400, 135000),
    "5.1": (983040, 36864, 184320, 240000), "5.2": (2073600, 36864, 184320, 240000),
    "6.0": (4177920, 139264, 696320, 240000), "6.1": (8355840, 139264, 696320, 480000),
    "6.2": (16711680, 139264, 696320, 800000),
}  # fmt: skip
"""H.264 table A-1: macroblocks a second, a frame and in the picture buffer; kbit/s (in High profile 5/4 of it)."""

REFERENCES = 4
"""Pictures that H.264 streams of ours keep at most, and that every level chosen here has room for."""


def codec_of(encoder: str) -> Codec:
    """The entry whose encoder has this name."""
    return next(codec for codec in CODECS.values() if codec.encoder == encoder)


def h264_level(width: int, height: int, rate: Fraction, kbps: int) -> str:
    """The lowest level that allows this size, rate and peak of bits, with `REFERENCES` pictures kept."""
    across, down = -(-width // 16), -(-height // 16)
    blocks = across * down
    for level, (a_second, a_frame, kept, peak) in _LEVELS.items():
        fits = blocks <= a_frame and max(across, down) ** 2 <= 8 * a_frame and REFERENCES * blocks <= kept
        if fits and blocks * rate <= a_second and kbps * 4 <= peak * 5:
            return level
    raise ValueError(f"no level for {width}x{height} at {rate} a second")
