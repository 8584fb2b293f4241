"""A file that arrives in pieces, each of them once and after the one before."""

from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.errors import BodyTooLarge, WrongOffset
from ipm_api.models.photo_upload import PhotoPiece, PhotoUpload
from ipm_api.models.picture_upload import PictureUpload, UploadChunk
from ipm_api.sentence import Sentence

LARGEST_CHUNK = 4 * 1024 * 1024  # bytes of one piece


def keep_piece(
    session: Session, upload: PhotoUpload | PictureUpload, offset: int, data: bytes
) -> None:
    """
    Keep *data*, the bytes of *upload* from *offset* on; the caller holds its row and commits.

    Raises:
        WrongOffset: the last piece ended elsewhere.
        BodyTooLarge: more than a piece, or than the file, holds.
    """
    if offset != upload.received:
        raise WrongOffset(upload.received)
    if len(data) > min(LARGEST_CHUNK, upload.size - upload.received):
        raise BodyTooLarge(Sentence("This is more than the file holds. Send it again."))
    if data:
        piece = PhotoPiece if isinstance(upload, PhotoUpload) else UploadChunk
        session.add(piece(upload_id=upload.id, start=offset, data=data))
        upload.received += len(data)
        upload.changed_at = now()
