// From the start to everything else, with what is new.

import { askForAnswers, unread } from "../answers.js";
import { element, link } from "../elements.js";
import { freshen } from "../offline_guides.js";
import { isolate, say } from "../strings/language.js";
import { newAlerts } from "./alerts.js";

let questions = null;

export function ways() {
  questions = link(say("questions"), "#/questions");
  const alerts = link(say("alerts"), "#/alerts");
  const urgent = element("div", { class: "stack" });
  sayUnread();
  askForAnswers();
  freshen();
  newAlerts().then(({ count, urgent: found }) => {
    if (count) mark(alerts, say("alertsNew", { count }));
    urgent.replaceChildren(...found.map((alert) => element("a", { class: "notice alert-line", href: `#/alerts/${alert.id}` },
      `${say("priority-urgent")}: ${isolate(alert.title)}`)));
  }, () => {});
  return element("div", { class: "stack" }, urgent,
    element("nav", { class: "ways", "aria-label": say("otherWays") },
      link(say("scanTitle"), "#/scan"), link(say("search"), "#/alternatives"), link(say("history"), "#/history"), questions, alerts,
      link(say("favourites"), "#/favourites"), link(say("settings"), "#/settings")));
}

window.addEventListener("ipm:answers", sayUnread);

function sayUnread() {
  if (!questions) return;
  const count = unread();
  if (count) mark(questions, say("questionsNew", { count }));
  else {
    questions.textContent = say("questions");
    questions.classList.remove("has-new");
  }
}

function mark(way, words) {
  way.textContent = words;
  way.classList.add("has-new");
}
