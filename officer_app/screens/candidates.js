// Which product is it?

import { shotList } from "../capture/shot_list.js";
import { closing, element, link } from "../elements.js";
import { current, keep, placeOf } from "../inspection.js";
import { picture } from "../pictures.js";
import { noteSeen } from "../storage/outbox.js";
import { isolate, say } from "../strings/language.js";
import { photoButtons } from "./photo_buttons.js";
import { scannedCode } from "./scanned_code.js";
import { codeLines, pills, signs } from "./signs.js";
import { waiting } from "./waiting.js";

export async function screen(id) {
  const inspection = await current(id);
  if (inspection.waits) return waiting(inspection);
  noteSeen(inspection.id); // the answer to a photo that waited is seen
  const found = inspection.candidates;
  const newest = inspection.photos.at(-1);
  const photo = addingPhotos(inspection);
  const tips = newest?.advice ?? [];
  return [
    element("header", { class: "bar tall" },
      newest ? picture(newest.url, say("yourPhoto"), { class: "picture thumb" }) : null,
      element("div", { class: "title" },
        element("h1", {}, say(found.length ? "whichProduct" : "noneFoundTitle")),
        found.length ? element("p", { class: "small soft" }, counted(found)) : null),
      closing("#/start")),
    element("main", {},
      found.length ? null : element("p", {}, say("noneFound")),
      tips.length ? element("p", { class: "notice" }, say("advice", { advice: tips.join(", ") })) : null,
      found.length ? signs(found[0]) : null,
      found.length ? scannedCode(inspection, found[0]) : null,
      ...found.map((one) => candidateCard(id, one)),
      codeLines(inspection),
      found.length ? element("p", { class: "small soft" }, say("notInList")) : null,
      photo.area,
      found[0]?.band === "strong" ? shotList(inspection, found[0], photo.shoot, { open: true }) : null),
    element("footer", {},
      link(say(found.length ? "noneOfThese" : "search"), `#/alternatives/${id}`),
      photo.add(say("addPhoto")), photo.inputs),
  ];
}

// Another photo of the same article; the screen is shown again with what all photos say together.
export function addingPhotos(inspection) {
  const showAgain = () => window.dispatchEvent(new Event("ipm:show-again"));
  return photoButtons(inspection.id, () => ({ inspection: placeOf(inspection), about: {} }), (report) => {
    keep(report);
    showAgain();
  }, () => inspection.waits && showAgain());
}

function counted(found) {
  const count = found.filter((one) => one.band !== "barcode").length;
  return count > 1 ? say("someFound", { count }) : say(count ? "oneFound" : "onlyByCode");
}

function candidateCard(id, one) {
  return element("a", { class: "card candidate", href: `#/check/${id}/${one.product.id}/1` },
    picture(one.product.thumbnail_url, ""),
    element("div", {},
      element("h2", {}, isolate(one.product.name)),
      element("p", { class: "small soft" }, `${isolate(one.product.brand.name)} · ${one.product.category.name}`),
      pills(one)),
    element("span", { class: "onward", "aria-hidden": "true" }, "›"));
}
