// The last answer, taken back with one tap: on the screen that comes after it.

import { button, element } from "../elements.js";
import { answer, answers, nameOf } from "../inspection.js";
import { remember, remembered } from "../storage/desk.js";
import { say } from "../strings/language.js";

// Note what stood there before, and answer.
export function answerWithUndo(id, feature, value, address) {
  remember(`undo/${nameOf(id)}`, { feature: feature.id, title: feature.title, value, before: answers(id)[feature.id], address });
  answer(id, feature.id, value);
}

// "Cap: As genuine. Undo"; nothing once the screen of that feature itself is shown again.
export function undoLine(id, words) {
  const last = remembered(`undo/${nameOf(id)}`);
  if (!last || last.address === location.hash || answers(id)[last.feature] !== last.value) return null;
  return element("p", { class: "undo" },
    element("span", { class: "small" }, say("youAnswered", { feature: last.title, answer: say(words[last.value]) })),
    button(say("undo"), () => {
      answer(id, last.feature, last.before);
      remember(`undo/${nameOf(id)}`, undefined);
      location.hash = last.address;
    }));
}
