"""A phone camera on a quay: makes an officer's photo of a flat picture of packaging."""

import io
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from image_index.arrays import RgbImage

Floats: TypeAlias = npt.NDArray[Any]

PHOTO_WIDTH, PHOTO_HEIGHT = 960, 1280  # px, portrait, as a phone is held


@dataclass(frozen=True)
class Conditions:
    """
    How a photo is taken. Shares are of the picture, angles in degrees.

    Attributes:
        fill: share of the photo's shorter side that the article takes.
        tilt: how much the article is turned away from the camera.
        roll: largest turn in the picture plane.
        light: 1 is well exposed; less is darker.
        shadow: depth of a soft shadow that falls over the scene, 0 none.
        glare: strength of a light that mirrors in the surface, 0 none.
        motion: length of the smear of a moving hand, px.
        defocus: standard deviation of the blur of a lens out of focus, px.
        noise: standard deviation of the sensor's noise, of 255.
        curvature: 0 flat; up to 0.9, the part of a cylinder's half that the label covers.
        hand: a gloved hand holds the article.
        jpeg: quality of the file.
    """

    fill: float = 0.7
    tilt: float = 12.0
    roll: float = 8.0
    light: float = 1.0
    shadow: float = 0.25
    glare: float = 0.0
    motion: float = 0.0
    defocus: float = 0.6
    noise: float = 3.0
    curvature: float = 0.0
    hand: bool = False
    jpeg: int = 88


CONDITIONS = {
    "clear": Conditions(),
    "tilted": Conditions(tilt=34.0, roll=20.0, fill=0.62),
    "dim": Conditions(light=0.4, noise=9.0, defocus=0.9, shadow=0.4, jpeg=80),
    "glare": Conditions(glare=0.9, tilt=18.0),
    "blurred": Conditions(motion=9.0, defocus=1.2, jpeg=82),
    "held": Conditions(hand=True, fill=0.55, roll=15.0, tilt=20.0),
}
"""Presets by name; "curved" labels come from replacing the curvature."""


@dataclass(frozen=True)
class Photograph:
    """
    A photo and where the article is on it.

    Attributes:
        image: (1280, 960, 3) uint8.
        homography: unit coordinates of the picture → unit coordinates of the photo; exact for a
            flat article, the plane through its edges for a curved one.
    """

    image: RgbImage
    homography: npt.NDArray[np.float64]


def photograph(
    image: RgbImage, rng: np.random.Generator, conditions: Conditions | None = None
) -> Photograph:
    """
    Photograph *image* (H, W, 3) lying or held in a scene.

    Args:
        rng: decides scene, angle and light; the same state gives the same photo.
        conditions: see CONDITIONS; clear if not given.
    """
    how = conditions or CONDITIONS["clear"]
    scene = _scene(rng)
    corners = _corners(image.shape[1] / image.shape[0], rng, how)
    face, alpha = _bent(image, how.curvature)
    photo = _place(scene, face, alpha, corners, rng)
    if how.hand:
        _hold(photo, corners, rng)
    photo = _lit(photo, corners, rng, how)
    photo = _seen_by_the_lens(photo, rng, how)
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    target = (corners / [PHOTO_WIDTH, PHOTO_HEIGHT]).astype(np.float32)
    homography = cv2.getPerspectiveTransform(unit, target)
    return Photograph(_as_jpeg(photo, how.jpeg), homography / homography[2, 2])


def _corners(aspect: float, rng: np.random.Generator, how: Conditions) -> Floats:
    """(4, 2) corners of the article on the photo, clockwise from its top left, by a pinhole."""
    height = 1.0 / max(aspect, 0.55 / (PHOTO_HEIGHT / PHOTO_WIDTH))
    half = np.array([[-1, -height], [1, -height], [1, height], [-1, height]]) / 2
    if aspect < 1:
        half = np.array([[-aspect, -1], [aspect, -1], [aspect, 1], [-aspect, 1]]) / 2
    turn = np.deg2rad(rng.uniform(-how.roll, how.roll))
    about_x, about_y = np.deg2rad(rng.uniform(-1, 1, 2) * how.tilt)
    points = np.column_stack([half, np.zeros(4)])
    rotation = _rotation(about_x, 0) @ _rotation(about_y, 1) @ _rotation(turn, 2)
    points = points @ rotation.T
    distance = 2.6  # of the article's longer side: close up, so perspective shows
    flat = points[:, :2] * (distance / (distance + points[:, 2:]))
    size = flat.max(0) - flat.min(0)
    room = np.array([PHOTO_WIDTH, PHOTO_HEIGHT]) * (0.35 + 0.6 * how.fill)
    flat *= min(room / size)
    slack = np.array([PHOTO_WIDTH, PHOTO_HEIGHT]) - (flat.max(0) - flat.min(0))
    return np.asarray(flat - flat.min(0) + slack * rng.uniform(0.3, 0.7, 2), np.float32)


def _rotation(angle: float, axis: int) -> npt.NDArray[np.float64]:
    rotation = np.eye(3)
    first, second = [i for i in range(3) if i != axis]
    rotation[first, first] = rotation[second, second] = np.cos(angle)
    rotation[first, second], rotation[second, first] = -np.sin(angle), np.sin(angle)
    return rotation


def _bent(image: RgbImage, curvature: float) -> tuple[RgbImage, Floats]:
    """The label as a cylinder shows it: squeezed towards both edges, and darker there."""
    height, width = image.shape[:2]
    alpha = np.ones((height, width), np.float32)
    if curvature <= 0:
        return image, alpha
    reach = np.arcsin(min(curvature, 0.95))
    across = np.linspace(-1, 1, width)
    source = np.arcsin(across * np.sin(reach)) / reach
    x = np.tile(((source + 1) / 2 * (width - 1)).astype(np.float32), (height, 1))
    sag = (np.sqrt(1 - (across * np.sin(reach)) ** 2) - np.cos(reach)) * 0.08 * height
    y = np.arange(height, dtype=np.float32)[:, None] - sag.astype(np.float32)
    bent = cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shade = 0.45 + 0.55 * np.sqrt(1 - (across * np.sin(reach)) ** 2)
    return np.asarray(bent * shade[None, :, None], np.uint8), alpha


def _place(
    scene: Floats, face: RgbImage, alpha: Floats, corners: Floats, rng: np.random.Generator
) -> Floats:
    """Lay the face on the scene with the shadow that it throws."""
    height, width = face.shape[:2]
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(frame, corners)
    size = (PHOTO_WIDTH, PHOTO_HEIGHT)
    scale = np.linalg.norm(corners[1] - corners[0]) / width
    if scale < 1:  # warping skips pixels when it shrinks: blur first, as a lens does
        face = np.asarray(cv2.GaussianBlur(face, (0, 0), 0.4 / scale), np.uint8)
    seen = cv2.warpPerspective(face, matrix, size, flags=cv2.INTER_CUBIC).astype(np.float32)
    mask = cv2.warpPerspective(alpha, matrix, size, flags=cv2.INTER_LINEAR)
    mask = np.clip(cv2.GaussianBlur(mask, (0, 0), 0.7), 0, 1)[..., None]
    offset = np.array([[1, 0, rng.uniform(8, 26)], [0, 1, rng.uniform(8, 26)]], np.float32)
    thrown = cv2.GaussianBlur(cv2.warpAffine(mask, offset, size), (0, 0), 14)[..., None]
    ground = scene * (1 - 0.5 * thrown)
    return np.asarray(ground * (1 - mask) + seen * mask, np.float32)


def _scene(rng: np.random.Generator) -> Floats:
    """(1280, 960, 3) float32: a table, cardboard, concrete or a steel shelf."""
    kind = rng.choice(["wood", "cardboard", "concrete", "steel"])
    base = {
        "wood": (139, 101, 66),
        "cardboard": (176, 140, 98),
        "concrete": (142, 142, 138),
        "steel": (118, 124, 130),
    }[str(kind)]
    shape = (PHOTO_HEIGHT, PHOTO_WIDTH)
    grain = {"wood": (160, 3), "cardboard": (3, 40), "concrete": (6, 6), "steel": (2, 200)}
    across, along = grain[str(kind)]
    fine = cv2.GaussianBlur(
        rng.normal(0, 1, shape).astype(np.float32), (0, 0), sigmaX=across / 3, sigmaY=along / 3
    )
    coarse = cv2.resize(rng.normal(0, 1, (6, 5)).astype(np.float32), shape[::-1], None, 0, 0, 2)
    texture = fine / max(float(fine.std()), 1e-6) * 7 + coarse * 6
    scene: Floats = np.array(base, np.float32) * rng.uniform(0.85, 1.1) + texture[..., None]
    for _ in range(int(rng.integers(0, 4))):  # seams and edges of what lies around
        y = int(rng.integers(0, PHOTO_HEIGHT))
        end = (PHOTO_WIDTH, y + int(rng.integers(-80, 80)))
        cv2.line(scene, (0, y), end, [c * 0.55 for c in base], int(rng.integers(2, 7)), cv2.LINE_AA)
    return scene


def _hold(photo: Floats, corners: Floats, rng: np.random.Generator) -> None:
    """Fingers and palm of a blue work glove over the lower edge, drawn into *photo*."""
    glove = np.array([52, 88, 140]) * rng.uniform(0.8, 1.15)
    down = np.array([rng.uniform(-40, 40), PHOTO_HEIGHT * 0.5])
    shares = np.linspace(0.0, 0.36, 4) + rng.uniform(0.1, 0.5)
    knuckles = [corners[3] + (corners[2] - corners[3]) * share + [0, 70] for share in shares]
    palm = np.array([knuckles[0] - [40, 0], knuckles[-1] + [40, 0], knuckles[-1] + down + [70, 0]])
    palm = np.vstack([palm, knuckles[0] + down - [70, 0]]).astype(np.int32)
    cv2.fillPoly(photo, [palm], [float(c * 0.85) for c in glove], cv2.LINE_AA)
    root = np.array([0, 60])
    for knuckle in knuckles:
        tip = knuckle - [rng.uniform(-14, 14), rng.uniform(110, 150)]
        ends = [tuple(int(v) for v in point) for point in (knuckle + root, tip)]
        for thickness, shade in ((60, 0.62), (50, 0.95), (16, 1.1)):
            cv2.line(photo, ends[0], ends[1], [float(c * shade) for c in glove], thickness, 16)


def _lit(photo: Floats, corners: Floats, rng: np.random.Generator, how: Conditions) -> Floats:
    """Light from one side, a soft shadow, a mirrored lamp, the colour of the light."""
    y, x = np.mgrid[0:PHOTO_HEIGHT, 0:PHOTO_WIDTH].astype(np.float32)
    y, x = y / PHOTO_HEIGHT - 0.5, x / PHOTO_WIDTH - 0.5
    angle = rng.uniform(0, 2 * np.pi)
    light = 1 + 0.22 * (x * np.cos(angle) + y * np.sin(angle))
    edge = x * np.cos(angle + 1.9) + y * np.sin(angle + 1.9) - rng.uniform(-0.15, 0.25)
    light *= 1 - how.shadow / (1 + np.exp(-edge * 28))
    photo = photo * (light * how.light)[..., None]
    if how.glare:
        middle = corners.mean(0) + rng.uniform(-0.22, 0.22, 2) * np.ptp(corners, axis=0)
        dx = (x + 0.5) * PHOTO_WIDTH - middle[0]
        dy = (y + 0.5) * PHOTO_HEIGHT - middle[1]
        turned = dx * np.cos(angle) + dy * np.sin(angle), dy * np.cos(angle) - dx * np.sin(angle)
        spot = np.exp(-((turned[0] / 230) ** 2 + (turned[1] / 60) ** 2))
        photo = photo + (spot * 255 * how.glare)[..., None]
    balance = 1 + rng.normal(0, 0.05, 3)
    return np.asarray(photo * balance, np.float32)


def _seen_by_the_lens(photo: Floats, rng: np.random.Generator, how: Conditions) -> RgbImage:
    """Motion, defocus, vignetting, noise."""
    photo = np.clip(photo, 0, 255)
    if how.motion:
        length = max(3, int(how.motion) | 1)
        kernel = np.zeros((length, length), np.float32)
        angle = rng.uniform(0, np.pi)
        step = np.array([np.cos(angle), np.sin(angle)]) * length / 2
        middle = np.array([length // 2, length // 2])
        ends = [tuple(round(v) for v in middle + s * step) for s in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA)
        photo = cv2.filter2D(photo, -1, kernel / kernel.sum())
    if how.defocus:
        photo = cv2.GaussianBlur(photo, (0, 0), how.defocus)
    y, x = np.mgrid[-1 : 1 : PHOTO_HEIGHT * 1j, -1 : 1 : PHOTO_WIDTH * 1j]
    photo = photo * (1 - 0.16 * (x**2 + y**2))[..., None]
    photo = photo + rng.normal(0, how.noise, photo.shape)
    return np.asarray(np.clip(photo, 0, 255), np.uint8)


def _as_jpeg(photo: RgbImage, quality: int) -> RgbImage:
    """The same photo with the marks of its file."""
    buffer = io.BytesIO()
    Image.fromarray(photo).save(buffer, "JPEG", quality=quality)
    with Image.open(buffer, formats=["JPEG"]) as opened:
        return np.asarray(opened.convert("RGB"))
