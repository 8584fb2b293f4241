// What codes and photos say about a product besides the pictures: in words, and never a verdict.

import { element, titleOf } from "../elements.js";
import { printed } from "../scan/gtin.js";
import { say } from "../strings/language.js";

// "Strong match · Barcode agrees", for a line under a title.
export function matchWords(one) {
  return [say(one.band), ...words(one).map(([text]) => text)];
}

export function pills(one) {
  return element("p", { class: "pills" }, element("span", { class: "pill" }, say(one.band)),
    words(one).map(([text, attention]) => element("span", { class: attention ? "pill attention" : "pill" }, text)));
}

// What to look at when a code or a photo speaks for another product; nothing if all agree.
export function signs(one) {
  const product = titleOf(one.product);
  const products = named(one.barcode_names);
  const others = named(one.contradicted_by);
  return [
    one.barcode_says === "belongs-to-other-product" ? sign(say("barcodeIsOf", { product, products }), say("barcodeIsOfHint")) : null,
    one.barcode_says === "agrees" && products ? sign(say("barcodeAlsoOf", { products }), say("severalArticles")) : null,
    others ? sign(say("otherPhotoShows", { products: others }), say("otherPhotoHint")) : null,
  ].filter(Boolean);
}

// The product numbers that were scanned or read, and whose they are.
export function codeLines(inspection) {
  return inspection.codes.map(({ gtin, products }) => element("p", { class: "small soft" },
    say(products.length ? "codeOf" : "codeUnregistered", { gtin: printed(gtin), products: named(products) })));
}

function words(one) {
  return [
    one.barcode_says === "agrees" ? [say("barcodeAgrees"), false] : null,
    one.barcode_says === "belongs-to-other-product" ? [say("barcodeOther"), true] : null,
    one.contradicted_by.length ? [say("photosDisagree"), true] : null,
  ].filter(Boolean);
}

const sign = (what, hint) => element("p", { class: "notice sign" }, element("b", {}, what), ` ${hint}`);

const named = (products) => products.map(titleOf).join(", ");
