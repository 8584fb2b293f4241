// Is the officer told of answers while the app is closed?

import { element, notice } from "../elements.js";
import { beginNotices, endNotices, noticeState } from "../notices.js";
import { say } from "../strings/language.js";

const REASONS = { blocked: "tellMeBlocked", homeScreen: "tellMeHomeScreen", unable: "tellMeUnable" };

export async function noticeSwitch() {
  const place = element("section", { class: "card stack" });
  await show(place);
  return place;
}

async function show(place, problem = null) {
  const state = await noticeState();
  const heading = element("h2", {}, say("tellMeTitle"));
  if (state in REASONS) {
    place.replaceChildren(heading, element("p", {}, say(REASONS[state])));
    return;
  }
  const box = element("input", { type: "checkbox", role: "switch", checked: state === "on", "aria-describedby": "tell-me-hint" });
  box.addEventListener("change", async () => {
    box.disabled = true;
    let failed = null;
    try {
      await (box.checked ? beginNotices() : endNotices());
    } catch (error) {
      failed = error.message;
    }
    await show(place, failed);
    place.querySelector("input")?.focus();
  });
  place.replaceChildren(...[heading, element("label", { class: "choice" }, box, element("span", {}, say("tellMe"))),
    element("p", { id: "tell-me-hint", class: "small soft" }, say("tellMeHint")),
    problem ? notice(problem) : null].filter(Boolean));
}
