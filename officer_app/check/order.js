// Which feature comes first: the service says what separates best, the officer what is at hand.

import { answers, comparison, nameOf } from "../inspection.js";
import { remember, remembered } from "../storage/desk.js";

export const TOOLS = ["ruler", "magnifier", "uv-lamp", "scanner", "laboratory"]; // eye and hand are there
const PATIENCE = 2000; // ms that the first check waits for the order

export const neededTools = (features) => TOOLS.filter((tool) => features.some((one) => one.tool === tool));

// Of one inspection, chosen once; undefined: not asked yet.
export const toolsAtHand = (id) => remembered(`tools/${nameOf(id)}`, undefined);
export const chooseTools = (id, tools) => remember(`tools/${nameOf(id)}`, tools);
export const isAtHand = (id, feature) => !TOOLS.includes(feature.tool) || (toolsAtHand(id) ?? []).includes(feature.tool);

// The features in the order in which to check them; what needs a tool that is missing comes last.
export async function inOrder(inspection, chosen) {
  const ids = remembered(orderOf(inspection.id, chosen)) ?? await proposed(inspection, chosen);
  const place = (feature) => (ids.includes(feature.id) ? ids.indexOf(feature.id) : ids.length);
  const last = (feature) => (isAtHand(inspection.id, feature) ? 0 : 1);
  return [...chosen.features].sort((one, other) => last(one) - last(other) || place(one) - place(other));
}

// With the first answer the order is fixed: nothing moves under the thumb.
export function fixOrder(id, chosen, features) {
  if (remembered(orderOf(id, chosen)) === undefined) remember(orderOf(id, chosen), features.map((one) => one.id));
}

async function proposed(inspection, chosen) {
  const declared = chosen.features.map((one) => one.id);
  if (chosen.features.some((one) => one.id in answers(inspection.id))) return declared;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, declared));
  const asked = comparison(inspection, chosen.product.id).then(({ order }) => order ?? declared, () => declared);
  return Promise.race([asked, late]);
}

const orderOf = (id, chosen) => `order/${nameOf(id)}/${chosen.product.id}`;
