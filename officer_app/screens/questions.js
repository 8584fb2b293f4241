// What this officer asked, new answers first.

import { askForAnswers } from "../answers.js";
import { listQuestions } from "../api/questions.js";
import { bar, element, link } from "../elements.js";
import { clockWords } from "../legal_clock.js";
import { isolate, say, sayTime } from "../strings/language.js";

export async function screen() {
  const { questions } = await listQuestions();
  askForAnswers();
  const sorted = [...questions].sort((one, other) => Boolean(other.unread) - Boolean(one.unread));
  return [
    bar("IPM", null, null),
    element("main", {}, element("h1", {}, say("questionsTitle")),
      sorted.length ? element("ul", { class: "rows" }, sorted.map((one) => element("li", {}, row(one))))
        : element("p", { class: "soft" }, say("noQuestions"))),
    element("footer", {}, link(say("back"), "#/start"), link(say("search"), "#/alternatives", { primary: true })),
  ];
}

function row(one) {
  return element("a", { class: "card row", href: `#/question/${one.id}` },
    element("div", { class: "stack" },
      element("p", {}, element("b", {}, isolate(one.brand)), " ", one.unread ? element("span", { class: "pill attention" }, say("newAnswer")) : null),
      element("p", { class: "excerpt", dir: "auto" }, one.messages[0].text),
      element("p", { class: "small" }, clockWords(one)),
      element("p", { class: "small soft" }, sayTime(one.asked_at))),
    element("span", { class: "onward", "aria-hidden": "true" }, "›"));
}
