// Recorded: what was kept, and on to the next article.

import { undoVerdict } from "../api/reports.js";
import { bar, busy, button, element, link, notice, titleOf } from "../elements.js";
import { answers, compared, current, keep } from "../inspection.js";
import { isolate, say, sayClock, sayTime } from "../strings/language.js";
import { summaryLine } from "./summary.js";

export async function screen(id) {
  const inspection = await current(id);
  const { verdict } = inspection;
  const chosen = verdict?.product_id ? await guideOrNothing(inspection, verdict.product_id) : null;
  return [
    bar("IPM", null, null),
    element("main", {},
      element("div", {}, element("h1", {}, verdict ? say("recordedTitle") : say("noVerdictYet")),
        element("p", { class: "soft" }, say("recordedHint"))),
      verdict ? element("section", { class: "card stack" },
        element("h2", {}, say(verdict.verdict)),
        chosen ? element("p", {}, isolate(titleOf(chosen.product))) : null,
        chosen && verdict.checks.length ? element("p", { class: "small" }, summaryLine(chosen.features, answers(id))) : null,
        verdict.reason ? element("p", {}, isolate(verdict.reason)) : null,
        element("p", { class: "small soft" }, sayTime(verdict.at)),
        undoVerdictButton(inspection)) : null,
      earlier(inspection),
      link(say("reportTitle"), `#/report/${id}`),
      element("section", { class: "card stack" },
        element("h2", {}, say("receipt")),
        element("p", { class: "small code digest" }, id),
        inspection.barcode ? element("p", { class: "small code digest" }, inspection.barcode) : null,
        inspection.place ? element("p", { class: "small" }, isolate(inspection.place)) : null,
        inspection.photos.map((photo, index) => element("div", {},
          element("p", { class: "small" }, say("receivedAt", { number: index + 1, time: sayTime(photo.received_at) })),
          element("p", { class: "small code digest soft" }, `${say("digest")} ${photo.sha256}`),
          photo.original_arrived_at ? null : element("p", { class: "small" }, say("originalOnItsWay")),
          photo.copy_sha256 ? element("p", { class: "small code digest soft" }, say("copyDigest", { digest: photo.copy_sha256 })) : null))),
      chosen ? link(say("guideAndContacts"), `#/product/${chosen.product.id}`) : null,
      link(say("askTitle"), chosen ? `#/ask/product/${chosen.product.id}/${id}` : `#/brands/${id}`)),
    element("footer", {},
      link(say("change"), chosen ? `#/verdict/${id}/${chosen.product.id}` : `#/verdict/${id}`),
      link(say("next"), "#/start", { primary: true })),
  ];
}

// Within the stated time a verdict is taken back; both stay in the record.
function undoVerdictButton({ id, verdict }) {
  if (!verdict.undo_until || new Date(verdict.undo_until) <= new Date()) return null;
  const problem = element("div");
  const press = button(say("undoVerdict", { time: sayClock(verdict.undo_until) }), async () => {
    try {
      const known = keep(await busy(press, say("saving"), () => undoVerdict(id, verdict.at)));
      if (known.verdict) window.dispatchEvent(new Event("ipm:show-again"));
      else location.hash = verdict.product_id ? `#/verdict/${id}/${verdict.product_id}` : `#/verdict/${id}`;
    } catch (error) {
      if (error.status === 401) window.dispatchEvent(new Event("ipm:show-again"));
      problem.replaceChildren(notice(error.waits ? say("undoWaits", { time: sayClock(verdict.undo_until) }) : error.message),
        ...(error.waits ? [link(say("queueTitle"), "#/queue")] : []));
      press.disabled = Boolean(error.waits);
    }
  });
  return element("div", { class: "stack" }, press, problem);
}

function earlier({ earlier_verdicts: verdicts = [] }) {
  if (!verdicts.length) return null;
  return element("details", { class: "card more" },
    element("summary", {}, say("earlierVerdicts", { count: verdicts.length })),
    element("div", { class: "fields" }, verdicts.map((one) => element("p", { class: "small" },
      `${say(one.verdict)} · ${sayTime(one.at)} · ${say(one.undone_at ? "takenBack" : "corrected")}${one.reason ? ` · ${isolate(one.reason)}` : ""}`))));
}

// A guide may be withdrawn after the verdict; the receipt stands without it.
async function guideOrNothing(inspection, productId) {
  try {
    return await compared(inspection, productId);
  } catch (error) {
    if (error.status === 404) return null;
    throw error;
  }
}
