// The inspection at hand: what the service answered, and the officer's answers so far. Answers
// survive Back, a killed app and a new sign-in of the same person on this phone.

import { readProduct } from "./api/guides.js";
import { Problem, readComparison, readInspection } from "./api_client.js";
import { codeChecks } from "./scan/code_check.js";
import { remember, remembered } from "./storage/desk.js";
import { say } from "./strings/language.js";

const OF_THE_PHONE = /^[0-9a-f]{32}$/; // ids of the service have dashes
const ANSWERS = "answers";
let report = null;
let searched = new Map(); // products that were found by words, not by the photo
let differences = new Map(); // where the photos look unlike a product; asked for once per photo

export function keep(answer) {
  report = answer;
  return report;
}

// What waited was sent, and nobody looked: a verdict, its undoing, a photo.
window.addEventListener("ipm:answered", ({ detail }) => {
  if (report && (detail.id === report.id || (detail.client_id && detail.client_id === report.client_id))) keep(detail);
});

// After a sign-out, and when texts are wanted in another language.
export function forget() {
  report = null;
  searched = new Map();
  differences = new Map();
}

// id: the service's, or the phone's own while the first photo waits.
export async function current(id) {
  if (!isShown(id) || report.waits) report = await (OF_THE_PHONE.test(id) ? stillWaiting(id) : readInspection(id));
  return report;
}

const stillWaiting = async (id) => (await import("./waiting_inspection.js")).waitingInspection(id);

const isShown = (id) => report?.id === id || report?.client_id === id;

// One name for what is kept of an inspection, before and after it was sent.
export const nameOf = (id) => (isShown(id) && report.client_id) || id;

// Where a photo or verdict belongs, for the outbox.
export const placeOf = ({ id, waits }) => (waits ? { waits: id } : { id });

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
    views_seen: [],
    features: product.features.map((feature) => ({ ...feature, photo_id: null, photo_crop_url: null })),
    counterfeit_images: product.images.filter((image) => image.kind === "known-counterfeit"),
  };
}

// Where the photos look unlike the genuine product. What was answered for fewer photos is not used.
export function comparison(inspection, productId) {
  if (inspection.waits) return Promise.reject(new Problem(0, say("noNetwork")));
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
  const kept = remembered(`${ANSWERS}.${nameOf(id)}`);
  if (kept !== undefined) return kept;
  const checks = isShown(id) ? report.verdict?.checks ?? [] : [];
  return Object.fromEntries(checks.map((check) => [check.feature_id, check.answer]));
}

// undefined takes the answer back.
export function answer(id, featureId, value) {
  const given = { ...answers(id), [featureId]: value };
  if (value === undefined) delete given[featureId];
  remember(`${ANSWERS}.${nameOf(id)}`, given);
}
