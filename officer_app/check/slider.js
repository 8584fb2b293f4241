// The genuine picture over the own photo, uncovered by a slider that thumb and keyboard move.

import { button, element } from "../elements.js";
import { say } from "../strings/language.js";

// area: holds the figures; the own one has the class "own-view", the genuine one "genuine-view".
export function slider(area) {
  const range = element("input", { type: "range", min: "0", max: "100", value: "50", class: "slider", dir: "ltr", hidden: true, "aria-label": say("sliderLabel") });
  const show = () => {
    area.style.setProperty("--cut", `${range.value}%`);
    range.setAttribute("aria-valuetext", say("sliderValue", { share: range.value }));
  };
  range.addEventListener("input", show);
  const press = button(say("sliderOn"), () => {
    const on = area.classList.toggle("overlaid");
    range.hidden = !on;
    press.setAttribute("aria-pressed", String(on));
    if (on) range.focus();
  }, { "aria-pressed": "false" });
  show();
  return { press, range };
}
