// What waits to be sent: how far it is, why it could not go, again, delete and undo.

import { bar, button, element, link, notice } from "../elements.js";
import { ownPicture } from "../pictures.js";
import { copyOf, items, nameOf, photoOf, purge, remove, restore, unseenAnswers } from "../storage/outbox.js";
import { retry, sendNow, shareOf } from "../storage/sending.js";
import { say, sayTime } from "../strings/language.js";

const PICTURES = 12; // more of them at once would fill the phone's memory
const SHOWN_EVERY = 1_000; // ms, while something is on its way

export async function screen() {
  const list = element("div", { class: "stack" });
  const cards = new Map(); // id → { card, show }
  async function show() {
    const all = await items();
    for (const [id, { card }] of cards) if (!all.some((one) => one.id === id)) { card.remove(); cards.delete(id); }
    for (const one of all) {
      if (!cards.has(one.id)) cards.set(one.id, cardOf(list, one, cards.size < PICTURES));
      await cards.get(one.id).show(one);
    }
    answered.replaceChildren(...(await unseenAnswers()).map(answeredRow));
    empty.hidden = all.length > 0 || answered.childElementCount > 0;
  }
  const answered = element("div", { class: "stack" });
  const empty = element("p", { class: "soft" }, say("queueEmpty"));
  await show();
  const timer = setInterval(show, SHOWN_EVERY);
  window.addEventListener("ipm:outbox", show);
  window.addEventListener("hashchange", () => {
    clearInterval(timer);
    window.removeEventListener("ipm:outbox", show);
    purge();
  }, { once: true });
  return [
    bar("IPM", null, null),
    element("main", {},
      element("div", {}, element("h1", {}, say("queueTitle")), element("p", { class: "soft" }, say("queueHint"))),
      list, answered, empty),
    element("footer", {}, link(say("back"), "#/start"), button(say("sendAll"), sendNow, { primary: true })),
  ];
}

// One thing that waits. Its picture is opened once; its words follow what happens.
function cardOf(list, one, isPictured) {
  const words = element("p", { class: "small soft", role: "status" });
  const problem = element("div");
  const buttons = element("div", { class: "queue-buttons" });
  const card = element("article", { class: "card stack", "aria-label": `${nameOf(one)}, ${sayTime(new Date(one.at).toISOString())}` },
    element("b", {}, nameOf(one)), element("span", { class: "small soft" }, sayTime(new Date(one.at).toISOString())), words, problem, buttons);
  if (one.kind === "photo" && isPictured) pictureOf(one).then((found) => found && card.prepend(found));
  list.append(card);
  let shown = "";
  async function show(now) {
    words.textContent = stateOf(now);
    const state = `${now.state} ${now.problem}`;
    if (state === shown) return;
    shown = state;
    problem.replaceChildren(...(now.state === "refused" ? [notice(now.problem)] : []));
    buttons.replaceChildren(...now.state === "deleted"
      ? [button(say("undo"), () => restore(now.id))]
      : [button(say("delete"), () => remove(now.id)), meanwhile(now), await saving(now), button(say("again"), () => retry(now.id))].filter(Boolean));
  }
  return { card, show };
}

async function pictureOf(one) {
  const bytes = await copyOf(one.id) ?? await photoOf(one.id);
  return bytes ? ownPicture(new Blob([bytes]), say("yourPhoto")) : null;
}

// Of the first photo of an article: the check without the service.
const meanwhile = ({ id, kind, inspection, state, place }) =>
  (kind === "photo" && !inspection && state === "waits" && !place ? link(say("checkMeanwhile"), `#/candidates/${id}`) : null);

// Of what could not be sent: the file itself, for whatever the officer does with it.
async function saving(one) {
  if (one.state !== "refused" || one.kind !== "photo") return null;
  const press = button(say("saveToPhone"), async () => {
    const address = URL.createObjectURL(new Blob([await photoOf(one.id)], { type: one.type }));
    element("a", { href: address, download: one.name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  });
  return press;
}

function stateOf(one) {
  if (one.state === "deleted") return say("deleted");
  if (one.state === "refused") return say("couldNotBeSent");
  if (one.inspection?.waits) return say("waitsForPhoto");
  const share = Math.round(shareOf(one.id) * 100);
  if (one.place) return say("originalFollows", { share });
  return one.kind === "photo" && share ? say("sending", { share }) : say("waitsForNetwork");
}

const answeredRow = (one) => element("a", { class: "card row", href: `#/candidates/${one.inspectionId}` },
  element("div", {}, element("b", {}, say("showAnswer")), element("p", { class: "small soft" }, say("sentAt", { time: sayTime(new Date(one.at).toISOString()) }))),
  element("span", { class: "onward", "aria-hidden": "true" }, "›"));
