// One question: what was asked and answered, how much of the legal time is left, what else to say.

import { askForAnswers } from "../answers.js";
import { addMessage, closeQuestion, readQuestion, waitingMessages } from "../api/questions.js";
import { announce, bar, button, busy, closing, element, link, notice } from "../elements.js";
import { clockWords, sayMoment } from "../legal_clock.js";
import { noticeState } from "../notices.js";
import { picture } from "../pictures.js";
import { remember, remembered } from "../storage/desk.js";
import { say } from "../strings/language.js";

export async function screen(id) {
  let question = await readQuestion(id);
  let waiting = await waitingMessages(id);
  const draft = `message/${id}`;
  const offer = (await noticeState()) === "off" ? link(say("tellMe"), "#/settings") : null;
  const clock = element("p", { class: "clock", role: "status" });
  const thread = element("ol", { class: "thread" });
  const problem = element("div");
  const text = element("textarea", { id: "message", rows: "2", maxlength: "4000" });
  text.value = remembered(draft, "");
  text.addEventListener("input", () => remember(draft, text.value));
  const more = element("div", { class: "fields" }, element("label", { for: "message" }, say("sayMore")), text);
  const press = button(say("send"), () => act(press, () => addMessage(id, text.value.trim()), () => {
    text.value = "";
    remember(draft, undefined);
  }), { primary: true });
  const ending = element("section", { class: "stack" });
  const footer = element("footer", {}, link(say("back"), "#/questions"), press);

  function show() {
    clock.textContent = clockWords(question);
    thread.replaceChildren(...question.messages.map(message), ...waiting.map(unsent),
      ...(question.messages.some((one) => !one.from_officer) ? [] : [element("li", { class: "soft stack" }, say("noAnswerYet"), offer)]));
    const closed = question.closed_at !== null;
    more.hidden = press.hidden = closed;
    footer.classList.toggle("one", closed);
    ending.replaceChildren(...(closed ? [] : [button(say("closeQuestion"), confirmClosing)]));
  }

  // Ending a question cannot be undone: asked once more, in its place.
  function confirmClosing() {
    const yes = button(say("closeYes"), () => act(yes, () => closeQuestion(id)));
    ending.replaceChildren(element("p", { class: "notice" }, say("closeHint")),
      element("div", { class: "ways" }, button(say("keepOpen"), show), yes));
    ending.scrollIntoView({ block: "nearest" });
  }

  async function act(pressed, work, done = () => {}) {
    if (pressed === press && !text.value.trim()) {
      problem.replaceChildren(notice(say("writeFirst")));
      text.focus();
      return;
    }
    try {
      question = await busy(pressed, say("recording"), work);
      waiting = await waitingMessages(id);
      problem.replaceChildren();
      done();
      show();
    } catch (error) {
      if (error.status === 401) window.dispatchEvent(new Event("ipm:show-again"));
      problem.replaceChildren(notice(error.waits ? say("messageWaits") : error.message));
      if (error.waits) done();
    }
  }

  // What waited has gone, or waits now.
  async function moved() {
    if (!thread.isConnected) {
      window.removeEventListener("ipm:outbox", moved);
      return;
    }
    const before = waiting.length;
    waiting = await waitingMessages(id);
    if (waiting.length < before) {
      question = await readQuestion(id).catch(() => question);
      problem.replaceChildren();
    }
    if (waiting.length !== before) show();
  }

  // While it is seen, an answer appears by itself; what was typed stays.
  async function arrived() {
    if (!thread.isConnected) {
      window.removeEventListener("ipm:answers", arrived);
      return;
    }
    const before = question.messages.length;
    question = await readQuestion(id).catch(() => question);
    if (question.messages.length === before) return;
    show();
    announce(say("newAnswer"));
    askForAnswers();
  }

  show();
  setTimeout(() => { // when it is on the page
    window.addEventListener("ipm:answers", arrived);
    window.addEventListener("ipm:outbox", moved);
  });
  askForAnswers();
  return [
    bar(say("questions"), question.right_holder, closing("#/start")),
    element("main", {},
      element("div", {}, element("h1", {}, question.brand), clock),
      thread,
      question.messages.some((one) => one.statement) ? element("p", { class: "small soft" }, say("statementHint")) : null,
      photos(question),
      problem, more, ending,
      element("div", { class: "ways" },
        question.inspection_id ? link(say("toInspection"), `#/candidates/${question.inspection_id}`) : null,
        question.product_id ? link(say("guideAndContacts"), `#/product/${question.product_id}`) : null)),
    footer,
  ];
}

function message(one) {
  return element("li", { class: one.from_officer ? "message own-message" : "message" },
    one.statement ? element("p", {}, element("b", {}, say(`statement-${one.statement}`))) : null,
    element("p", { class: "words", dir: "auto" }, one.text),
    element("p", { class: "small soft" }, [one.from_officer ? say("you") : null, sayMoment(one.sent_at)].filter(Boolean).join(" · ")));
}

const unsent = (text) => element("li", { class: "message own-message" },
  element("p", { class: "words", dir: "auto" }, text), element("p", { class: "small soft" }, say("waitsForNetwork")));

function photos(question) {
  if (!question.photo_ids.length) return null;
  return element("section", { class: "stack" },
    element("p", { class: "small soft" }, say("photosShown", { count: question.photo_ids.length })),
    element("div", { class: "gallery small-pictures" }, question.photo_ids.map((photo) =>
      picture(`/api/v1/inspections/${question.inspection_id}/photos/${photo}`, say("yourPhoto")))));
}
