// Locked after idle time: the password opens it again, also without a network.

import { bar, busy, button, element, notice } from "../elements.js";
import { forgetLocked, isLocked, unlock } from "../session.js";
import { sendNow } from "../storage/sending.js";
import { say } from "../strings/language.js";
import { languageSwitch, startAfresh } from "./sign_in.js";

export async function screen() {
  const problem = element("div");
  const password = element("input", { id: "password", type: "password", autocomplete: "current-password", required: true });
  const press = button(say("unlock"), null, { primary: true, type: "submit", form: "unlock" });
  const form = element("form", { id: "unlock", class: "card fields", novalidate: true },
    element("label", { for: "password" }, say("password")), password, problem);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const opened = await busy(press, say("signingIn"), () => unlock(password.value));
    if (opened) sendNow();
    if (opened || !isLocked()) window.dispatchEvent(new Event("ipm:show-again"));
    else problem.replaceChildren(notice(say("wrongPassword")));
    password.value = "";
    password.focus();
  });
  const other = button(say("otherPerson"), async () => {
    await forgetLocked();
    startAfresh();
    window.dispatchEvent(new Event("ipm:show-again"));
  });
  return [
    bar("IPM", null, languageSwitch()),
    element("main", {},
      element("div", {}, element("h1", {}, say("lockedTitle")), element("p", { class: "soft" }, say("lockedHint"))), form),
    element("footer", {}, other, press),
  ];
}
