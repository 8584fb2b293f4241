// The views of an article: which are taken, which comes next; one tap opens the camera for one of them.
// A view is taken if the officer took a photo for it, which only this phone knows, or if the service
// found it on any photo, or a code.

import { button, element } from "../elements.js";
import { picture } from "../pictures.js";
import { remember, remembered } from "../storage/desk.js";
import { say } from "../strings/language.js";
import { OUTLINES, viewsOf, whyOf } from "./views.js";

/*
 * chosen: the candidate, or what compared() says of a product; shoot(aim): see photoButtons, true if there
 * was a photo. Closed it is one line; the photos are fetched when it is opened.
 */
export function shotList(inspection, chosen, shoot, { open = false } = {}) {
  const category = chosen.product.category.slug;
  const name = `shots/${inspection.client_id ?? inspection.id}`;
  const views = viewsOf(category);
  const code = inspection.codes.some((read) => read.photo_ids.length) ? ["barcode"] : [];
  const taken = [...remembered(name, []), ...chosen.views_seen, ...code];
  const next = views.find((view) => !taken.includes(view));

  async function take(view) {
    const photo = await shoot({ title: say(`shot-${view}`), hint: say(whyOf(view, category)), ghost: { paths: OUTLINES[view] } });
    if (photo) remember(name, [...new Set([...remembered(name, []), view])]);
  }

  const row = (view) => {
    const state = taken.includes(view) ? "done" : view === next ? "next" : "";
    const word = { done: "shotTaken", next: "shotNext" }[state];
    return element("li", {}, button(say(`shot-${view}`), () => take(view), {
      class: `button ${state}`, "aria-label": word ? `${say(`shot-${view}`)}, ${say(word)}` : null,
    }));
  };
  const so = say("shotsSo", { count: inspection.photos.length });
  const gallery = element("div", { class: "gallery small-pictures" });
  const list = element("details", { class: "card more shots", open },
    element("summary", {}, next ? `${so} · ${say("shotThen", { view: say(`shot-${next}`) })}` : so),
    element("div", { class: "fields" },
      gallery,
      next ? element("p", { class: "small soft" }, `${say(`shot-${next}`)}: ${say(whyOf(next, category))}`) : null,
      element("ul", {}, views.map(row))));
  list.addEventListener("toggle", () => {
    if (list.open && !gallery.childElementCount) gallery.append(...inspection.photos.map((one) => picture(one.url, say("yourPhoto"))));
  });
  return list;
}
