// Who is it?

import { signIn } from "../api_client.js";
import { bar, button, busy, element, notice } from "../elements.js";
import { chooseLanguage, chosenLanguage, languages, say } from "../strings/language.js";

export async function screen() {
  const problem = element("div");
  const email = element("input", { id: "email", type: "email", autocomplete: "username", required: true });
  const password = element("input", { id: "password", type: "password", autocomplete: "current-password", required: true });
  const press = button(say("signIn"), null, { primary: true, type: "submit" });
  const form = element("form", { id: "sign-in", class: "card fields", novalidate: true },
    element("label", { for: "email" }, say("email")), email,
    element("label", { for: "password" }, say("password")), password, problem);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.replaceChildren();
    try {
      await busy(press, say("signingIn"), () => signIn(email.value, password.value));
      window.dispatchEvent(new Event("ipm:show-again"));
    } catch (error) {
      problem.replaceChildren(notice(error.message));
      password.focus();
    }
  });
  press.setAttribute("form", "sign-in");
  return [
    bar("IPM", null, languageSwitch()),
    element("main", {}, element("h1", {}, say("signIn")), form),
    element("footer", { class: "one" }, press),
  ];
}

export function languageSwitch() {
  const choice = element("select", { class: "switch", "aria-label": say("language") },
    ...Object.entries(languages).map(([tag, name]) =>
      element("option", { value: tag, selected: tag === chosenLanguage() }, name)));
  choice.addEventListener("change", () => {
    chooseLanguage(choice.value);
    window.dispatchEvent(new Event("ipm:show-again"));
  });
  return choice;
}
