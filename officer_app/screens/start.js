// Photograph the article.

import { reader, signOut } from "../api_client.js";
import { bar, button, drawing, element } from "../elements.js";
import { keep } from "../inspection.js";
import { say } from "../strings/language.js";
import { remember, remembered } from "../storage/desk.js";
import { photoButtons } from "./photo_buttons.js";
import { queueLine } from "./queue_line.js";
import { languageSwitch, startAfresh } from "./sign_in.js";
import { ways } from "./ways.js";

const ABOUT = "about";
const FRAME = "M8 26V8h18M74 8h18v18M92 74v18H74M26 92H8V74"; // four corners
const CARTON = "M32 24h36v54H32zM32 36h36M40 48h20M40 56h20M40 64h12"; // an article between them

export async function screen() {
  const about = aboutFields();
  const photo = photoButtons("start",
    () => ({ inspection: null, about: { ...about.told } }),
    (report) => {
      keep(report);
      about.clear();
      location.hash = `#/candidates/${report.id}`;
    },
    () => about.clear());
  return [
    bar("IPM", null, languageSwitch()),
    element("main", {},
      element("div", {}, element("h1", {}, say("photographTitle")), element("p", { class: "soft" }, say("photographHint"))),
      photo.area,
      queueLine(),
      element("div", { class: "frame", "aria-hidden": "true" }, drawing([FRAME, CARTON])),
      ways(),
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

// What may be told with a photo. It survives a new sign-in; after an article the place stays.
function aboutFields() {
  const told = { ...remembered(ABOUT, {}) };
  const field = (name, label, tag, attributes) => {
    const input = element(tag, { id: name, autocomplete: "off", ...attributes });
    input.value = told[name] ?? "";
    input.addEventListener("input", () => {
      told[name] = input.value.trim();
      keepAbout(told);
    });
    return [element("label", { for: name }, say(label)), input];
  };
  const details = element("details", { class: "card more", open: Boolean(told.barcode || told.notes) },
    element("summary", {}, say("tellMore")),
    element("div", { class: "fields" },
      element("p", { class: "small soft" }, say("goesWithPhoto")),
      field("barcode", "barcodeHint", "input", { maxlength: "500" }),
      field("place", "place", "input", { maxlength: "200" }),
      field("notes", "notes", "textarea", { maxlength: "4000", rows: "2" })));
  // barcode and notes belong to one article; the place stays
  const clear = () => {
    for (const name of ["barcode", "notes"]) {
      delete told[name];
      details.querySelector(`#${name}`).value = "";
    }
    keepAbout(told);
  };
  return { told, details, clear };
}

// What was told elsewhere, such as a scanned code, goes with the next photo.
export const withNextPhoto = (told) => keepAbout({ ...remembered(ABOUT, {}), ...told });

const keepAbout = (told) => remember(ABOUT, { ...told });
