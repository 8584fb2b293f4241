// What is at hand? Asked once per inspection, when a feature of the product needs more than eyes.

import { chooseTools, neededTools, toolsAtHand } from "../check/order.js";
import { bar, button, closing, element, link, titleOf } from "../elements.js";
import { compared, current } from "../inspection.js";
import { say } from "../strings/language.js";

export async function screen(id, productId) {
  const chosen = await compared(await current(id), productId);
  const held = toolsAtHand(id) ?? [];
  const boxes = neededTools(chosen.features).map((tool) =>
    element("input", { type: "checkbox", name: "tool", value: tool, checked: held.includes(tool) }));
  const go = button("", () => {
    chooseTools(id, boxes.filter((one) => one.checked).map((one) => one.value));
    const check = `#/check/${id}/${productId}/1`;
    if (location.hash === check) window.dispatchEvent(new Event("ipm:show-again"));
    else location.hash = check;
  }, { primary: true });
  const name = () => { go.textContent = say(boxes.some((one) => one.checked) ? "withTheseTools" : "byEyeOnly"); };
  const form = element("fieldset", { class: "choices" }, element("legend", { class: "hidden" }, say("toolsTitle")),
    boxes.map((box) => element("label", { class: "choice" }, box, element("span", {}, say(`tool-${box.value}`)))));
  form.addEventListener("change", name);
  name();
  return [
    bar(titleOf(chosen.product), null, closing(`#/candidates/${id}`)),
    element("main", {},
      element("div", {}, element("h1", {}, say("toolsTitle")), element("p", { class: "soft" }, say("toolsHint"))),
      form),
    element("footer", {}, link(say("back"), `#/candidates/${id}`), go),
  ];
}
