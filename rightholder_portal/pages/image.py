"""Reference images: upload with an immediate word on quality, and the pictures themselves."""

import uuid
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import ImageRefused
from ipm_api.models.reference_image import ImageKind, ImageState, ImageView
from ipm_api.operations.feature_crop import reference_crop
from ipm_api.operations.product import missing_parts, own_product
from ipm_api.operations.reference_image import (
    add_reference_image,
    readable_image,
    remove_reference_image,
)
from ipm_api.operations.stored_picture import Upload, clean_file_name
from rightholder_portal.session import current_actor, runtime

blueprint = Blueprint("image", __name__)

PICTURE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
MOST_AT_ONCE = 10  # files of one upload


@dataclass(frozen=True, slots=True)
class UploadResult:
    """What came of one file, in words."""

    name: str
    kept: bool
    sentences: list[str]


@blueprint.get("/products/<uuid:product_id>/images")
def list_images(product_id: uuid.UUID) -> ResponseReturnValue:
    """The pictures of a product, and the form for more."""
    return _page(product_id, [])


@blueprint.post("/products/<uuid:product_id>/images")
def submit_images(product_id: uuid.UUID) -> ResponseReturnValue:
    """Keep each picture that can be used, and say of each what was found."""
    kinds = {kind.value: kind for kind in ImageKind}
    views = {view.value: view for view in ImageView}
    kind = kinds.get(request.form.get("kind", ""), ImageKind.GENUINE)
    view = views.get(request.form.get("view", ""), ImageView.FRONT)
    caption = request.form.get("caption", "").replace("\0", "").strip()[:500]
    files = [file for file in request.files.getlist("pictures") if file.filename]
    own_product(db.session(), current_actor(), product_id)  # not yours: not found, first of all
    if not files:
        return _page(product_id, [], ["Choose at least one picture."]), 400
    if len(files) > MOST_AT_ONCE:
        return _page(product_id, [], [f"At most {MOST_AT_ONCE} pictures at once."]), 400
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
                kind=kind,
                view=view,
                captions={"en": caption} if caption else None,
            )
        except ImageRefused as error:
            db.session.rollback()
            results.append(UploadResult(name, False, [str(error)]))
            continue
        sentences = [f"{added.quality.keypoints} keypoints.", *added.warnings]
        if added.image.state is ImageState.HELD_BACK:
            sentences.append(
                "It resembles artwork that is registered already. An administrator looks at it "
                "before officers can find it."
            )
        elif added.near_duplicate is not None:
            sentences.append("You have nearly the same picture already.")
        results.append(UploadResult(name, True, sentences))
    status = 200 if any(result.kept for result in results) else 400
    return _page(product_id, results), status


@blueprint.post("/products/<uuid:product_id>/images/<uuid:image_id>/remove")
def submit_removal(product_id: uuid.UUID, image_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a picture from the product and from the index."""
    remove_reference_image(db.session(), current_actor(), product_id, image_id)
    flash("The picture is removed. Features drawn on it have lost their place.")
    return redirect(url_for("image.list_images", product_id=product_id))


@blueprint.get("/images/<uuid:image_id>")
def show_image(image_id: uuid.UUID) -> ResponseReturnValue:
    """The picture, rebuilt from pixels."""
    image = readable_image(db.session(), current_actor(), image_id)
    small = request.args.get("size") == "thumbnail"
    return _picture(image.thumbnail_sha256 if small else image.picture_sha256)


@blueprint.get("/features/<uuid:feature_id>/crop")
def show_crop(feature_id: uuid.UUID) -> ResponseReturnValue:
    """The place of a feature on its reference image."""
    held = runtime()
    return _as_picture(
        reference_crop(db.session(), current_actor(), held.images, held.decoder, feature_id)
    )


def _picture(sha256: str) -> Response:
    return _as_picture(runtime().images.get(sha256))


def _as_picture(data: bytes) -> Response:
    response = Response(data, mimetype="image/jpeg")
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _page(
    product_id: uuid.UUID, results: list[UploadResult], errors: list[str] | None = None
) -> str:
    product = own_product(db.session(), current_actor(), product_id)
    return render_template(
        "image/list.html",
        product=product,
        missing=missing_parts(product),
        results=results,
        errors=errors or [],
        kinds=list(ImageKind),
        views=list(ImageView),
    )
