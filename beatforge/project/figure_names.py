"""Names in a figure's file that lead nowhere: bones, colours, materials, channels, poses, hand shapes.

In: a figure or all that is seen of a persona, each value valid by itself. Out: the first fault with the way to it, or
None. Open names (channels are whatever bones and forms listen to) are told from slips here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from beatforge.project.figures import FACE, MAX_FORMS, PAINTS, SIDES
from beatforge.project.problems import Fault, advice

if TYPE_CHECKING:
    from beatforge.project.figures import BoneSpec, FigureSpec, PoseSpec, PrimitiveSpec, ShownSpec

BUILT_IN = ("blink", "gaze_x", "gaze_y", "swing_x", "swing_y", "swing_z")
"""Channels that every figure has: closed eyes, where they look, and how far what swings is behind."""

OWN = "own_"
"""How a channel begins that each side has for itself."""


def first_fault_in_figure(figure: FigureSpec) -> Fault | None:
    return next(_figure_faults(figure), None)


def first_fault_in_show(shown: ShownSpec) -> Fault | None:
    return next(_show_faults(shown), None)


def limb_bones(figure: FigureSpec) -> set[str]:
    """Bones that limbs make."""
    return {f"{limb}.{part}" for limb in figure.limbs for part in ("upper", "lower", "end")}


def channels_of(shown: ShownSpec) -> set[str]:
    """Every channel that a pose can set."""
    figure, told = shown.figure, set[str]()
    for bone in (*figure.bones.values(), *shown.booth.bones.values()):
        told |= {*bone.turn, *bone.move}
    for row in (*figure.primitives, *shown.booth.primitives):
        told |= {*row.move}
    told |= {limb.lift for limb in figure.limbs.values() if limb.lift is not None}
    own = {name for name in told if name.startswith(OWN)}
    return told - own - {*FACE} | {*BUILT_IN} | {f"{side}_{name.removeprefix(OWN)}" for name in own for side in SIDES}


def _figure_faults(figure: FigureSpec) -> Iterator[Fault]:
    yield from _bone_faults(figure.bones, {})
    yield from _row_faults(figure.primitives, figure, {*figure.bones} | limb_bones(figure))
    for name, limb in figure.limbs.items():
        yield from _unknown("bone", limb.parent, figure.bones, ("limbs", name, "parent"))
    yield from _unknown("bone", figure.head, figure.bones, ("head",))
    for name, material in figure.materials.items():
        for key in ("numbers", "colours"):
            for word in getattr(material, key):
                at = ("materials", name, key, word)
                yield from _unknown(f"part of the paint {material.paint}", word, PAINTS[material.paint], at, "key")
    if not figure.fingers:
        return
    yield from _unknown("limb", figure.arm, figure.limbs, ("arm",))
    yield from _unknown("colour", figure.finger_colour, figure.colours, ("finger_colour",))
    yield from _unknown("material", figure.finger_material, figure.materials, ("finger_material",))
    for name, shape in figure.hand_shapes.items():
        for key in ("curl", "bend", "spread"):
            given, count = getattr(shape, key), len(figure.fingers)
            if len(given) != count and (given or key != "spread"):
                yield Fault("BF013", f"{count} fingers, {len(given)} numbers", "one each", ("hand_shapes", name, key))
    for number, finger in enumerate(figure.fingers):
        if len(finger.radii) != len(finger.lengths) + 1:
            hint = "one at the knuckle, one after each phalanx"
            yield Fault("BF013", f"{len(finger.lengths) + 1} radii are needed here", hint, ("fingers", number, "radii"))


def _show_faults(shown: ShownSpec) -> Iterator[Fault]:
    figure, booth = shown.figure, shown.booth
    bones = {*figure.bones, *booth.bones} | limb_bones(figure)
    for fault in (*_bone_faults(booth.bones, {}), *_row_faults(booth.primitives, figure, bones)):
        yield Fault(fault.code, fault.text, fault.hint, ("booth", *fault.at), fault.token)
    forms = sum(_forms(row) for row in (*figure.primitives, *booth.primitives))
    forms += 2 * sum(len(finger.lengths) for finger in figure.fingers)
    if forms > MAX_FORMS:
        text = f"{forms} forms with both sides and all stretches of lines; {MAX_FORMS} are the most"
        yield Fault("BF013", text, at=("figure", "primitives"), token="key")
    for key in ("expressions", "poses"):
        if not getattr(shown, key):
            yield Fault("BF013", f"at least one of the {key} is needed", at=(key,))
    channels = channels_of(shown)
    for shelf, poses in (("poses", shown.poses), ("gestures", shown.gestures)):
        for name, pose in poses.items():
            yield from _pose_faults(shown, pose, (shelf, name), bones, channels)


def _pose_faults(
    shown: ShownSpec, pose: PoseSpec, at: tuple[str, str], bones: set[str], channels: set[str]
) -> Iterator[Fault]:
    for key, word, names in (("base", pose.base, shown.poses), ("expression", pose.expression, shown.expressions)):
        if word is not None:
            yield from _unknown("pose" if key == "base" else key, word, names, (*at, key))
    below, base = [at[1]] if at[0] == "poses" else [], pose.base
    while base is not None and base in shown.poses:
        if base in below:
            yield Fault("BF016", f'pose "{at[1]}" starts from itself', " -> ".join((*below, base)), (*at, "base"))
            return
        below.append(base)
        base = shown.poses[base].base
    for channel in pose.channels:
        yield from _unknown("channel", channel, channels, (*at, "channels", channel), "key")
    for side in SIDES:
        hand = getattr(pose, side)
        if hand is not None:
            yield from _unknown("hand shape", hand.shape, shown.figure.hand_shapes, (*at, side, "shape"))
            if hand.on is not None:
                yield from _unknown("bone", hand.on, bones, (*at, side, "on"))


def _bone_faults(bones: Mapping[str, BoneSpec], before: Mapping[str, BoneSpec]) -> Iterator[Fault]:
    known = {*before, *bones}
    for name, bone in bones.items():
        at = ("bones", name, "parent")
        if bone.parent is not None and bone.parent not in known:
            yield from _unknown("bone", bone.parent, known - {name}, at)
            continue
        below, parent = [name], bone.parent
        while parent is not None and parent in bones:
            if parent in below:
                yield Fault("BF016", f'bone "{name}" hangs on itself', " -> ".join((*below, parent)), at)
                return
            below.append(parent)
            parent = bones[parent].parent


def _row_faults(rows: Sequence[PrimitiveSpec], figure: FigureSpec, bones: set[str]) -> Iterator[Fault]:
    for at, row in enumerate(rows):
        here = ("primitives", at)
        if row.bone is not None:
            yield from _unknown("bone", row.bone, bones, (*here, "bone"))
        if row.colour:
            yield from _unknown("colour", row.colour, figure.colours, (*here, "colour"))
        yield from _unknown("material", row.material, figure.materials, (*here, "material"))


def _unknown(
    kind: str,
    word: str,
    names: Collection[str],
    at: tuple[str | int, ...],
    token: str = "value",
) -> Iterator[Fault]:
    if word not in names:
        yield Fault("BF030", f'unknown {kind} "{word}"', advice(word, sorted(names)), at, token)


def _forms(row: PrimitiveSpec) -> int:
    return (2 if row.mirror else 1) * max(len(row.points) - 1, 1)
