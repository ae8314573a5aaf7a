"""A canvas: the planes of one picture size, and the passes compiled for it.

In: passes and uniforms. Out: planes filled, and at last the picture's bytes. It knows neither shots nor music.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeAlias

import numpy as np

from beatforge.picture.kernel import Kernel
from beatforge.picture.layout import PASS
from beatforge.picture.named import pass_name
from beatforge.picture.native import lanes, native_code
from beatforge.picture.planes import BLUE, LUMA, RED, Plane, Reader, Scale, words_of
from beatforge.picture.trace import V

Traced: TypeAlias = Callable[[V, V, Reader], Sequence[Any]]

KERNELS_KEPT = 128
"""Passes a process keeps: a worker paints many shots of few motifs, and tracing takes longer than loading."""

_KERNELS: dict[Hashable, Kernel] = {}
_PICTURE_PLANES = (LUMA, BLUE, RED)


class Canvas:
    """Planes by name, all of one picture; `slots` says for each name its place in a kernel's table, and its scale."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.planes: dict[str, Plane] = {}
        self.slots: dict[str, tuple[int, Scale]] = {}

    def add_plane(self, name: str, scale: Scale, plane: Plane | None = None) -> None:
        """A plane that passes may write and read; `plane` lends another canvas's."""
        self.planes[name] = plane or Plane(self.width, self.height, scale)
        self.slots[name] = (len(_PICTURE_PLANES) + len(self.slots), scale)

    def prepare(self, draw: Traced, scale: Scale, writes: Sequence[str], key: Hashable) -> Callable[[Any], None]:
        """The pass as a function of uniforms that fills the planes it `writes`; equal `key`s trace equally."""
        for name in writes:
            if name not in self.planes:
                self.add_plane(name, scale)
        run = self.run_pass(draw, scale, tuple(writes), key)
        # round a lattice, which reaches beyond the frame, lies nothing
        written = [self.planes[name] for name in writes] if isinstance(scale, int) else []
        width, height = words_of(self.width, self.height, scale)

        def fill(uniforms: Any) -> None:
            self._set_pixel(uniforms, scale)
            run(uniforms, width, height)
            for plane in written:
                plane.extend_border()

        return fill

    def prepare_picture(self, draw: Traced, key: Hashable) -> Callable[[Any, Any], None]:
        """The last pass: a function of uniforms and the frame's bytes (planar 4:2:0, BT.709 limited)."""
        run = self.run_pass(draw, 1, (), key)
        width, height = self.width, self.height
        stride = -(-width // 32) * 32
        scratch = None if stride == width else np.empty((height * 3 // 2, stride), np.uint8)

        def show(uniforms: Any, out: Any) -> None:
            assert out.dtype == np.uint8 and out.size == width * height * 3 // 2 and out.flags.c_contiguous
            self._set_pixel(uniforms, 1)
            flat = (out if scratch is None else scratch).reshape(-1)
            planes = _parts(flat, stride, height)
            run(uniforms, width, height, planes)
            if scratch is not None:
                for cut, plane in zip(_parts(out.reshape(-1), width, height), planes, strict=True):
                    cut[:] = plane[:, : cut.shape[1]]

        return show

    def run_pass(self, draw: Traced, scale: Scale, writes: tuple[str, ...], key: Hashable) -> Callable[..., None]:
        """The pass as a function of uniforms, width, height and, for the last pass, the picture's three planes."""
        reader = self.reader(scale)
        whole_key = self.pass_key(scale, writes, key)

        def text() -> str:
            from beatforge.picture.text import pass_text  # a pass that was traced before needs none

            return pass_text(draw, reader, writes, lanes())

        kernel = _KERNELS.pop(whole_key, None) or Kernel(native_code(text, pass_name(draw, whole_key)))
        _KERNELS[whole_key] = kernel
        if len(_KERNELS) > KERNELS_KEPT:
            _KERNELS.pop(next(iter(_KERNELS)))

        def run(uniforms: Any, width: int, height: int, picture: Sequence[Any] = ()) -> None:
            places = [(int(part.ctypes.data), part.shape[1]) for part in picture] or [(0, 0)] * len(_PICTURE_PLANES)
            places += [(self.planes[name].address, self.planes[name].stride) for name in self.slots]
            kernel.run(uniforms, np.array(places, np.int64), width, height)

        return run

    def pass_key(self, scale: Scale, writes: tuple[str, ...], key: Hashable) -> Hashable:
        """All that decides how a pass is traced, if `key` does so for what it draws."""
        return key, scale, writes, self.reader(scale).step, tuple(self.slots.items())

    def reader(self, scale: Scale) -> Reader:
        """How a pass of this scale reads this canvas's planes."""
        return Reader(self.slots, scale, self.height)

    def _set_pixel(self, uniforms: Any, scale: Scale) -> None:
        uniforms[PASS.index("pixel")] = 720.0 * scale / self.height if isinstance(scale, int) else 1.0


def _parts(flat: Any, stride: int, height: int) -> list[Any]:
    """Luma, blue and red of a planar picture."""
    whole, quarter = stride * height, stride * height // 4
    return [
        flat[:whole].reshape(height, stride),
        flat[whole : whole + quarter].reshape(height // 2, stride // 2),
        flat[whole + quarter :].reshape(height // 2, stride // 2),
    ]
