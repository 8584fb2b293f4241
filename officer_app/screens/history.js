// What this officer inspected, newest first.

import { listInspections } from "../api_client.js";
import { bar, button, element, link } from "../elements.js";
import { say, sayTime } from "../strings/language.js";

export async function screen() {
  const list = element("div", { class: "stack" });
  const more = element("div");
  async function load(cursor) {
    const { inspections, next } = await listInspections(cursor);
    list.append(...inspections.map(row));
    more.replaceChildren(...(next ? [button(say("more"), () => load(next))] : []));
    return inspections.length;
  }
  const count = await load();
  return [
    bar("IPM", null, null),
    element("main", {}, element("h1", {}, say("historyTitle")),
      count ? list : element("p", { class: "soft" }, say("noInspections")), more),
    element("footer", { class: "one" }, link(say("back"), "#/start")),
  ];
}

function row(one) {
  return element("a", { class: "card row", href: one.verdict ? `#/receipt/${one.id}` : `#/candidates/${one.id}` },
    element("b", {}, one.verdict ? say(one.verdict) : say("noVerdictYet")),
    element("span", { class: "small soft" }, sayTime(one.started_at)));
}
