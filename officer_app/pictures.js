// Pictures need the sign-in, so they are fetched and shown from memory; each screen forgets its own.

import { readPicture } from "./api/guides.js";
import { Problem } from "./api_client.js";
import { element } from "./elements.js";
import { copyOf, photoOf } from "./storage/outbox.js";
import { say } from "./strings/language.js";

export const KEPT = "kept/"; // before the id of a photo that waits on this phone: an address for picture()
let shown = [];

// missing: called instead of saying "No picture" when the service has none.
export function picture(url, alt, attributes = {}, missing = null) {
  const frame = element("div", { class: "picture", ...attributes });
  if (!url) return frame;
  const image = element("img", { alt });
  frame.classList.add("loading");
  const read = url.startsWith(KEPT) ? readKept(url.slice(KEPT.length)) : readPicture(url);
  read.then((blob) => {
    const address = URL.createObjectURL(blob);
    shown.push(address);
    image.src = address;
    frame.prepend(image);
  }, (error) => {
    if (missing && error.status === 404) missing();
    else frame.append(element("span", { class: "small soft" }, say("noPicture")));
  }).finally(() => frame.classList.remove("loading"));
  return frame;
}

async function readKept(id) {
  const bytes = await copyOf(id) ?? await photoOf(id);
  if (!bytes) throw new Problem(404, say("noPicture"));
  return new Blob([bytes]);
}

// The file itself, before it is sent; nothing if the phone cannot show it.
export function ownPicture(file, alt) {
  const address = URL.createObjectURL(file);
  shown.push(address);
  const image = element("img", { src: address, alt });
  const frame = element("div", { class: "picture own" }, image);
  image.addEventListener("error", () => frame.remove());
  return frame;
}

export function forgetPictures() {
  shown.forEach((address) => URL.revokeObjectURL(address));
  shown = [];
}
