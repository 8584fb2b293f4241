// The officer's own screens for a right holder, in a frame of the portal: the product is the right
// holder's, the "photo" is its own genuine picture, and nothing is sent.
// Address: preview.html#token/product/reader/language, with reader "officer" or "trainer".

import { chooseTools, TOOLS } from "./check/order.js";
import { answerWith, ask, Problem } from "./api_client.js";
import { say, showIn } from "./strings/language.js";

const ID = "preview";
const [token, productId, reader, language] = location.hash.slice(1).split("/");
let asked = null;

const guide = () => asked ??= ask(`/api/v1/previews/${productId}?reader=${reader}`);

async function answer(method, url) {
  const path = new URL(url, location.origin).pathname.replace("/api/v1/", "");
  if (method === "GET" && path === `products/${productId}`) return guide();
  if (method === "GET" && path === `inspections/${ID}`) return inspectionOf(await guide());
  if (method === "GET" && path.endsWith("/comparison")) return comparisonOf(await guide());
  throw new Problem(0, say("onlyPreview"));
}

// As if the officer had photographed the genuine product.
function inspectionOf(product) {
  return {
    id: ID,
    photos: [],
    codes: [],
    verdict: null,
    candidates: [{
      rank: 1,
      band: "strong",
      barcode_agrees: null,
      barcode_says: "none",
      barcode_names: [],
      code_checks: [],
      contradicted_by: [],
      product,
      reference_image_url: product.thumbnail_url,
      views_seen: [],
      features: product.features.map((feature) => ({ ...feature, photo_id: ID, photo_crop_url: feature.reference_crop_url })),
      counterfeit_images: product.images.filter((image) => image.kind === "known-counterfeit"),
    }],
  };
}

function comparisonOf(product) {
  return {
    features: product.features.filter((feature) => feature.region).map((feature) => ({
      feature_id: feature.id, visibility: "visible", attention: null, photo_id: ID, photo_crop_url: feature.reference_crop_url, counterfeits: [],
    })),
    places: [],
    order: product.features.map((feature) => feature.id),
  };
}

await showIn(language);
answerWith({ token, answer });
chooseTools(ID, TOOLS); // nobody is asked
history.replaceState(null, "", `#/check/${ID}/${productId}/1`);
await import("./app.js");
