"""What a report says, in English; translated as every other sentence is."""

from ipm_api.sentence import Sentence

FRAME = {
    "title": Sentence("Inspection report"),
    "restricted": Sentence("For officers only: it names features that are not public."),
    "verdict": Sentence("Verdict of the officer"),
    "no_verdict": Sentence("No verdict was recorded."),
    "earlier": Sentence("Verdicts that were corrected or taken back"),
    "at": Sentence("Time"),
    "seen": Sentence("What the officer saw"),
    "feature": Sentence("Distinguishing feature"),
    "answer": Sentence("Answer"),
    "proposed": Sentence("Products that were proposed"),
    "nothing_proposed": Sentence("None."),
    "product": Sentence("Product"),
    "band": Sentence("Likeness"),
    "version": Sentence("Version of the guide"),
    "not_evidence": Sentence(
        "A proposal names products that look like the photos. It says nothing about whether the "
        "goods are genuine, nor does a missing one."
    ),
    "question": Sentence("Question to the right holder"),
    "seizure": Sentence("Seizure"),
    "photos": Sentence("Photos"),
    "photos_hint": Sentence(
        "Shown without what the phone wrote into them; the SHA-256 is that of the original bytes."
    ),
}

FACTS = {
    "officer": Sentence("Officer"),
    "authority": Sentence("Authority"),
    "country": Sentence("Country"),
    "started": Sentence("Started"),
    "place": Sentence("Place"),
    "barcode": Sentence("Barcode"),
    "notes": Sentence("Notes"),
    "reason": Sentence("Reason"),
    "recorded": Sentence("Recorded"),
    "you": Sentence("The officer"),
    "they": Sentence("The right holder"),
    "undone": Sentence("taken back"),
    "corrected": Sentence("corrected"),
    "gone": Sentence("no longer published"),
    "photo": Sentence("Photo"),
    "officers_only": Sentence("officers only"),
    "product": Sentence("Product"),
    "goods": Sentence("Goods"),
    "quantity": Sentence("Quantity"),
    "origin": Sentence("Origin"),
    "route": Sentence("Route"),
    "transport": Sentence("Transport"),
    "value": Sentence("Value"),
    "hs_code": Sentence("HS code"),
    "position": Sentence("Position"),
    "seized_on": Sentence("Date"),
    "right_holder": Sentence("Right holder"),
    "legal_ground": Sentence("Legal ground"),
}

VERDICTS = {
    "suspect": Sentence("Suspect"),
    "not-suspect": Sentence("Not suspect"),
    "genuine-unauthorised-channel": Sentence("Genuine, but unauthorised channel"),
    "cannot-tell": Sentence("Cannot tell"),
}

ANSWERS = {
    "as-genuine": Sentence("As genuine"),
    "as-counterfeit": Sentence("As counterfeit"),
    "cannot-tell": Sentence("Cannot tell"),
    "cannot-see": Sentence("Cannot see it"),
}

BANDS = {
    "strong": Sentence("Strong match"),
    "possible": Sentence("Possible"),
    "barcode": Sentence("By its barcode only"),
}

STATEMENTS = {
    "genuine": Sentence("Says: genuine"),
    "not-genuine": Sentence("Says: not genuine"),
    "genuine-unauthorised-channel": Sentence("Says: genuine, but unauthorised channel"),
    "more-photos-needed": Sentence("Asks for more photos"),
    "cannot-tell": Sentence("Says: cannot tell"),
}

TRANSPORTS = {
    "sea": Sentence("By sea"),
    "air": Sentence("By air"),
    "road": Sentence("By road"),
    "rail": Sentence("By rail"),
    "river": Sentence("By river"),
    "post": Sentence("By post"),
    "express": Sentence("By express parcel"),
    "person": Sentence("Carried by a traveller"),
}

UNITS = {
    "pieces": Sentence("pieces"),
    "pairs": Sentence("pairs"),
    "sets": Sentence("sets"),
    "packages": Sentence("packages"),
    "kg": Sentence("kg"),
    "l": Sentence("litres"),
    "m": Sentence("metres"),
}
