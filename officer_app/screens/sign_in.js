// Who is it?

import { reader, signIn } from "../api_client.js";
import { announce, bar, button, busy, element, notice } from "../elements.js";
import { forget } from "../inspection.js";
import { chooseLanguage, chosenLanguage, languages, say } from "../strings/language.js";
import { forgetWaitingPhoto } from "./photo_buttons.js";

export async function screen() {
  const problem = element("div");
  const email = element("input", { id: "email", type: "email", autocomplete: "username", required: true, value: reader().email });
  const password = element("input", { id: "password", type: "password", autocomplete: "current-password", required: true });
  const code = element("input", { id: "code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: 40 });
  const second = element("div", { class: "fields", hidden: true }, element("label", { for: "code" }, say("code")), code);
  const press = button(say("signIn"), null, { primary: true, type: "submit" });
  const form = element("form", { id: "sign-in", class: "card fields", novalidate: true },
    element("label", { for: "email" }, say("email")), email,
    element("label", { for: "password" }, say("password")), password, second, problem);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.replaceChildren();
    const empty = [email, password].find((input) => !input.value);
    if (empty) {
      problem.replaceChildren(notice(say("fillBoth")));
      empty.focus();
      return;
    }
    try {
      const same = await busy(press, say("signingIn"), () => signIn(email.value.trim(), password.value, code.value.trim()));
      if (!same) startAfresh();
      window.dispatchEvent(new Event("ipm:show-again"));
    } catch (error) {
      if (error.kind === "second-factor-needed") second.hidden = false;
      problem.replaceChildren(notice(error.kind === "second-factor-needed" ? say("codeNeeded") : error.message));
      code.value = "";
      (second.hidden ? password : code).focus();
    }
  });
  press.setAttribute("form", "sign-in");
  return [
    bar("IPM", null, languageSwitch()),
    element("main", {},
      element("div", {}, element("h1", {}, say("signIn")), element("p", { class: "soft" }, say(reader().email ? "signInAgain" : "signInHint"))), form),
    element("footer", { class: "one" }, press),
  ];
}

// Another person must not meet what the one before was looking at.
export function startAfresh() {
  forget();
  forgetWaitingPhoto();
  history.replaceState(null, "", "#/start");
}

export function languageSwitch() {
  const choice = element("select", { class: "switch", "aria-label": say("language") },
    ...Object.entries(languages).map(([tag, name]) =>
      element("option", { value: tag, selected: tag === chosenLanguage() }, name)));
  choice.addEventListener("change", async () => {
    try {
      await chooseLanguage(choice.value);
    } catch {
      choice.value = chosenLanguage(); // its sentences could not be had
      announce(say("noNetwork"));
      return;
    }
    forget();
    window.dispatchEvent(new Event("ipm:show-again"));
  });
  return choice;
}
