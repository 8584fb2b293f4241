// The photo waits for the network: the officer names the product, and goes through its places from
// the guides on this phone. Answers and verdict go with the photo.

import { lookUpBarcode } from "../api/guides.js";
import { closing, element, link } from "../elements.js";
import { picture } from "../pictures.js";
import { arrivedAt } from "../storage/sending.js";
import { say } from "../strings/language.js";
import { addingPhotos } from "./candidates.js";
import { productCard } from "./product_card.js";

export async function waiting(inspection) {
  const { id, verdict } = inspection;
  const photo = addingPhotos(inspection);
  const coded = inspection.barcode ? await lookUpBarcode(inspection.barcode).catch(() => null) : null;
  const products = coded?.barcodes.flatMap((one) => one.products) ?? [];
  const place = element("main", {},
    verdict ? element("p", { class: "card" }, element("b", {}, say(verdict.verdict)), ` · ${say("goesWithThePhoto")}`) : null,
    element("p", {}, say("waitingHint")),
    products.length ? element("p", { class: "small soft" }, say("byTheCode")) : null,
    products.map((one) => productCard(one, id)),
    element("div", { class: "gallery small-pictures" }, inspection.photos.map((one) => picture(one.url, say("yourPhoto")))),
    photo.area);
  window.addEventListener("ipm:outbox", async function look() {
    if (place.isConnected && !await arrivedAt(id)) return;
    window.removeEventListener("ipm:outbox", look);
    if (place.isConnected) window.dispatchEvent(new Event("ipm:show-again")); // the service has looked
  });
  return [
    element("header", { class: "bar" },
      element("div", { class: "title" }, element("h1", {}, say("whichProduct"))), closing("#/start")),
    place,
    element("footer", {}, photo.add(say("addPhoto"), false), link(say("search"), `#/alternatives/${id}`, { primary: true }), photo.inputs),
  ];
}
