"""Reference images: the grid by view with the plain upload form, and the pictures themselves."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import DigestMismatch, ImageRefused, QuotaReached
from ipm_api.models.reference_image import ImageKind, ImageState, ImageView
from ipm_api.operations.completeness import missing_parts
from ipm_api.operations.feature_crop import reference_crop
from ipm_api.operations.image_editing import removed_images
from ipm_api.operations.image_takedown import can_be_undone, still_published, takedowns
from ipm_api.operations.picture_upload import unfinished_uploads
from ipm_api.operations.product import own_product
from ipm_api.operations.recognition import ask_for_measurement, measured, own_confusions
from ipm_api.operations.reference_image import add_reference_image, readable_image
from ipm_api.operations.stored_picture import Upload, clean_file_name
from ipm_api.operations.violation import own_violations
from ipm_api.quality_texts import kept_texts
from rightholder_portal.language import _, ngettext, say_sentence
from rightholder_portal.pages.image_takedown import REASONS
from rightholder_portal.pages.upload import KINDS, VIEWS, id_or_none
from rightholder_portal.picture import as_picture, as_stored_picture
from rightholder_portal.recognition_texts import trials
from rightholder_portal.session import current_actor, runtime
from rightholder_portal.texts import say, word

blueprint = Blueprint("image", __name__)

MOST_AT_ONCE = 10  # files of one plain form; by drag and drop there is no such limit


@dataclass(frozen=True, slots=True)
class UploadResult:
    """What came of one file, in words."""

    name: str
    kept: bool
    sentences: list[str]


@blueprint.get("/products/<uuid:product_id>/images")
def list_images(product_id: uuid.UUID) -> ResponseReturnValue:
    """The pictures of a product by view, and the form for more."""
    return _page(product_id, [])


@blueprint.post("/products/<uuid:product_id>/images")
def submit_images(product_id: uuid.UUID) -> ResponseReturnValue:
    """Keep each picture that can be used, and say of each what was found."""
    caption = request.form.get("caption", "").replace("\0", "").strip()[:500]
    files = [file for file in request.files.getlist("pictures") if file.filename]
    own_product(db.session(), current_actor(), product_id)  # not yours: not found, first of all
    if not files:
        return _page(product_id, [], [_("Choose at least one image.")]), 400
    if len(files) > MOST_AT_ONCE:
        return _page(
            product_id, [], [_("At most %(most)s images at once.", most=MOST_AT_ONCE)]
        ), 400
    held = runtime()
    results = []
    for file in files:
        name = clean_file_name(file.filename or "")
        try:
            added = add_reference_image(
                db.session(),
                current_actor(),
                held.index,
                held.images,
                held.decoder,
                product_id,
                Upload(file.read(), file.filename or ""),
                kind=KINDS.get(request.form.get("kind", ""), ImageKind.GENUINE),
                view=VIEWS.get(request.form.get("view", ""), ImageView.FRONT),
                captions={"en": caption} if caption else None,
                version_id=id_or_none(request.form.get("version", "")),
            )
        except (ImageRefused, DigestMismatch, QuotaReached) as error:
            db.session.rollback()
            results.append(UploadResult(name, False, list(map(say_sentence, error.sentences))))
            continue
        count = added.quality.keypoints
        sentences = [ngettext("%(n)s keypoint.", "%(n)s keypoints.", count)]
        sentences += map(say_sentence, added.warnings)
        if added.image.state is ImageState.HELD_BACK:
            sentences.append(_("An administrator looks at it before officers can find it."))
        elif added.near_duplicate is not None:
            sentences.append(_("You have nearly the same image already."))
        results.append(UploadResult(name, True, sentences))
    status = 200 if any(result.kept for result in results) else 400
    return _page(product_id, results), status


@blueprint.get("/images/<uuid:image_id>")
def show_image(image_id: uuid.UUID) -> ResponseReturnValue:
    """The picture, rebuilt from pixels."""
    image = readable_image(db.session(), current_actor(), image_id)
    small = request.args.get("size") == "thumbnail"
    return as_stored_picture(image.thumbnail_sha256 if small else image.picture_sha256)


@blueprint.get("/features/<uuid:feature_id>/crop")
def show_crop(feature_id: uuid.UUID) -> ResponseReturnValue:
    """The place of a feature on its reference image."""
    held = runtime()
    return as_picture(
        reference_crop(db.session(), current_actor(), held.images, held.decoder, feature_id)
    )


def _page(
    product_id: uuid.UUID, results: list[UploadResult], errors: list[str] | None = None
) -> str:
    session, actor = db.session(), current_actor()
    measuring = ask_for_measurement(session, actor, product_id)
    product = own_product(session, actor, product_id)
    found = measured(session, actor, product_id)
    return render_template(
        "image/list.html",
        product=product,
        missing=missing_parts(product),
        results=results,
        errors=errors or [],
        **image_choices(product_id),
        asked=request.values,
        measuring=measuring,
        recognition={image_id: trials(row.photos) for image_id, row in found.items()},
        confusions=own_confusions(session, actor, list(found.values())),
        problems={i.id: kept_texts(i.quality_problems, i.keypoints) for i in product.images},
        removed=removed_images(session, actor, product_id),
        still_published=still_published(session, actor, product_id),
        takedowns=takedowns(session, actor, product_id),
        can_be_undone=can_be_undone,
        reasons=REASONS,
        unfinished_names=[
            upload.file_name for upload in unfinished_uploads(session, actor, product_id)
        ],
    )


def image_choices(product_id: uuid.UUID) -> dict[str, Any]:
    """What forms let people choose about a picture, as options of ``fields.html``."""
    versions = own_violations(db.session(), current_actor(), product_id).versions
    return {
        "kind_options": [(kind.value, word(kind)) for kind in ImageKind],
        "view_options": [(view.value, word(view)) for view in ImageView],
        "versions": versions,
        "version_options": [(str(version.id), say(version.names)) for version in versions],
    }
