// The inspection at hand: what the service answered, and the officer's answers so far. Answers
// survive Back, a reload and a new sign-in on this tab.

import { readInspection } from "./api_client.js";

const ANSWERS = "ipm.answers";
let report = null;

export function keep(answer) {
  report = answer;
  return report;
}

export async function current(id) {
  if (report?.id !== id) report = await readInspection(id);
  return report;
}

export const candidate = (inspection, productId) =>
  inspection.candidates.find((one) => one.product.id === productId);

export function answers(id) {
  return JSON.parse(sessionStorage.getItem(`${ANSWERS}.${id}`) ?? "{}");
}

export function answer(id, featureId, value) {
  sessionStorage.setItem(`${ANSWERS}.${id}`, JSON.stringify({ ...answers(id), [featureId]: value }));
}

// "Brand · Product", without saying the brand twice.
export const titleOf = ({ name, brand }) =>
  name.startsWith(brand.name) ? name : `${brand.name} · ${name}`;
