// Pictures need the sign-in, so they are fetched and shown from memory; each screen forgets its own.

import { readPicture } from "./api/guides.js";
import { element } from "./elements.js";
import { say } from "./strings/language.js";

let shown = [];

// missing: called instead of saying "No picture" when the service has none.
export function picture(url, alt, attributes = {}, missing = null) {
  const frame = element("div", { class: "picture", ...attributes });
  if (!url) return frame;
  const image = element("img", { alt });
  frame.classList.add("loading");
  readPicture(url).then((blob) => {
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
