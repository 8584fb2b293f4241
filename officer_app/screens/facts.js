// What an officer compares besides pictures: numbers, packaging, prices, who may import, which way.

import { element } from "../elements.js";
import { isolate, say } from "../strings/language.js";

export function facts(product) {
  return [
    card("serials", product.serial_formats.map(serial)),
    card("packaging", product.packaging.map(layer)),
    card("variants", product.variants.map((one) => line(one.name, [one.marks, one.gtin]))),
    card("facts", [
      ...product.price_bands.map((one) => line(say("usualPrice"), [one.country, `${one.low} – ${one.high} ${one.currency}`])),
      ...product.characteristics.map((one) => line(one.name, [one.value])),
    ]),
    card("authorised", [
      ...product.traders.map((one) => line(one.name, [say(`trader-${one.role}`), one.country])),
      ...product.routes.map((one) => line(one.name, [one.stops.map((stop) => stop.name).join(" → ")])),
    ]),
  ].filter(Boolean);
}

function card(title, lines) {
  return lines.length ? element("section", { class: "card stack" }, element("h2", {}, say(title)), lines) : null;
}

function line(label, texts) {
  return element("p", {}, element("b", {}, isolate(label)), " ", element("span", { class: "small" }, texts.filter(Boolean).map(isolate).join(" · ")));
}

function serial(one) {
  return element("div", {},
    element("p", {}, element("span", { class: "code" }, one.pattern), one.example ? element("span", { class: "code small soft" }, ` ${one.example}`) : null),
    [one.place, one.reading].filter(Boolean).map((text) => element("p", { class: "small" }, isolate(text))));
}

function layer(one) {
  return line(say(`layer-${one.level}`), [one.items ? `× ${one.items}` : "", one.languages.join(", "), one.description, one.papers]);
}
