// Before the service has aligned them: the own photo as it is beside the genuine place, each moved by
// itself.

import { zoomable } from "../check/zoom.js";
import { button, element } from "../elements.js";
import { picture } from "../pictures.js";
import { say } from "../strings/language.js";
import { outline } from "./picture_pair.js";

export function apart(photos, feature) {
  const own = view("own-view", say("yourPhoto"), photos.at(-1).url);
  const place = feature.region ? outline(feature.region, feature.polygon) : null;
  const genuine = feature.reference_crop_url ? view("genuine-view", say("genuine"), feature.reference_crop_url, `: ${feature.title}`, place) : null;
  const choices = photos.length > 1 ? photos.map((photo, index) => button(say("photoNumber", { number: index + 1 }), () => {
    own.show(photo.url);
    press(index);
  })) : [];
  const press = (chosen) => choices.forEach((one, index) => one.setAttribute("aria-pressed", String(index === chosen)));
  press(choices.length - 1);
  return element("div", { class: "stack" },
    element("p", { class: "small soft" }, say("apartHint")),
    element("div", { class: "apart" }, own.area, genuine?.area ?? null),
    choices.length ? element("div", { class: "chips" }, choices) : null);
}

function view(name, caption, url, more = "", place = null) {
  const figure = element("figure", { class: name });
  const show = (address) => {
    const shown = picture(address, caption + more);
    if (place) shown.append(place);
    figure.replaceChildren(shown, element("figcaption", {}, caption));
  };
  show(url);
  const pictures = element("div", { class: "pair single", role: "group", "aria-label": say("pictureLabel", { caption }) }, figure);
  return { area: element("div", { class: "compare stack" }, pictures, element("div", { class: "compare-tools" }, zoomable(pictures))), show };
}
