// A screen that could not be shown: why, and what to do.

import { Problem } from "../api_client.js";
import { giveReason } from "../api/reading.js";
import { bar, button, busy, element, link, notice } from "../elements.js";
import { say } from "../strings/language.js";

export function problemScreen(error, again) {
  if (error.kind === "reading-reason-needed") return reasonScreen(error, again);
  const isOurs = !(error instanceof Problem); // nothing of the service: no words of the machine
  const isAlone = error.status === 0 || (isOurs && !navigator.onLine); // what works all the same is one tap away
  const words = isOurs ? say(isAlone ? "noNetwork" : "unexpected") : error.message;
  return [
    bar("IPM", null, null),
    element("main", {}, element("h1", {}, say(isAlone ? "withoutNetwork" : "problemTitle")), notice(words),
      isAlone ? element("nav", { class: "ways", "aria-label": say("otherWays") },
        link(say("search"), "#/alternatives"), link(say("queueTitle"), "#/queue")) : null),
    element("footer", {}, link(say("back"), "#/start"), button(say("again"), isOurs ? () => location.reload() : again, { primary: true })),
  ];
}

// More products than is usual in an hour. What was written stays when the service refuses it.
function reasonScreen(error, again) {
  const reason = element("textarea", { id: "reason", rows: 3, required: true, maxlength: 500, "aria-describedby": "reason-hint reason-wrong" });
  const password = element("input", { id: "password", type: "password", autocomplete: "current-password", required: true, "aria-describedby": "password-wrong" });
  const wrong = { reason: element("div", { id: "reason-wrong" }), password: element("div", { id: "password-wrong" }) };
  const other = element("div");
  const press = button(say("goOn"), null, { primary: true, type: "submit", form: "why" });
  const form = element("form", { id: "why", class: "card fields", novalidate: true },
    element("label", { for: "reason" }, say("whyMore")), element("p", { id: "reason-hint", class: "small soft" }, say("whyMoreHint")), reason, wrong.reason,
    element("label", { for: "password" }, say("password")), password, wrong.password, other);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const place of [wrong.reason, wrong.password, other]) place.replaceChildren();
    try {
      await busy(press, say("goOn"), () => giveReason(reason.value, password.value));
    } catch (refusal) {
      const faults = Object.entries(refusal.fields ?? {}).filter(([name]) => name in wrong);
      for (const [name, texts] of faults) wrong[name].replaceChildren(notice(texts.join(" ")));
      if (!faults.length) other.replaceChildren(notice(refusal.message));
      (faults.some(([name]) => name === "reason") ? reason : password).focus();
      return;
    }
    again();
  });
  return [
    bar("IPM", null, null),
    element("main", {}, element("h1", {}, say("manyProducts")), element("p", {}, error.message), form),
    element("footer", {}, link(say("back"), "#/start"), press),
  ];
}
