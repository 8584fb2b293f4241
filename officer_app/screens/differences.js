// Where to look: places of the own photos that look unlike the genuine product. Never a verdict.

import { bar, button, closing, drawing, element, link, titleOf } from "../elements.js";
import { compared, comparison, current } from "../inspection.js";
import { picture } from "../pictures.js";
import { isolate, say } from "../strings/language.js";
import { addingPhotos } from "./candidates.js";
import { pair } from "./picture_pair.js";

const EDGE = 0.06; // of the photo: a number is not drawn nearer to its edge

export async function screen(id, productId) {
  const inspection = await current(id);
  const chosen = await compared(inspection, productId);
  const { places } = await comparison(inspection, productId);
  const photo = addingPhotos(inspection);
  const looked = element("section", { class: "stack", "aria-live": "polite" });
  const marks = places.map((place, index) => mark(index, places.length, () => look(index)));

  function look(chosenIndex) {
    marks.forEach((one, index) => one.setAttribute("aria-pressed", String(index === chosenIndex)));
    const title = say("placeOf", { number: chosenIndex + 1, total: places.length });
    looked.replaceChildren(element("h2", {}, title), pair({ ...places[chosenIndex], title }, () => {}),
      ...likeCounterfeits(places[chosenIndex].counterfeits));
    looked.scrollIntoView({ block: "nearest" });
  }

  return [
    bar(titleOf(chosen.product), null, closing(`#/check/${id}/${productId}/1`)),
    element("main", {},
      element("div", {}, element("h1", {}, say(places.length ? "placesTitle" : "noPlacesTitle")),
        element("p", { class: "soft" }, say(places.length ? "placesHint" : "noPlacesHint"))),
      inspection.photos.filter((one) => places.some((place) => place.photo_id === one.id)).map((one) =>
        map(one, places.map((place, index) => [place, marks[index]]).filter(([place]) => place.photo_id === one.id))),
      looked,
      photo.area),
    element("footer", {}, link(say("back"), `#/check/${id}/${productId}/1`), photo.add(say("addPhoto"), false), photo.inputs),
  ];
}

// "Looks like known counterfeit 2 here: the word is misspelt", with the same place on its picture.
export function likeCounterfeits(counterfeits) {
  return counterfeits.map(({ number, caption, crop_url: url }) => element("section", { class: "card like" },
    picture(url, `${say("knownCounterfeit")} ${number}`),
    element("p", {}, element("b", {}, say("likeCounterfeit", { number })), caption ? ` ${isolate(caption)}` : "")));
}

function mark(index, total, look) {
  return button(String(index + 1), look, { class: "mark", "aria-pressed": "false", "aria-label": say("placeOf", { number: index + 1, total }) });
}

// A photo with the outlines of its places, and on a corner of each a number to press.
function map(photo, found) {
  const shown = picture(photo.url, say("yourPhoto"), { class: "picture map" });
  const outlines = found.map(([{ outline }]) => `M${outline.map(({ x, y }) => `${x} ${y}`).join("L")}z`);
  const taken = [];
  const layer = element("div", { class: "marks" }, drawing(outlines, "0 0 1 1"), found.map(([{ outline }, press]) => {
    const corners = outline.map(({ x, y }) => ({ x: inside(x), y: inside(y) }));
    const corner = corners.find((one) => taken.every((other) => areApart(one, other))) ?? corners[0];
    taken.push(corner);
    press.style.left = `${100 * corner.x}%`;
    press.style.top = `${100 * corner.y}%`;
    return press;
  }));
  shown.append(layer);
  return shown;
}

const inside = (value) => Math.min(1 - EDGE, Math.max(EDGE, value));
const areApart = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) > 2 * EDGE;
