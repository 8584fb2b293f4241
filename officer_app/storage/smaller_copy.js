// A smaller copy of a photo for a quick answer on a slow network; the original follows.

const SIDE = 1600; // px, longer side
const QUALITY = 0.8; // JPEG
const WORTH_IT = 700_000; // bytes; what is smaller goes as it is
const SAVING = 0.5; // a copy larger than this share of the original is none

// → Blob, or null: the original goes first. The copy stands upright, as the original does on screen.
export async function smallerCopy(photo) {
  if (photo.size <= WORTH_IT) return null;
  let picture;
  try {
    picture = await createImageBitmap(photo);
  } catch {
    return null; // the service says what it thinks of it
  }
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const drawing = canvas.getContext("2d");
  drawing.imageSmoothingQuality = "high";
  drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const copy = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return copy && copy.size < photo.size * SAVING ? copy : null;
}
