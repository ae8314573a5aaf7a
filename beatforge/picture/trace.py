"""The vocabulary: all that a motif or a medium may say about a pixel.

A picture is a Python function on values `V` that runs once; every word here ends in operations of `value.Executor`. In:
values and plain numbers; out: values. Only IEEE add, multiply, fused multiply-add, divide, square root, floor, select
and 32-bit integer operations exist, so the same trace gives the same bits at every vector width and on every machine.
Angles are in turns (1 = full circle).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from beatforge.picture.value import Colour as Colour
from beatforge.picture.value import Number as Number
from beatforge.picture.value import V as V
from beatforge.picture.value import as_float as as_float
from beatforge.picture.value import executing as executing
from beatforge.picture.value import executor as executor


def fma(factor: Number, times: Number, plus: Number) -> V:
    """factor * times + plus, rounded once."""
    return executor().call("fma", as_float(factor), as_float(times), as_float(plus))


def floor(value: V) -> V:
    return executor().call("floor", value)


def sqrt(value: V) -> V:
    """Square root; `value` must not be negative."""
    return executor().call("sqrt", value)


def fabs(value: V) -> V:
    return executor().call("fabs", value)


def sel(mask: V, yes: Number, no: Number) -> V:
    """`yes` where the mask holds, else `no`."""
    return executor().select(mask, as_float(yes), as_float(no))


def both(first: V, *others: V) -> V:
    """Where all masks hold."""
    for other in others:
        first = first & other
    return first


def vmax(one: Number, other: Number) -> V:
    one, other = as_float(one), as_float(other)
    return executor().select(one > other, one, other)


def vmin(one: Number, other: Number) -> V:
    one, other = as_float(one), as_float(other)
    return executor().select(one < other, one, other)


def clamp(value: Number, low: Number = 0.0, high: Number = 1.0) -> V:
    return vmin(vmax(value, low), high)


def lerp(start: Number, end: Number, part: Number) -> V:
    """`start` at part 0, `end` at part 1."""
    return fma(end - start, part, start)


def smoothstep(low: Number, high: Number, value: Number) -> V:
    """0 at `low`, 1 at `high`, smooth between; `low` may be the greater one."""
    part = clamp((value - low) * (1.0 / (high - low)))
    return part * part * fma(part, -2.0, 3.0)


def fract(value: V) -> V:
    return value - floor(value)


def mix(one: Colour, other: Colour, part: Number) -> list[Any]:
    """Two colours (or any lists of values) mixed."""
    return [lerp(start, end, part) for start, end in zip(one, other, strict=True)]


def scale(colour: Colour, factor: Number) -> list[Any]:
    return [channel * factor for channel in colour]


def screen(colour: Colour, light: Colour, amount: Number) -> list[Any]:
    """`colour` with light added as slides add: never above 1."""
    return [channel + (1.0 - channel) * clamp(amount * lit) for channel, lit in zip(colour, light, strict=True)]


def choose(mask: V, yes: Colour, no: Colour) -> list[Any]:
    """`sel` for colours and lists."""
    return [sel(mask, one, other) for one, other in zip(yes, no, strict=True)]


def luma(colour: Colour) -> V:
    return fma(colour[0], 0.2126, fma(colour[1], 0.7152, colour[2] * 0.0722))


def saturate(colour: Colour, amount: Number) -> list[Any]:
    """`colour` moved away from its grey (amount > 1) or towards it."""
    grey = luma(colour)
    return [clamp(fma(channel - grey, amount, grey)) for channel in colour]


def loop(times: int | Any, start: Sequence[Number], body: Callable[[Any, list[V]], Sequence[Number]]) -> list[V]:
    """The list after `times` rounds of `body(counter, list)`; `times` is an int or `u.count(name)`."""
    return executor().loop(times, [as_float(value) for value in start], body)


def counted(counter: Any) -> V:
    """A loop counter as a value."""
    return executor().counted(counter)


def gate(mask: V, paint: Callable[[], Sequence[Number]], otherwise: Sequence[Number]) -> list[V]:
    """`paint()` where the mask holds, else `otherwise`; skipped for blocks of pixels where it holds nowhere."""
    return executor().gate(mask, paint, [as_float(value) for value in otherwise])


def cosp(turns: Number) -> V:
    """Cosine of an angle in turns, error below 1e-6."""
    turns = as_float(turns)
    turns = 0.25 - fabs(turns - floor(turns + 0.5))
    square = turns * turns
    series = fma(square, fma(square, fma(square, fma(square, 42.05869, -76.70586), 81.60223), -41.34170), 6.2831853)
    return turns * series


def sinp(turns: Number) -> V:
    """Sine of an angle in turns."""
    return cosp(as_float(turns) - 0.25)


def exp(value: Number) -> V:
    """e to the power of `value`, relative error below 2e-5; values are held to -80 .. 80."""
    binary = clamp(as_float(value), -80.0, 80.0) * 1.44269504
    whole = floor(binary)
    part = binary - whole
    series = fma(part, fma(part, fma(part, fma(part, 0.01353342, 0.05201146), 0.24144275), 0.69300383), 1.0000026)
    power = executor().binary("add", executor().to_int(whole), executor().constant(127, "i"))
    return series * executor().as_float_bits(executor().binary("shl", power, executor().constant(23, "i")))


def falloff(value: V) -> V:
    """A cheap bell for glows: 1 at 0, about exp(-value), exactly 0 from 4 on; `value` must not be negative."""
    rest = clamp(fma(value, -0.25, 1.0))
    square = rest * rest
    return square * square


def atan2p(y: Number, x: Number) -> V:
    """The angle of (x, y) in turns, -0.5 .. 0.5, error below 2e-6."""
    x, y = as_float(x), as_float(y)
    wide, high = fabs(x), fabs(y)
    slope = vmin(wide, high) / vmax(vmax(wide, high), 1e-9)
    square = slope * slope
    series = fma(square, fma(square, fma(square, 0.00331759, -0.01355304), 0.02867325), -0.05256965)
    turns = slope * fma(square, series, 0.15913367)
    turns = sel(high > wide, 0.25 - turns, turns)
    turns = sel(x < 0.0, 0.5 - turns, turns)
    return sel(y < 0.0, 0.0 - turns, turns)
