// Photograph the article.

import { listAlerts, reader, signOut, submitInspection } from "../api_client.js";
import { bar, button, drawing, element, link } from "../elements.js";
import { keep } from "../inspection.js";
import { say } from "../strings/language.js";
import { photoButtons } from "./photo_buttons.js";
import { languageSwitch, startAfresh } from "./sign_in.js";

const PLACE = "ipm.place"; // stays for the shift
const FRAME = "M8 26V8h18M74 8h18v18M92 74v18H74M26 92H8V74"; // four corners
const CARTON = "M32 24h36v54H32zM32 36h36M40 48h20M40 56h20M40 64h12"; // an article between them

export async function screen() {
  const about = aboutFields();
  const photo = photoButtons("start",
    (file, clientId, options) => submitInspection(file, about.read(), clientId, options),
    (report) => {
      keep(report);
      location.hash = `#/candidates/${report.id}`;
    });
  const alerts = element("div", { class: "stack" });
  listAlerts().then(({ alerts: found }) => alerts.replaceChildren(...found.map(alertCard)), () => {});
  return [
    bar("IPM", null, languageSwitch()),
    element("main", {},
      element("div", {}, element("h1", {}, say("photographTitle")), element("p", { class: "soft" }, say("photographHint"))),
      photo.area,
      element("div", { class: "frame", "aria-hidden": "true" }, drawing([FRAME, CARTON])),
      alerts,
      element("nav", { class: "ways", "aria-label": say("otherWays") },
        link(say("search"), "#/alternatives"), link(say("history"), "#/history")),
      about.details,
      element("div", { class: "account" },
        element("span", { class: "small soft" }, say("signedInAs", { name: reader().name ?? "" })),
        button(say("signOut"), async () => {
          await signOut();
          startAfresh();
          window.dispatchEvent(new Event("ipm:show-again"));
        }))),
    element("footer", {}, photo.choose(), photo.take(), photo.inputs),
  ];
}

// What may be told with a photo.
function aboutFields() {
  const barcode = element("input", { id: "barcode", autocomplete: "off", maxlength: "500" });
  const place = element("input", { id: "place", autocomplete: "off", maxlength: "200" });
  const notes = element("textarea", { id: "notes", rows: "2", maxlength: "4000" });
  place.value = sessionStorage.getItem(PLACE) ?? "";
  place.addEventListener("change", () => sessionStorage.setItem(PLACE, place.value.trim()));
  const details = element("details", { class: "card more" }, element("summary", {}, say("tellMore")),
    element("div", { class: "fields" },
      element("p", { class: "small soft" }, say("goesWithPhoto")),
      element("label", { for: "barcode" }, say("barcodeHint")), barcode,
      element("label", { for: "place" }, say("place")), place,
      element("label", { for: "notes" }, say("notes")), notes));
  const read = () => ({ barcode: barcode.value.trim(), place: place.value.trim(), notes: notes.value.trim() });
  return { read, details };
}

function alertCard(alert) {
  return element("details", { class: "card more" },
    element("summary", {},
      element("span", { class: "pill attention" }, say(alert.urgent ? "urgent" : "alert")), ` ${alert.title}`),
    element("div", { class: "fields" },
      element("p", {}, alert.text), element("p", { class: "small soft" }, alert.right_holder),
      alert.product_id ? link(say("openGuide"), `#/product/${alert.product_id}`) : null));
}
