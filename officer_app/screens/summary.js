// What speaks for what: the officer's own answers, in words, each one tap from being changed.

import { inOrder } from "../check/order.js";
import { undoLine } from "../check/undo.js";
import { bar, closing, element, link, titleOf } from "../elements.js";
import { answers, compared, current } from "../inspection.js";
import { isolate, say } from "../strings/language.js";
import { CHOICES } from "./check.js";
import { scannedCode } from "./scanned_code.js";
import { matchWords, signs } from "./signs.js";

const GROUPS = ["as-counterfeit", "as-genuine", "cannot-tell", "cannot-see", "not-checked"];

export async function screen(id, productId) {
  const inspection = await current(id);
  const chosen = await compared(inspection, productId);
  const features = await inOrder(inspection, chosen);
  const groups = grouped(features, answers(id));
  return [
    bar(titleOf(chosen.product), matchWords(chosen).join(" · "), closing(`#/candidates/${id}`)),
    element("main", {},
      element("div", {}, element("h1", {}, say("summaryTitle")), element("p", { class: "soft" }, say("summaryHint"))),
      undoLine(id, CHOICES),
      signs(chosen),
      scannedCode(inspection, chosen, { open: true }),
      groups.map(([group, found]) => element("section", { class: "stack" },
        element("h2", {}, say(`group-${group}`)),
        element("ul", { class: "rows" }, found.map((feature) =>
          element("li", {}, element("a", { class: "card row", href: `#/check/${id}/${productId}/${features.indexOf(feature) + 1}` },
            element("span", {}, isolate(feature.title)), element("span", { class: "onward", "aria-hidden": "true" }, "›")))))))),
    element("footer", {},
      link(say("back"), `#/check/${id}/${productId}/${chosen.features.length}`),
      link(say("toVerdict"), `#/verdict/${id}/${productId}`, { primary: true })),
  ];
}

// One line for the screens after this one: "2 as genuine · 1 as counterfeit".
export function summaryLine(features, given) {
  return grouped(features, given).map(([group, found]) => say(`count-${group}`, { count: found.length })).join(" · ");
}

function grouped(features, given) {
  return GROUPS.map((group) => [group, features.filter((feature) => (given[feature.id] ?? "not-checked") === group)])
    .filter(([, found]) => found.length);
}
