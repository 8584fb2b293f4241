// A screen that could not be shown: why, and what to do.

import { bar, button, element, link, notice } from "../elements.js";
import { say } from "../strings/language.js";

export function problemScreen(error, again) {
  return [
    bar("IPM", null, null),
    element("main", {}, element("h1", {}, say("problemTitle")), notice(error.message),
      error.kind === "reading-reason-needed" ? link(say("sayWhy"), "/reading") : null),
    element("footer", {}, link(say("back"), "#/start"), button(say("again"), again, { primary: true })),
  ];
}
