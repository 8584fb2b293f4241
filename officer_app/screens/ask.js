// What do you want to know? A question to the right holder of a product, or of a brand.

import { listBrands, readProduct } from "../api/guides.js";
import { sendQuestion } from "../api/questions.js";
import { bar, button, busy, closing, element, link, notice, titleOf } from "../elements.js";
import { current } from "../inspection.js";
import { picture } from "../pictures.js";
import { remember, remembered } from "../storage/desk.js";
import { say } from "../strings/language.js";
import { contactCard } from "./contacts.js";

// kind: "product" or "brand"; inspectionId: the article in hand, if there is one.
export async function screen(kind, id, inspectionId) {
  const about = kind === "brand" ? await brandOf(id) : await readProduct(id);
  const inHand = inspectionId ? await current(inspectionId) : null;
  const inspection = inHand?.waits ? null : inHand; // what is not sent yet, nobody can be shown
  const draft = `question/${kind}/${id}/${inspectionId ?? ""}`;
  const told = remembered(draft, { text: "", photos: inspection?.photos.map((photo) => photo.id) ?? [], perishable: false, tell_authority: false });
  const keep = (change) => remember(draft, Object.assign(told, change));
  const problem = element("div", { class: "stack" });
  const text = element("textarea", { id: "question", rows: "4", maxlength: "4000", "aria-describedby": "question-hint" });
  text.value = told.text;
  text.addEventListener("input", () => keep({ text: text.value }));

  const press = button(say("askSend"), async () => {
    if (!text.value.trim()) {
      problem.replaceChildren(notice(say("askEmpty")));
      text.focus();
      return;
    }
    try {
      const asked = await busy(press, say("recording"), () => sendQuestion({
        text: text.value.trim(),
        [`${kind}_id`]: id,
        perishable: told.perishable,
        tell_authority: told.tell_authority,
        ...(inspection ? { inspection_id: inspection.id, photo_ids: told.photos } : {}),
      }));
      remember(draft, undefined);
      location.replace(`#/question/${asked.id}`);
    } catch (error) {
      if (error.status === 401) window.dispatchEvent(new Event("ipm:show-again"));
      problem.replaceChildren(...(error.waits ? waits() : [notice(error.message)]));
      problem.scrollIntoView({ block: "nearest" });
    }
  }, { primary: true });

  // It is in the queue: sending it again would ask twice.
  function waits() {
    remember(draft, undefined);
    press.disabled = true;
    return [notice(say("askWaits")), link(say("queueTitle"), "#/queue")];
  }

  return [
    bar(kind === "brand" ? about.name : titleOf(about), about.brand?.right_holder?.name ?? null, closing(inHand ? `#/candidates/${inspectionId}` : "#/start")),
    element("main", {},
      element("h1", {}, say("askTitle")),
      element("div", { class: "fields" },
        element("label", { for: "question" }, say("askText")), text,
        element("p", { id: "question-hint", class: "small soft" }, say("askHint"))),
      inHand?.waits ? element("p", { class: "small soft" }, say("askWithoutPhotos")) : null,
      inspection?.photos.length ? photos(inspection, told, keep) : null,
      tick("perishable", told, keep),
      tick("tell_authority", told, keep, "tellAuthority"),
      element("p", { class: "small soft" }, say("clockStarts")),
      problem,
      contactCard("orCall", about.contacts ?? [])),
    element("footer", {}, button(say("back"), () => history.back()), press),
  ];
}

async function brandOf(id) {
  const { brands } = await listBrands();
  return brands.find((brand) => brand.id === id) ?? { name: say("brand") };
}

function photos(inspection, told, keep) {
  return element("fieldset", { class: "choices" },
    element("legend", {}, say("askPhotos")),
    element("p", { class: "small soft" }, say("askPhotosHint")),
    element("div", { class: "gallery" }, inspection.photos.map((photo, place) => {
      const name = `${say("yourPhoto")} ${place + 1}`;
      const input = element("input", { type: "checkbox", checked: told.photos.includes(photo.id) });
      input.addEventListener("change", () => keep({
        photos: inspection.photos.map((one) => one.id).filter((one) => (one === photo.id ? input.checked : told.photos.includes(one))),
      }));
      return element("label", { class: "choice photo-choice" }, input, picture(photo.url, ""), element("span", { class: "small" }, name));
    })));
}

function tick(field, told, keep, label = field) {
  const input = element("input", { type: "checkbox", checked: told[field] });
  input.addEventListener("change", () => keep({ [field]: input.checked }));
  return element("label", { class: "choice" }, input, element("span", {}, say(label)));
}
