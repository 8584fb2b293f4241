// On the start screen: what waits on this phone, what could not be sent, what was answered meanwhile.

import { element, link } from "../elements.js";
import { items, unseenAnswers } from "../storage/outbox.js";
import { say } from "../strings/language.js";

export function queueLine() {
  const line = element("div", { class: "stack", "aria-live": "polite" });
  let placed = false;
  async function show() {
    placed ||= line.isConnected;
    if (placed && !line.isConnected) window.removeEventListener("ipm:outbox", show);
    else line.replaceChildren(...(await words()).map((text) => link(text, "#/queue", { class: "card row" })));
  }
  window.addEventListener("ipm:outbox", show);
  show();
  return line;
}

async function words() {
  const all = await items();
  const waiting = all.filter((one) => one.state === "waits" && !one.place);
  const originals = all.filter((one) => one.state === "waits" && one.place);
  const refused = all.filter((one) => one.state === "refused");
  const photos = waiting.every((one) => one.kind === "photo") ? "photos" : "things";
  return [
    counted(`${photos}Wait`, waiting), counted("originalsWait", originals), counted("notSent", refused), counted("photosAnswered", await unseenAnswers()),
  ].filter(Boolean);
}

const counted = (key, found) => (found.length ? say(found.length === 1 ? `${key}One` : key, { count: found.length }) : null);
