// What is known of those who copy a product: cards of its guide; none where nothing is known.

import { element } from "../elements.js";
import { picture } from "../pictures.js";
import { conventions, isolate, say } from "../strings/language.js";

export function violations(product) {
  const signs = product.warning_signs;
  return [
    card("counterfeits", product.counterfeit_versions.map(version)),
    card("signs", signs.filter((sign) => !sign.is_concealment).map(signOf)),
    card("concealments", signs.filter((sign) => sign.is_concealment).map(signOf)),
    card("routes", product.suspicious_routes.map(route)),
    card("cases", product.infringements.map(pastCase)),
  ].filter(Boolean);
}

function card(title, entries) {
  return entries.length ? element("section", { class: "card stack" }, element("h2", {}, say(title)), entries) : null;
}

const covert = (one) => (one.level === "covert" ? element("span", { class: "pill covert" }, say("covert")) : null);

function version(one) {
  const when = [
    one.first_seen ? say("firstSeen", { first: day(one.first_seen) }) : "",
    one.last_seen ? say("lastSeen", { last: day(one.last_seen) }) : "",
    isolate(one.where_seen),
  ].filter(Boolean);
  return element("div", { class: "stack" },
    element("p", {}, element("b", {}, isolate(one.name)), covert(one)),
    one.how_to_tell ? element("p", {}, isolate(one.how_to_tell)) : null,
    when.length ? element("p", { class: "small soft" }, `${say("seen")}: ${when.join(" · ")}`) : null,
    one.images.length ? element("div", { class: "gallery" }, one.images.map((image) => element("figure", {},
      picture(image.thumbnail_url, one.name), image.caption ? element("figcaption", {}, isolate(image.caption)) : null))) : null);
}

function signOf(one) {
  return element("p", {}, element("b", {}, say(`sign-${one.kind}`)), covert(one), element("br"), isolate(one.text));
}

function route(one) {
  return element("div", {},
    element("p", {}, element("b", {}, isolate(one.name)), covert(one)),
    element("p", { class: "small" }, isolate(one.stops.map((stop) => `${stop.name} (${stop.country})`).join(" → "))),
    one.notes ? element("p", { class: "small soft" }, isolate(one.notes)) : null);
}

function pastCase(one) {
  const facts = [
    one.quantity ? say("pieces", { count: one.quantity.toLocaleString(conventions()) }) : "",
    one.value ? isolate(`${one.value} ${one.currency}`) : "",
    say(`outcome-${one.outcome}`),
  ].filter(Boolean);
  return element("div", {},
    element("p", {}, element("b", {}, `${say(`case-${one.type}`)}, ${[day(one.happened_on), isolate(one.place), one.country].filter(Boolean).join(", ")}`), covert(one)),
    element("p", { class: "small" }, facts.join(" · ")),
    one.parties ? element("p", { class: "small" }, `${say("parties")}: ${isolate(one.parties)}`) : null,
    one.notes ? element("p", { class: "small soft" }, isolate(one.notes)) : null);
}

// A day as the reader writes it, whatever the zone of the phone.
function day(text) {
  return new Date(`${text}T00:00:00Z`).toLocaleDateString(conventions(), { timeZone: "UTC", dateStyle: "medium" });
}
