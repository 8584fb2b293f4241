// The inspection at hand: what the service answered, and the officer's answers so far. Answers
// survive Back, a killed app and a new sign-in of the same person on this phone.

import { readProduct } from "./api/guides.js";
import { readComparison, readInspection } from "./api_client.js";
import { codeChecks } from "./scan/code_check.js";
import { remember, remembered } from "./storage/desk.js";

const ANSWERS = "answers";
let report = null;
let searched = new Map(); // products that were found by words, not by the photo
let differences = new Map(); // where the photos look unlike a product; asked for once per photo

export function keep(answer) {
  report = answer;
  return report;
}

// After a sign-out, and when texts are wanted in another language.
export function forget() {
  report = null;
  searched = new Map();
  differences = new Map();
}

export async function current(id) {
  if (report?.id !== id) report = await readInspection(id);
  return report;
}

// What the article is compared with: a candidate, or any product that the officer searched for.
export async function compared(inspection, productId) {
  const found = inspection.candidates.find((one) => one.product.id === productId);
  if (found) return found;
  if (!searched.has(productId)) searched.set(productId, await readProduct(productId));
  const product = searched.get(productId);
  return {
    product,
    band: "searched",
    barcode_says: "none",
    barcode_names: [],
    code_checks: codeChecks(inspection.barcode, product),
    contradicted_by: [],
    features: product.features.map((feature) => ({ ...feature, photo_id: null, photo_crop_url: null })),
    counterfeit_images: product.images.filter((image) => image.kind === "known-counterfeit"),
  };
}

// Where the photos look unlike the genuine product. What was answered for fewer photos is not used.
export function comparison(inspection, productId) {
  const key = `${inspection.id}/${productId}/${inspection.photos.length}`;
  if (!differences.has(key)) {
    const asked = readComparison(inspection.id, productId);
    asked.catch(() => differences.delete(key)); // asked again on the next screen
    differences.set(key, asked);
  }
  return differences.get(key);
}

// The officer's answers on this phone; of a recorded verdict, those that were recorded.
export function answers(id) {
  const kept = remembered(`${ANSWERS}.${id}`);
  if (kept !== undefined) return kept;
  const checks = report?.id === id ? report.verdict?.checks ?? [] : [];
  return Object.fromEntries(checks.map((check) => [check.feature_id, check.answer]));
}

// undefined takes the answer back.
export function answer(id, featureId, value) {
  const given = { ...answers(id), [featureId]: value };
  if (value === undefined) delete given[featureId];
  remember(`${ANSWERS}.${id}`, given);
}
