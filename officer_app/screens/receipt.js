// Recorded: what was kept, and on to the next article.

import { bar, element, link } from "../elements.js";
import { current } from "../inspection.js";
import { say, sayTime } from "../strings/language.js";

export async function screen(id) {
  const inspection = await current(id);
  const verdict = inspection.verdict;
  return [
    bar("IPM", null, null),
    element("main", {},
      element("h1", {}, verdict ? say("recordedTitle") : say("noVerdictYet")),
      verdict ? element("section", { class: "card stack" }, element("h2", {}, say(verdict.verdict)),
        element("p", { class: "small soft" }, sayTime(verdict.at)), verdict.reason ? element("p", {}, verdict.reason) : null) : null,
      element("p", { class: "soft" }, say("recordedHint")),
      inspection.photos.map((photo) => element("section", { class: "card stack" },
        element("p", { class: "small" }, say("receivedAt", { time: sayTime(photo.received_at) })),
        element("p", { class: "small code digest" }, `${say("digest")} ${photo.sha256}`)))),
    element("footer", {},
      link(say("change"), inspection.verdict?.product_id ? `#/verdict/${id}/${inspection.verdict.product_id}` : `#/candidates/${id}`),
      link(say("next"), "#/start", { primary: true })),
  ];
}
