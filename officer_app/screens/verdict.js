// What is your verdict? A person's, always.

import { sendOrKeep } from "../api/later.js";
import { Problem, send } from "../api_client.js";
import { bar, busy, button, closing, element, link, notice, titleOf } from "../elements.js";
import { answers, compared, current, keep, placeOf } from "../inspection.js";
import { addVerdict } from "../storage/outbox.js";
import { say } from "../strings/language.js";
import { summaryLine } from "./summary.js";

const VERDICTS = ["suspect", "not-suspect", "genuine-unauthorised-channel", "cannot-tell"];

export async function screen(id, productId) {
  const inspection = await current(id);
  const chosen = productId ? await compared(inspection, productId) : null;
  const given = answers(id);
  const checks = (chosen?.features ?? []).filter((feature) => feature.id in given);
  const problem = element("div");
  const form = element("fieldset", { class: "choices" }, element("legend", { class: "hidden" }, say("verdictTitle")),
    VERDICTS.map((value) => element("label", { class: "choice" },
      element("input", { type: "radio", name: "verdict", value, checked: inspection.verdict?.verdict === value }),
      element("span", {}, say(value)))));
  form.addEventListener("change", () => problem.replaceChildren());
  const reason = element("textarea", { id: "reason", rows: "2", maxlength: "4000" });
  reason.value = inspection.verdict?.reason ?? "";
  const press = button(say("record"), async () => {
    const picked = form.querySelector("input:checked");
    if (!picked) {
      problem.replaceChildren(notice(say("chooseVerdict")));
      form.querySelector("input").focus();
      return;
    }
    try {
      const recorded = keep(await busy(press, say("recording"), () => record(inspection, {
        verdict: picked.value,
        reason: reason.value,
        product_id: chosen ? productId : null,
        checks: checks.map((feature) => ({ feature_id: feature.id, answer: given[feature.id] })),
        instead_of: inspection.verdict?.at ?? null,
      })));
      location.hash = `#/receipt/${recorded.id}`;
    } catch (error) {
      if (error.status === 401) window.dispatchEvent(new Event("ipm:show-again"));
      const { waits } = error;
      problem.replaceChildren(notice(waits ? say("verdictKept") : error.message), ...(waits ? [link(say("next"), "#/start"), link(say("queueTitle"), "#/queue")] : []));
    }
  }, { primary: true });
  const hint = checks.length ? say("verdictHint", { seen: summaryLine(chosen.features, given) }) : say("nothingChecked");
  return [
    bar(chosen ? titleOf(chosen.product) : say("noProduct"), null, closing(`#/candidates/${id}`)),
    element("main", {},
      element("div", {}, element("h1", {}, say("verdictTitle")), element("p", { class: "soft" }, hint)),
      form,
      element("div", { class: "fields" }, element("label", { for: "reason" }, say("reason")), reason),
      problem,
      link(say("askTitle"), chosen ? `#/ask/product/${productId}/${inspection.id}` : `#/brands/${inspection.id}`)),
    element("footer", {},
      link(say("back"), chosen?.features.length ? `#/summary/${id}/${productId}` : `#/candidates/${id}`), press),
  ];
}

// Without a network it waits on the phone and is recorded later; of a photo that waits, after it.
function record(inspection, verdict) {
  const atOnce = () => {
    if (inspection.waits) throw new Problem(0, say("noNetwork"));
    return send("PUT", `/api/v1/inspections/${inspection.id}/verdict`, { json: verdict });
  };
  return sendOrKeep(() => addVerdict(placeOf(inspection), verdict), atOnce);
}
