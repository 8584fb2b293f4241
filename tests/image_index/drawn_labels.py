"""Invented labels and photographs of them, with known geometry."""

import cv2
import numpy as np

WORDS = ["ALPINA", "Mokka", "250 ml", "BERRY", "Nordlys", "Kaffe", "Extra", "No. 7", "PURE", "mild"]


def draw_label(seed, *, width=420, height=560):
    """A printed label (height, width, 3): words, shapes and rules, different for every seed."""
    random = np.random.default_rng(seed)
    picture = np.full((height, width, 3), random.integers(200, 256, 3), np.uint8)
    for _ in range(14):
        colour = tuple(int(c) for c in random.integers(0, 200, 3))
        x, y = (int(v) for v in random.integers([0, 0], [width - 60, height - 40]))
        size = int(random.integers(18, 90))
        if random.random() < 0.5:
            cv2.rectangle(picture, (x, y), (x + size, y + size // 2), colour, -1)
        else:
            cv2.circle(picture, (x, y), size // 2, colour, int(random.integers(2, 9)))
    for _ in range(22):
        colour = tuple(int(c) for c in random.integers(0, 160, 3))
        at = tuple(int(v) for v in random.integers([0, 20], [width - 110, height]))
        word = WORDS[random.integers(len(WORDS))] + str(random.integers(100))
        scale = float(random.uniform(0.5, 1.5))
        font = int(random.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_TRIPLEX]))
        cv2.putText(picture, word, at, font, scale, colour, int(random.integers(1, 3)))
    return picture


def quadrilateral(width, height, *, turn=0.0, tilt=0.12, share=0.7):
    """Corners (4, 2) of a face in a photo: *turn* in degrees, *tilt* as the far edge's loss."""
    half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64) * share / 2
    half[:2, 0] *= 1 - tilt
    angle = np.deg2rad(turn)
    rotated = half @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return (rotated * min(width, height) + [width / 2, height / 2]).astype(np.float32)


def photograph(picture, corners, *, size=(700, 700), seed=0):
    """*picture* seen with its corners at *corners*, over a dull background with sensor noise."""
    height, width = picture.shape[:2]
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(frame, corners)
    photo = np.full((size[1], size[0], 3), 120, np.uint8)
    cv2.warpPerspective(picture, matrix, size, dst=photo, borderMode=cv2.BORDER_TRANSPARENT)
    noise = np.random.default_rng(seed).normal(0, 3, photo.shape)
    return np.clip(cv2.GaussianBlur(photo, (3, 3), 0) * 0.9 + noise, 0, 255).astype(np.uint8)


def unit_homography(corners, *, size=(700, 700)):
    """The truth: unit coordinates of the label to unit coordinates of the photo."""
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    return cv2.getPerspectiveTransform(unit, (corners / np.array(size)).astype(np.float32))
