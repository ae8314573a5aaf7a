"""Which files the film is delivered as: size, coding and place of each, and which of them show the same segments.

An output's size is its own `size`; else that of its platform, where the platform has one for everybody; else
`film.size`; else the platform's usual one. Outputs whose encoders are equal share every segment.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from beatforge.errors import ProjectError
from beatforge.film.codecs import CODECS, h264_level
from beatforge.film.plan import Causes, Delivery, Encoder, Sound
from beatforge.film.subtitles import Letters, letters_of
from beatforge.project.known import DEFAULT_CODEC
from beatforge.project.models import OutputSpec, Project
from beatforge.project.recipes import Platform, Profile

BURN, SOFT, OFF = "burn", "soft", "off"
"""Ways to show what is sung, as the language calls them."""

DEFAULT_PROFILE = "standard"
"""The profile whose results carry no suffix."""


def deliveries_of(project: Project, profile: Profile) -> tuple[Delivery, ...]:
    """One delivery for each output, in order; ProjectError where a codec can't do what is asked of it."""
    _check_sizes(project, profile)
    _check_words(project)
    platforms = [project.library.platforms[output.platform] for output in project.outputs]
    words = [_codec_word(output, profile) for output in project.outputs]
    encoders = [
        _encoder(project, output, platform, profile)
        for output, platform in zip(project.outputs, platforms, strict=True)
    ]
    sounds = [_sound(word, platform, profile) for word, platform in zip(words, platforms, strict=True)]
    letters = [
        letters_of(output.lyrics, platform, encoder.width, encoder.height)
        if output.lyrics and output.lyrics.show != OFF
        else None
        for output, platform, encoder in zip(project.outputs, platforms, encoders, strict=True)
    ]
    burned = [own if _shows(output) == BURN else None for output, own in zip(project.outputs, letters, strict=True)]
    return tuple(
        Delivery(
            platform=platform.id,
            codec=words[index],
            encoder=encoders[index],
            variant="" if encoders[index] == encoders[0] else _variant(encoders[index], words[index], encoders),
            sound=sounds[index],
            sound_variant="" if sounds[index] == sounds[0] else _sound_variant(sounds[index]),
            place=_place(project, profile, index, words[index]),
            keeps_scenes=profile.id == DEFAULT_PROFILE and index == 0,
            size_causes=_size_causes(project, index),
            causes=(("outputs", index, "codec"), ("outputs", index, "platform")),
            shows=_shows(project.outputs[index]),
            letters=letters[index],
            words_variant=_words_variant(index, platforms, encoders, burned),
            letters_causes=_letters_causes(project, index),
        )
        for index, platform in enumerate(platforms)
    )


def scaled(size: tuple[int, int], profile: Profile) -> tuple[int, int]:
    """The size a profile renders: the output's own, or its longer side brought to `long_side`; always even."""
    longest = max(size)
    if not profile.long_side or longest <= profile.long_side:
        return size
    width, height = (max(64, round(side * profile.long_side / longest / 2) * 2) for side in size)
    return width, height


def film_stem(name: str, platform: str, profile: Profile) -> str:
    """Where a film lies, without its suffix; the first output's has no platform in its name."""
    parts = [name, *([platform] if platform else []), *([profile.id] if profile.id != DEFAULT_PROFILE else [])]
    return f"build/{'-'.join(parts)}"


def _size(project: Project, output: OutputSpec, platform: Platform) -> tuple[int, int]:
    size = output.size or platform.size or project.film.size or platform.usual_size
    assert size
    return size


def _size_causes(project: Project, index: int) -> Causes:
    output = project.outputs[index]
    own, platform = ("outputs", index, "size"), ("outputs", index, "platform")
    if output.size:
        return (own,)
    if project.library.platforms[output.platform].size:
        return (platform,)
    return (("film", "size"), platform)


def _codec_word(output: OutputSpec, profile: Profile) -> str:
    return profile.codec or output.codec or DEFAULT_CODEC


def _encoder(project: Project, output: OutputSpec, platform: Platform, profile: Profile) -> Encoder:
    word = _codec_word(output, profile)
    codec = CODECS[word]
    width, height = scaled(_size(project, output, platform), profile)
    fps, kbps = project.film.fps, platform.video_kbps
    if not codec.is_rated:
        return Encoder(codec.encoder, None, None, fps, width, height, codec.profile)
    level = h264_level(width, height, Fraction(fps), kbps) if word == DEFAULT_CODEC else None
    return Encoder(codec.encoder, profile.preset, profile.crf, fps, width, height, codec.profile, level, kbps)


def _sound(word: str, platform: Platform, profile: Profile) -> Sound:
    codec = CODECS[word].sound
    if codec != "aac":
        return Sound(codec, None)
    return Sound(codec, min(platform.audio_kbps, profile.audio_kbps or platform.audio_kbps) * 1000)


def _variant(encoder: Encoder, word: str, encoders: Sequence[Encoder]) -> str:
    """What tells these segments from those of the other outputs: the size, and as much more as it takes."""
    parts = [f"{encoder.width}x{encoder.height}"] + ([word] if word != DEFAULT_CODEC else [])
    alike = [e for e in encoders if (e.codec, e.width, e.height) == (encoder.codec, encoder.width, encoder.height)]
    return "-".join(parts + ([f"{encoder.kbps}k"] if any(e != encoder for e in alike) else []))


def _shows(output: OutputSpec) -> str:
    return output.lyrics.show if output.lyrics else OFF


def _words_variant(
    index: int, platforms: Sequence[Platform], encoders: Sequence[Encoder], burned: Sequence[Letters | None]
) -> str:
    """Nothing for the first output of these pictures and for all that burn the same words; else the first of those."""
    same = [other for other, encoder in enumerate(encoders) if encoder == encoders[index]]
    if burned[index] == burned[same[0]]:
        return ""
    first = next(other for other in same if burned[other] == burned[index])
    return f"{platforms[first].id}-words" if burned[index] else "bare"


def _letters_causes(project: Project, index: int) -> Causes:
    """What has a say in whether words are seen, and how."""
    here, said = ("outputs", index, "lyrics"), project.outputs[index].lyrics
    own = tuple((*here, name) for name in type(said).model_fields) if said else ()
    return (*own, here, ("outputs", index, "platform"))


def _sound_variant(sound: Sound) -> str:
    return f"{sound.codec}-{sound.bitrate // 1000}k" if sound.bitrate else sound.codec


def _place(project: Project, profile: Profile, index: int, word: str) -> str:
    stem = film_stem(project.name, project.outputs[index].platform if index else "", profile)
    return f"{stem}.{CODECS[word].container}"


def _check_words(project: Project) -> None:
    """ProjectError for outputs that show the words of songs of which none has any."""
    if any(song.lyrics for song in project.songs.values()):
        return
    problems = [
        project.problem_at(
            ("outputs", index, "lyrics"), "BF088", "there are no words to show",
            hint="name them in the song: lyrics: {file: song.lrc}",
        )
        for index, output in enumerate(project.outputs)
        if _shows(output) != OFF
    ]  # fmt: skip
    if problems:
        raise ProjectError(problems)


def _check_sizes(project: Project, profile: Profile) -> None:
    problems = []
    for index, output in enumerate(project.outputs):
        size = scaled(_size(project, output, project.library.platforms[output.platform]), profile)
        word = _codec_word(output, profile)
        least = CODECS[word].least
        if size[0] < least[0] or size[1] < least[1]:
            text = f"{word} needs {least[0]}x{least[1]} or more; this output is {size[0]}x{size[1]}"
            problems.append(project.problem_at(("outputs", index, "codec"), "BF013", text, hint="a larger size"))
    if problems:
        raise ProjectError(problems)
