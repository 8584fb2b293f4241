// What this officer inspected, newest first.

import { listInspections } from "../api_client.js";
import { bar, button, busy, element, link, notice } from "../elements.js";
import { picture } from "../pictures.js";
import { isolate, say, sayTime } from "../strings/language.js";

export async function screen() {
  const list = element("div", { class: "stack", "aria-live": "polite" });
  const more = element("div", { class: "stack" });
  async function load(cursor) {
    const { inspections, next } = await listInspections(cursor);
    list.append(...inspections.map(row));
    more.replaceChildren(...(next ? [loadMore(next)] : []));
    return inspections.length;
  }
  function loadMore(cursor) {
    const press = button(say("more"), async () => {
      try {
        await busy(press, say("looking"), () => load(cursor));
      } catch (error) {
        if (error.status === 401) window.dispatchEvent(new Event("ipm:show-again"));
        more.replaceChildren(notice(error.message), press);
      }
    });
    return press;
  }
  const count = await load();
  return [
    bar("IPM", null, null),
    element("main", {}, element("h1", {}, say("historyTitle")),
      count ? list : element("p", { class: "soft" }, say("noInspections")), more),
    element("footer", {}, link(say("back"), "#/start"), link(say("next"), "#/start", { primary: true })),
  ];
}

function row(one) {
  const about = [say(one.photos.length === 1 ? "onePhoto" : "somePhotos", { count: one.photos.length }), isolate(one.barcode), isolate(one.place)];
  const newest = one.photos.at(-1);
  return element("a", { class: "card candidate", href: one.verdict ? `#/receipt/${one.id}` : `#/candidates/${one.id}` },
    picture(newest && `${newest.url}?size=thumbnail`, ""),
    element("div", {}, element("b", {}, one.verdict ? say(one.verdict) : say("noVerdictYet")),
      element("p", { class: "small soft" }, about.filter(Boolean).join(" · ")),
      element("p", { class: "small soft" }, sayTime(one.started_at))),
    element("span", { class: "onward", "aria-hidden": "true" }, "›"));
}
