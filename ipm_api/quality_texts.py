"""What a quality problem means to the person who took the picture: what is wrong, what to do."""

from collections.abc import Iterable

from image_index.quality import Quality, QualityProblem


def reference_text(problem: QualityProblem, quality: Quality) -> str:
    """One sentence for a right holder about a reference image, with the measured number."""
    return {
        QualityProblem.TOO_FEW_KEYPOINTS: (
            f"Too plain or too blurred to be recognised: {quality.keypoints} keypoints. "
            "Upload a sharp picture that shows the print."
        ),
        QualityProblem.BLURRED: (
            f"Blurred: {quality.keypoints} keypoints. Upload a sharper picture."
        ),
        QualityProblem.DARK: "Dark: upload a picture with even light.",
        QualityProblem.GLARE: (
            f"Glare covers {quality.glare_share:.0%} of the picture. Light it from the side."
        ),
        QualityProblem.TOO_SMALL: "Too small: upload at least 300 pixels on the longer side.",
    }[problem]


def photo_text(problem: QualityProblem) -> str:
    """A few words for an officer about the next photo."""
    return {
        QualityProblem.TOO_FEW_KEYPOINTS: "Move closer to the print",
        QualityProblem.BLURRED: "Hold still and focus",
        QualityProblem.DARK: "Add light",
        QualityProblem.GLARE: "Tilt away from the light",
        QualityProblem.TOO_SMALL: "Move closer",
    }[problem]


def photo_advice(codes: Iterable[str]) -> list[str]:
    """The words for the problems that were kept with a photo."""
    return [photo_text(QualityProblem(code)) for code in codes]
