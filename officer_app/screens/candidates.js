// Which product is it?

import { addPhoto } from "../api_client.js";
import { bar, element, link } from "../elements.js";
import { current, keep } from "../inspection.js";
import { picture } from "../pictures.js";
import { say } from "../strings/language.js";
import { photoButtons } from "./photo_buttons.js";

export async function screen(id) {
  const inspection = await current(id);
  const found = inspection.candidates;
  const newest = inspection.photos.at(-1);
  const { buttons, area } = photoButtons(
    (photo, ids, progress) => addPhoto(id, photo, ids, progress),
    (report) => {
      keep(report);
      window.dispatchEvent(new Event("ipm:show-again"));
    });
  const [, take, ...inputs] = buttons;
  take.textContent = say("addPhoto");
  return [
    element("header", { class: "bar tall" },
      newest ? picture(newest.url, say("yourPhoto"), { class: "picture thumb" }) : null,
      element("div", { class: "title" },
        element("h1", {}, found.length ? say("whichProduct") : say("noneFoundTitle")),
        element("p", { class: "small soft" }, counted(found.length)))),
    element("main", {},
      newest?.advice.length ? element("p", { class: "notice" }, say("advice", { advice: newest.advice.join(", ").toLowerCase() })) : null,
      ...found.map((one) => candidateCard(id, one)),
      found.length ? element("p", { class: "small soft" }, say("notInList")) : null,
      area),
    element("footer", {}, link(say(found.length ? "noneOfThese" : "search"), `#/alternatives/${id}`), take, inputs),
  ];
}

function counted(count) {
  if (count === 0) return say("noneFound");
  return count === 1 ? say("oneFound") : say("someFound", { count });
}

function candidateCard(id, one) {
  const agreement = { true: say("barcodeAgrees"), false: say("barcodeOther") }[one.barcode_agrees];
  return element("a", { class: "card candidate", href: `#/check/${id}/${one.product.id}/1` },
    picture(one.product.thumbnail_url, ""),
    element("div", {},
      element("h2", {}, one.product.name),
      element("p", { class: "small soft" }, `${one.product.brand.name} · ${one.product.category.name}`),
      element("p", { class: "pills" }, element("span", { class: "pill" }, say(one.band)),
        agreement ? element("span", { class: one.barcode_agrees ? "pill" : "pill attention" }, agreement) : null)),
    element("span", { "aria-hidden": "true" }, "›"));
}
