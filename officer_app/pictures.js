// Pictures need the sign-in, so they are fetched and shown from memory; each screen forgets its own.

import { readPicture } from "./api_client.js";
import { element } from "./elements.js";
import { say } from "./strings/language.js";

let shown = [];

export function picture(url, alt, attributes = {}) {
  const frame = element("div", { class: "picture", ...attributes });
  if (!url) return frame;
  const image = element("img", { alt });
  readPicture(url).then((blob) => {
    const address = URL.createObjectURL(blob);
    shown.push(address);
    image.src = address;
    frame.prepend(image);
  }, () => frame.append(element("span", { class: "small soft" }, say("noPicture"))));
  return frame;
}

export function ownPicture(file, alt) {
  const address = URL.createObjectURL(file);
  shown.push(address);
  return element("div", { class: "picture own" }, element("img", { src: address, alt }));
}

export function forgetPictures() {
  shown.forEach((address) => URL.revokeObjectURL(address));
  shown = [];
}
