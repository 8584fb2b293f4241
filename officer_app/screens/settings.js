// How should it look, and what is on this phone?

import { chooseSize, chooseTheme, size, SIZES, theme, THEMES } from "../appearance.js";
import { listPorts } from "../api/questions.js";
import { bar, button, busy, element, link, notice } from "../elements.js";
import * as guides from "../offline_guides.js";
import { choosePort, port } from "../port.js";
import { say, sayDay } from "../strings/language.js";
import { noticeSwitch } from "./notice_switch.js";
import { languageSwitch } from "./sign_in.js";

export async function screen() {
  const state = element("p", { role: "status" });
  const problem = element("div");
  const fetchNow = button(say("packUpdate"), async () => {
    try {
      await busy(fetchNow, say("looking"), () => guides.fetchGuides((number, total) => {
        state.textContent = say("packFetching", { number, total });
      }));
      problem.replaceChildren();
    } catch (error) {
      if (error.status === 401) window.dispatchEvent(new Event("ipm:show-again"));
      problem.replaceChildren(notice(wordsOf(error)));
    }
    await sayState(state);
  });
  await sayState(state);
  const language = languageSwitch();
  language.id = "language";
  return [
    bar("IPM", null, null),
    element("main", {}, element("h1", {}, say("settings")),
      element("div", { class: "fields" }, element("label", { for: "language" }, say("language")), language),
      portChoice(),
      choice("appearance", THEMES.map((one) => [one, say(`theme-${one}`)]), theme(), chooseTheme),
      choice("typeSize", SIZES.map((one) => [one, `${one} %`]), size(), chooseSize),
      await noticeSwitch(),
      element("section", { class: "card stack" }, element("h2", {}, say("withoutNetwork")),
        state, problem, fetchNow, element("p", { class: "small soft" }, say("packHint")))),
    element("footer", {}, link(say("back"), "#/start"), link(say("help"), "#/help", { primary: true })),
  ];
}

// The ports come with the alerts; which one is chosen is not told to the service.
function portChoice() {
  const option = (one) => element("option", { value: one?.locode ?? "", selected: one?.locode === port()?.locode }, one?.name ?? say("allPorts"));
  const select = element("select", { id: "port", "aria-describedby": "port-hint" }, option(null), port() ? option(port()) : null);
  let known = [];
  select.addEventListener("change", () => choosePort(known.find((one) => one.locode === select.value) ?? null));
  listPorts().then((ports) => {
    known = ports;
    select.replaceChildren(option(null), ...ports.map(option));
  }, () => { select.disabled = true; }); // without a network the choice stays as it is
  return element("div", { class: "fields" }, element("label", { for: "port" }, say("port")), select,
    element("p", { id: "port-hint", class: "small soft" }, say("portHint")));
}

function choice(name, options, chosen, choose) {
  const select = element("select", { id: name }, options.map(([value, label]) =>
    element("option", { value, selected: value === chosen }, label)));
  select.addEventListener("change", () => choose(select.value));
  return element("div", { class: "fields" }, element("label", { for: name }, say(name)), select);
}

function wordsOf(error) {
  if (error instanceof guides.CannotCarry) return say(`noGuides-${error.why}`);
  return error instanceof guides.UnsafeGuide ? say("packRefused") : error.message;
}

async function sayState(place) {
  const now = await guides.state();
  place.textContent = now ? say("packOf", { count: now.count, day: sayDay(now.issued), until: sayDay(now.until) }) : say("noPack");
}
