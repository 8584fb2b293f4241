// The guide of one product; from within an inspection it leads to its checks.

import { addFavourite, listFavourites, readProduct, removeFavourite } from "../api/guides.js";
import { isForOfficersOnly, watermark } from "../check/watermark.js";
import { bar, button, busy, element, link, notice } from "../elements.js";
import { picture } from "../pictures.js";
import { printed } from "../scan/gtin.js";
import { isolate, say, sayDay } from "../strings/language.js";
import { contactCard } from "./contacts.js";
import { facts } from "./facts.js";
import { violations } from "./violations.js";

export async function screen(id, inspectionId) {
  const product = await readProduct(id);
  const back = button(say("back"), () => history.back());
  return [
    bar(product.brand.name, product.category.name, null),
    element("main", {},
      product.carried ? carriedLine(product.carried) : null,
      element("div", { class: "stack" },
        element("h1", {}, isolate(product.name)),
        product.description ? element("p", {}, isolate(product.description)) : null,
        element("p", { class: "small soft code" }, product.gtins.map((gtin) => `GTIN ${printed(gtin)}`).join(" · ")),
        product.version ? element("p", { class: "small soft" }, say("versionChecked", { number: product.version, day: sayDay(product.checked_at ?? product.published_at) })) : null,
        product.months_unchecked ? element("p", { class: "notice" }, say("unchecked", { months: product.months_unchecked })) : null),
      element("div", { class: "gallery" }, product.images.map((image) => element("figure", {},
        picture(image.thumbnail_url, image.view),
        element("figcaption", {}, image.kind === "genuine" ? say("genuine") : say("knownCounterfeit"))))),
      element("h2", {}, say("features")),
      product.features.length ? product.features.map(featureCard) : element("p", {}, say("noFeatures")),
      ...facts(product),
      ...violations(product),
      product.features.some(isForOfficersOnly) ? watermark() : null,
      contactCard("contacts", product.contacts),
      element("div", { class: "ways" }, link(say("askTitle"), `#/ask/product/${id}${inspectionId ? `/${inspectionId}` : ""}`),
        product.carried ? null : favouriteButton(id))),
    inspectionId
      ? element("footer", {}, back, link(say("checkThis"), `#/check/${inspectionId}/${id}/1`, { primary: true }))
      : element("footer", { class: "one" }, back),
  ];
}

function featureCard(feature) {
  const rows = [
    [say("genuine"), feature.genuine_shows],
    [say("counterfeit"), feature.counterfeit_shows || say("unknown")],
    [say("how"), feature.how_to_check],
    [say("where"), feature.where],
  ];
  return element("section", { class: "card stack" },
    element("h2", {}, isolate(feature.title), feature.level === "covert" ? element("span", { class: "pill covert" }, say("covert")) : null),
    feature.reference_crop_url ? picture(feature.reference_crop_url, feature.title, { class: "picture wide-crop" }) : null,
    element("dl", { class: "how" }, rows.filter(([, text]) => text).map(([term, text]) =>
      element("div", {}, element("dt", {}, term), element("dd", {}, isolate(text))))));
}

// Of the guides on this phone: from when it is, and how long it holds.
export const carriedLine = ({ issued, until }) =>
  element("p", { class: "notice sign" }, say("fromPack", { day: sayDay(issued), until: sayDay(until) }));

function favouriteButton(id) {
  const place = element("div", { class: "stack" });
  const press = button(say("keepAtHand"), async () => {
    const isKept = press.getAttribute("aria-pressed") === "true";
    try {
      await busy(press, say("recording"), () => (isKept ? removeFavourite(id) : addFavourite(id)));
      show(!isKept);
    } catch (error) {
      place.replaceChildren(press, notice(error.message));
    }
  });
  const show = (isKept) => {
    press.setAttribute("aria-pressed", String(isKept));
    press.textContent = say(isKept ? "takeOff" : "keepAtHand");
  };
  listFavourites().then(({ products }) => show(products.some((one) => one.id === id)), () => {});
  place.append(press);
  return place;
}
