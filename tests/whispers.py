"""Tiny whisper models, saved as whisper saves them, that say the words they are told to, whatever they hear."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whisper import Whisper

PER_SECOND = 50
"""Time stamps in a second, as whisper counts them."""

DOUBT = 20.0
"""What drowns the words while nothing is heard."""

Said = tuple[float, str, float]
"""When a segment begins, its words, when it ends; within 30 s."""


def save_whisper(path: Path, *said: Said) -> Path:
    """A model of one layer whose decoder follows a script: each position calls the next token, and no other. The louder
    its window is, the surer it is of them."""
    import torch
    from whisper.model import ModelDimensions, Whisper
    from whisper.tokenizer import get_tokenizer

    tokens = get_tokenizer(True, num_languages=99, language="en", task="transcribe")
    script = []
    for start, text, end in said:
        begin, last = (tokens.timestamp_begin + round(at * PER_SECOND) for at in (start, end))
        script += [begin, *tokens.encode(" " + text), last]
    script.append(tokens.eot)
    width = max(16, -(-(len(script) + 1) // 8) * 8)
    torch.manual_seed(1)
    model = Whisper(ModelDimensions(80, 1500, width, 2, 1, 51865, 448, width, 2, 1))
    with torch.no_grad():
        for weight in model.decoder.parameters():
            weight.mul_(0.02)
        model.decoder.ln.weight.fill_(1)
        model.decoder.ln.bias.zero_()
        embedded, position = model.decoder.token_embedding.weight, model.decoder.positional_embedding
        position.zero_()
        for index, token in enumerate(script):  # position 2 calls what follows <sot><en><transcribe>
            axis = torch.zeros(width)
            axis[index] = 1.0
            position[2 + index] = axis * 9
            embedded[token] += axis * 4
        _open_ears(model, width - 1)
    state = {name: value.half() for name, value in model.state_dict().items()}
    torch.save({"dims": asdict(model.dims), "model_state_dict": state}, path)
    return path


def _open_ears(model: Whisper, doubt: int) -> None:
    """The encoder tells how much of the window sounds; at half of it no doubt about the words is left. For use inside
    `torch.no_grad`."""
    encoder, hearing = model.encoder, model.decoder.blocks[0].cross_attn
    for weight in encoder.parameters():
        weight.zero_()
    encoder.positional_embedding[:, 0] = 0  # what else is in it tells frames apart, or they could not be aligned
    encoder.conv1.weight[0, :, 1] = 20 / encoder.conv1.weight.shape[1]
    encoder.conv1.bias[0] = 10  # what is filled up with silence has -0.9 in whisper's spectrogram, music more than -0.5
    encoder.conv2.weight[0, 0, 1] = 0.2
    encoder.ln_post.weight.fill_(1)
    full = (len(encoder.ln_post.weight) - 1) ** 0.5
    model.decoder.positional_embedding[:, doubt] = DOUBT
    hearing.value.weight[0, 0] = 1
    hearing.out.weight[doubt, 0] = -2 * DOUBT / full
