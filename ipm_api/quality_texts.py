"""What a quality problem means to the person who took the picture: what is wrong, what to do."""

from collections.abc import Iterable

from image_index.quality import Quality, QualityProblem
from ipm_api.sentence import Sentence


def reference_text(problem: QualityProblem, quality: Quality) -> Sentence:
    """One sentence for a right holder about a reference image, with the measured number."""
    if problem is QualityProblem.GLARE:
        return Sentence(
            "Glare covers %(share)s %% of the picture. Light it from the side.",
            share=round(quality.glare_share * 100),
        )
    return kept_text(problem, quality.keypoints)


def kept_text(problem: QualityProblem, keypoints: int) -> Sentence:
    """The same from what is kept of a picture: its problems and its number of keypoints."""
    match problem:
        case QualityProblem.TOO_FEW_KEYPOINTS:
            return Sentence(
                "Too plain or too blurred to be recognised: %(keypoints)s keypoints. "
                "Upload a sharp picture that shows the print.",
                keypoints=keypoints,
            )
        case QualityProblem.BLURRED:
            return Sentence(
                "Blurred: %(keypoints)s keypoints. Upload a sharper picture.", keypoints=keypoints
            )
        case QualityProblem.DARK:
            return Sentence("Dark: upload a picture with even light.")
        case QualityProblem.GLARE:
            return Sentence("Glare hides a part of the print. Light it from the side.")
        case QualityProblem.TOO_SMALL:
            return Sentence("Too small: upload at least 300 pixels on the longer side.")
        case QualityProblem.ONLY_BARCODE:
            return Sentence(
                "Hardly more than a barcode: every package has one. Show the print around it."
            )
        case QualityProblem.REPETITIVE:
            return Sentence(
                "One pattern, repeated: other goods have it, too. Show a part with words or a mark."
            )


def kept_texts(problems: Iterable[str], keypoints: int) -> list[Sentence]:
    """Sentences for the problems that are kept with a reference image."""
    return [kept_text(QualityProblem(problem), keypoints) for problem in problems]


def photo_text(problem: QualityProblem) -> str:
    """A few words for an officer about the next photo."""
    return {
        QualityProblem.TOO_FEW_KEYPOINTS: "Move closer to the print",
        QualityProblem.BLURRED: "Hold still and focus",
        QualityProblem.DARK: "Add light",
        QualityProblem.GLARE: "Tilt away from the light",
        QualityProblem.TOO_SMALL: "Move closer",
        QualityProblem.ONLY_BARCODE: "Show the print around the barcode",
        QualityProblem.REPETITIVE: "Show words or a mark",
    }[problem]


def photo_advice(codes: Iterable[str]) -> list[str]:
    """The words for the problems that were kept with a photo."""
    return [photo_text(QualityProblem(code)) for code in codes]
