"""
Edits of artwork as a counterfeiter's print differs: six kinds, at a random place of a given size.

The artwork is a shop picture of real packaging, so nobody says where its words and logos are. A
word's place is the most letter-like of many random strips; "other font" is what another cut of the
same letters looks like, heavier or lighter and slanted. An edit that hardly changes the print (grey
that is given another hue, an empty place that is emptied) is no edit and is drawn again elsewhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import RgbImage
from image_index.photometry import printed_area

KINDS = ("word", "moved", "replaced", "colour", "removed", "font")
SIZES = (0.01, 0.03, 0.06, 0.10)  # of the printed face
TRIES = 40  # places looked at before a picture is said to have none for this edit
LEAST_CONTRAST = 20.0  # standard deviation of grey where print is removed, moved, lettered anew
VISIBLE_CHANGE = 12.0  # Lab distance at which a pixel counts as changed
LEAST_CHANGED = 0.12  # share of the place that must be changed so much
INSET = 0.04  # of the face's sides: edits keep away from its edge
WORDS = ("NORDLYS", "Alpina", "Mokka", "Kestrel", "EXTRA", "Verona", "Sunday", "PURE", "Olinda")
FACES = (cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_COMPLEX)

Box = tuple[int, int, int, int]  # left, top, width, height, pixels


@dataclass(frozen=True, slots=True)
class Edit:
    """Artwork that differs from the genuine one inside a box."""

    kind: str
    picture: RgbImage  # as large as the genuine one
    box: Box


def propose_edit(
    reference: RgbImage,
    kind: str,
    share: float,
    others: Sequence[RgbImage],
    rng: np.random.Generator,
) -> Edit | None:
    """
    *reference* edited at a random place; None if no place suits the kind.

    Args:
        reference: (H, W, 3) genuine artwork.
        kind: one of KINDS.
        share: of the printed face, the area of the place.
        others: artwork of other products, for what replaces a logo.
    """
    face = face_box(reference)
    for _ in range(TRIES):
        box = _place(reference, face, kind, share, rng)
        if box is None:
            return None
        left, top, width, height = box
        inside = reference[top : top + height, left : left + width]
        if kind != "colour" and cv2.cvtColor(inside, cv2.COLOR_RGB2GRAY).std() < LEAST_CONTRAST:
            continue
        if kind == "replaced":
            drawn = _cut(others[int(rng.integers(len(others)))], width, height, rng)
        else:
            drawn = _DRAW[kind](reference, box, rng)
        if _changed_share(inside, drawn) >= LEAST_CHANGED:
            picture = reference.copy()
            picture[top : top + height, left : left + width] = drawn
            return Edit(kind, picture, box)
    return None


def face_box(reference: RgbImage) -> Box:
    """The printed part of a shop picture."""
    rows, columns = np.where(printed_area(reference))
    left, top = int(columns.min()), int(rows.min())
    return left, top, int(columns.max()) + 1 - left, int(rows.max()) + 1 - top


def _place(
    reference: RgbImage, face: Box, kind: str, share: float, rng: np.random.Generator
) -> Box | None:
    """A random box of *share* of the face; for lettering the most letter-like of several strips."""
    lettering = kind in ("word", "font")
    found = [_box(face, share, lettering, rng) for _ in range(12 if lettering else 1)]
    boxes = [box for box in found if box is not None]
    if not boxes:
        return None
    return max(boxes, key=lambda box: _letter_likeness(reference, box)) if lettering else boxes[0]


def _box(face: Box, share: float, strip: bool, rng: np.random.Generator) -> Box | None:
    left, top, across, down = face
    aspect = rng.uniform(2.0, 4.0) if strip else rng.uniform(0.6, 1.8)
    area = share * across * down
    width, height = round(np.sqrt(area * aspect)), round(np.sqrt(area / aspect))
    room = round(across * (1 - 2 * INSET)) - width, round(down * (1 - 2 * INSET)) - height
    if min(room) < 1 or min(width, height) < 6:
        return None
    x = left + round(across * INSET) + int(rng.integers(room[0]))
    y = top + round(down * INSET) + int(rng.integers(room[1]))
    return x, y, width, height


def _letter_likeness(reference: RgbImage, box: Box) -> float:
    """Two tones with many edges between them: variance explained by two tones, times edges."""
    left, top, width, height = box
    grey = cv2.cvtColor(
        np.ascontiguousarray(reference[top : top + height, left : left + width]),
        cv2.COLOR_RGB2GRAY,
    )
    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    share = float(ink.mean())
    apart = float(grey[ink > 0].mean() - grey[ink == 0].mean()) if 0 < share < 1 else 0.0
    explained = share * (1 - share) * apart**2 / max(float(grey.var()), 1.0)
    edges = float(np.abs(np.diff(ink.astype(np.int8), axis=1)).mean())
    return explained * edges * min(apart / 60, 1)


def _cut(other: RgbImage, width: int, height: int, rng: np.random.Generator) -> RgbImage:
    """A piece of another product's print, scaled down at most by half."""
    left, top, across, down = face_box(other)
    scale = min(rng.uniform(1, 2), across / width, down / height)
    wide, high = max(1, int(width * scale)), max(1, int(height * scale))
    x = left + int(rng.integers(max(1, across - wide + 1)))
    y = top + int(rng.integers(max(1, down - high + 1)))
    piece = other[y : y + high, x : x + wide]
    return np.asarray(cv2.resize(piece, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _emptied(reference: RgbImage, box: Box) -> RgbImage:
    """The box with its surroundings drawn over it."""
    left, top, width, height = box
    hole = np.zeros(reference.shape[:2], np.uint8)
    hole[top : top + height, left : left + width] = 255
    filled = cv2.inpaint(reference, hole, 4, cv2.INPAINT_TELEA)
    return np.asarray(filled[top : top + height, left : left + width], np.uint8)


def _removed(reference: RgbImage, box: Box, _: np.random.Generator) -> RgbImage:
    return _emptied(reference, box)


def _moved(reference: RgbImage, box: Box, rng: np.random.Generator) -> RgbImage:
    """The inner part of the box, four fifths of its sides, moved to one corner of the box."""
    left, top, width, height = box
    dx, dy = max(2, width // 10), max(2, height // 10)
    inner = reference[top + dy : top + height - dy, left + dx : left + width - dx]
    drawn = _emptied(reference, box)
    x, y = dx * int(rng.choice([0, 2])), dy * int(rng.choice([0, 2]))
    drawn[y : y + inner.shape[0], x : x + inner.shape[1]] = inner
    return drawn


def _recoloured(reference: RgbImage, box: Box, rng: np.random.Generator) -> RgbImage:
    """Its hue turned by 25 to 60 degrees in Lab, lightness kept."""
    left, top, width, height = box
    inside = reference[top : top + height, left : left + width].astype(np.float32) / 255
    lab = cv2.cvtColor(inside, cv2.COLOR_RGB2LAB)
    angle = np.deg2rad(rng.uniform(25, 60)) * rng.choice([-1, 1])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
    lab[:, :, 1:] = lab[:, :, 1:] @ turn.T
    drawn = cv2.cvtColor(np.ascontiguousarray(lab), cv2.COLOR_LAB2RGB)
    return np.asarray(np.clip(drawn * 255, 0, 255), np.uint8)


def _reworded(reference: RgbImage, box: Box, rng: np.random.Generator) -> RgbImage:
    """Another word in the ink of the print that was there."""
    left, top, width, height = box
    inside = reference[top : top + height, left : left + width]
    ink, ground = _two_tones(inside)
    drawn = _emptied(reference, box)
    word, face = str(rng.choice(WORDS)), int(rng.choice(FACES))
    (wide, high), low = cv2.getTextSize(word, face, 1.0, 1)
    scale = min(0.94 * width / wide, 0.8 * height / (high + low))
    thick = max(1, round(scale * 2))
    at = (round((width - wide * scale) / 2), round((height + high * scale) / 2))
    if np.abs(drawn.reshape(-1, 3).mean(axis=0) - ink).sum() < 90:
        ink = ground
    colour = tuple(float(c) for c in ink)
    cv2.putText(drawn, word, at, face, scale, colour, thick, cv2.LINE_AA)
    return drawn


def _other_font(reference: RgbImage, box: Box, rng: np.random.Generator) -> RgbImage:
    """The strokes of the place heavier or lighter, and slanted by 10 to 16 degrees."""
    left, top, width, height = box
    inside = np.ascontiguousarray(reference[top : top + height, left : left + width])
    ink, ground = _two_tones(inside)
    darker = ink.sum() < ground.sum()
    reach = 2 * max(1, round(height / 40)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    heavier = rng.random() < 0.5
    drawn = cv2.erode(inside, disc) if heavier == bool(darker) else cv2.dilate(inside, disc)
    slant = np.tan(np.deg2rad(rng.uniform(10, 16))) * rng.choice([-1, 1])
    shear = np.array([[1, slant, -slant * height / 2], [0, 1, 0]], np.float32)
    return np.asarray(
        cv2.warpAffine(drawn, shear, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _two_tones(inside: RgbImage) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Colour of the rarer tone (the ink) and of the commoner one (the ground)."""
    grey = cv2.cvtColor(np.ascontiguousarray(inside), cv2.COLOR_RGB2GRAY)
    _, light = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    tones = [
        np.median(inside[light == v], axis=0) if (light == v).any() else np.zeros(3) for v in (0, 1)
    ]
    return (tones[1], tones[0]) if light.mean() < 0.5 else (tones[0], tones[1])


def _changed_share(before: RgbImage, after: RgbImage) -> float:
    """Share of pixels changed by VISIBLE_CHANGE or more after a little smoothing."""
    lab = [
        cv2.cvtColor(
            cv2.GaussianBlur(np.ascontiguousarray(picture), (3, 3), 0).astype(np.float32) / 255,
            cv2.COLOR_RGB2LAB,
        )
        for picture in (before, after)
    ]
    return float((np.linalg.norm(lab[0] - lab[1], axis=2) >= VISIBLE_CHANGE).mean())


_DRAW: dict[str, Callable[[RgbImage, Box, np.random.Generator], RgbImage]] = {
    "word": _reworded,
    "moved": _moved,
    "colour": _recoloured,
    "removed": _removed,
    "font": _other_font,
}
