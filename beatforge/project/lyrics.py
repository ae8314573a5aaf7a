"""The language of words: a file that has them, or a model that hears them; and who finds times that no file has.

In: keys below `song: {lyrics: ...}`. Out: a frozen model that knows where its whisper model lies on this machine, or
what is missing of it. What is in the files is looked at later.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, PrivateAttr, ValidationInfo, model_validator
from pydantic import Field as Key

from beatforge.project.fields import Field, LyricsFile, Written, choice, read_file
from beatforge.project.known import DEVICES, Surroundings
from beatforge.project.problems import Fault, advice
from beatforge.project.scalars import read_text
from beatforge.song.lyrics.models import DEFAULT_MODEL, MODELS, Model, own_model, published_model

ESTIMATE, WHISPER = "estimate", "whisper"
ALIGNERS = (ESTIMATE, WHISPER)
TRANSCRIBERS = (WHISPER,)
_CODES = (
    "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is"
    " it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk"
    " sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh"
)
LANGUAGES = tuple(_CODES.split())
"""Those that whisper knows, by ISO 639 code."""

MODEL_SUFFIX = ".pt"


def _read_model(value: Any, around: Surroundings | None) -> str:
    asked = read_text(value, 400)
    if asked in MODELS:
        return asked
    if "/" not in asked and PurePosixPath(asked).suffix in ("", ".en"):
        hint = advice(asked, MODELS) or f"one of {', '.join(MODELS)}; or a {MODEL_SUFFIX} file"
        raise Fault("BF030", f'unknown whisper model "{asked}"', hint)
    return read_file(value, around, (MODEL_SUFFIX,), "whisper model")


ModelName = Annotated[
    str,
    Field(
        _read_model,
        {"anyOf": [{"enum": list(MODELS)}, {"type": "string", "pattern": "/|[^.]\\.(?!en$)[^.]"}]},
        is_checked_outside=True,
        codes=("BF012", "BF013", "BF014", "BF015", "BF030", "BF050", "BF051", "BF052", "BF053"),
        takes=f"a name that whisper has for one of its models ({', '.join(MODELS)}), or a {MODEL_SUFFIX} file's path",
    ),
]


class LyricsSpec(Written):
    """Where the song's words and their times come from."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["file"]}, {"required": ["transcribe"]}]},
    )
    usual: ClassVar = "file"
    checks: ClassVar = ("BF011", "BF016")

    file: LyricsFile | None = Key(
        default=None,
        description="the words with their times: .lrc, .srt, .vtt, .ass (karaoke) or UltraStar's .txt; a plain .txt has"
        " words and no times",
        examples=["audio/song.lrc"],
    )
    align: Annotated[str, choice("way to align", ALIGNERS)] | None = Key(
        default=None,
        description="who finds times that the file lacks: `estimate` guesses them from what is heard, seconds off for a"
        " text without any; `whisper` listens for the words. Without it a text without times stays so",
        examples=[ESTIMATE],
    )
    transcribe: Annotated[str, choice("transcriber", TRANSCRIBERS)] | None = Key(
        default=None, description="who listens for words and times, instead of a file", examples=[WHISPER]
    )
    model: ModelName | None = Key(
        default=None,
        description=f"which whisper model, {DEFAULT_MODEL} if nothing is said: one that whisper has downloaded, or"
        " a file",
        examples=[DEFAULT_MODEL],
    )
    language: Annotated[str, choice("language", LANGUAGES)] | None = Key(
        default=None, description="what is sung, for whisper; it listens for the language if nothing is said",
        examples=["en"],
    )  # fmt: skip
    device: Annotated[str, choice("device", DEVICES)] | None = Key(
        default=None, description="what whisper computes on, the cpu if nothing is said", examples=["cpu"]
    )

    _found: Model | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _one_way(self, info: ValidationInfo) -> LyricsSpec:
        if self.file is None and self.transcribe is None:
            raise Fault("BF011", "words come from a file, or are heard", "file: song.lrc, or transcribe: whisper")
        if self.file is not None and self.transcribe is not None:
            hint = "keep file, and align: whisper finds its times" if self.align is None else "keep one"
            raise Fault("BF016", "file and transcribe exclude each other", hint, at=("transcribe",))
        if self.align is not None and self.file is None:
            raise Fault("BF016", "align is for words of a file", "what is transcribed has times", at=("align",))
        for key in ("model", "language", "device"):
            if getattr(self, key) is not None and not self.is_heard:
                hint = f"leave {key} out, or write align: whisper"
                raise Fault("BF016", f"{key} is only for whisper", hint, at=(key,))
        if self.is_heard and isinstance(info.context, Surroundings):
            self._found = _model_of(self.model or DEFAULT_MODEL)
        return self

    @property
    def is_heard(self) -> bool:
        """Whether whisper has to listen to the song."""
        return WHISPER in (self.transcribe, self.align)

    @property
    def said_by(self) -> str:
        """The key that says where the words come from."""
        return "file" if self.file is not None else "transcribe"

    @property
    def found(self) -> Model:
        """The whisper model as it lies on this machine, or what is missing of it."""
        assert self._found is not None
        return self._found


def _model_of(name: str) -> Model:
    return published_model(name) if name in MODELS else own_model(Path(name))
