// What the words of the app mean, and what others learn.

import { bar, element, link } from "../elements.js";
import { say } from "../strings/language.js";

const TOPICS = ["helpBands", "helpNothing", "helpVerdict", "helpClock", "helpOffline", "helpPrivacy"];

export async function screen() {
  return [
    bar("IPM", null, null),
    element("main", {}, element("h1", {}, say("helpTitle")),
      TOPICS.map((topic) => element("details", { class: "card more" },
        element("summary", {}, say(topic)),
        element("div", { class: "fields" }, element("p", {}, say(`${topic}Text`)))))),
    element("footer", { class: "one" }, link(say("back"), "#/settings")),
  ];
}
