"""What a quality problem means to the person who took the picture: what is wrong, what to do."""

from collections.abc import Iterable

from image_index.quality import Quality, QualityProblem
from ipm_api.reader_languages import reader_languages
from ipm_api.sentence import Sentence


def reference_text(problem: QualityProblem, quality: Quality) -> Sentence:
    """One sentence for a right holder about a reference image, with the measured number."""
    if problem is QualityProblem.GLARE:
        return Sentence(
            "Glare covers %(share)s %% of the image. Light it from the side.",
            share=round(quality.glare_share * 100),
        )
    return kept_text(problem, quality.keypoints)


def kept_text(problem: QualityProblem, keypoints: int) -> Sentence:
    """The same from what is kept of a picture: its problems and its number of keypoints."""
    match problem:
        case QualityProblem.TOO_FEW_KEYPOINTS:
            return Sentence(
                "Too plain or too blurred to be recognised: %(keypoints)s keypoints. "
                "Upload a sharp image that shows the print.",
                keypoints=keypoints,
            )
        case QualityProblem.BLURRED:
            return Sentence(
                "Blurred: %(keypoints)s keypoints. Upload a sharper image.", keypoints=keypoints
            )
        case QualityProblem.DARK:
            return Sentence("Dark: upload an image with even light.")
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


def photo_text(problem: QualityProblem) -> Sentence:
    """A few words for an officer about the next photo."""
    return {
        QualityProblem.TOO_FEW_KEYPOINTS: Sentence("Move closer to the print"),
        QualityProblem.BLURRED: Sentence("Hold still and focus"),
        QualityProblem.DARK: Sentence("Add light"),
        QualityProblem.GLARE: Sentence("Tilt away from the light"),
        QualityProblem.TOO_SMALL: Sentence("Move closer"),
        QualityProblem.ONLY_BARCODE: Sentence("Show the print around the barcode"),
        QualityProblem.REPETITIVE: Sentence("Show words or a mark"),
    }[problem]


def photo_advice(codes: Iterable[str]) -> list[str]:
    """The words for the problems that were kept with a photo, in the reader's language."""
    return [reader_languages().say(photo_text(QualityProblem(code))) for code in codes]


_REFUSALS = (
    Sentence("This JPEG is built in an unusual way. Export it again as an ordinary JPEG."),
    Sentence(
        "HEIC and AVIF images are not read here. Set the camera to JPEG (most compatible) "
        "or export the image as JPEG."
    ),
    Sentence(
        "This file is not a JPEG, PNG or WebP image. Photograph the article again or export "
        "it as JPEG."
    ),
    Sentence("This image carries too much hidden data. Export it again as JPEG without metadata."),
    Sentence("This image carries too many texts. Export it again as JPEG."),
    Sentence("This image is damaged or incomplete. Send it or photograph the article again."),
    Sentence("This is an animated image. Send a single still image of the article."),
    Sentence("This file is empty. Choose or take the photo again."),
    Sentence("This file is larger than 20 MB. Send a smaller copy of the image."),
    Sentence(
        "This image has too many pixels (50 megapixels and 12,000 a side are the most). "
        "Send a smaller copy."
    ),
    Sentence("This image is a narrow strip. Send a photo that shows the whole article."),
    Sentence(
        "Something that is not an image is hidden in this file. Photograph the article again "
        "or export the image as a new JPEG."
    ),
    Sentence(
        "More data follows after the image (a motion photo, or another file). Export it as "
        "a plain JPEG, or switch motion photos off."
    ),
    Sentence("This image could not be read. Photograph the article again or export it as JPEG."),
)
_REFUSALS_BY_CODE = {
    "too-small": Sentence("This image is too small. Photograph the article again from near by."),
    "extension-mismatch": Sentence(
        "The name of this file does not fit its content. Export the image again and send it"
        " under its own name."
    ),
}
"""Instead of what image_index says with numbers in it, which no catalogue knows."""


def refusal_text(code: str, message: str) -> str:
    """What image_index says of a file that is no picture for us, as a sentence of ours."""
    by_text: dict[str, str] = {str(sentence): sentence for sentence in _REFUSALS}
    return _REFUSALS_BY_CODE.get(code) or by_text.get(message, message)
