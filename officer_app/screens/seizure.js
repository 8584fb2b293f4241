// The short form of a seizure report. What is written stays on the phone until it is saved.

import { readGuide, readSeizure, saveSeizure } from "../api/reports.js";
import { positionField } from "../check/position.js";
import { asRequest, faultsIn, seizureFields } from "../check/seizure_form.js";
import { bar, busy, button, closing, element, link, notice, titleOf } from "../elements.js";
import { current } from "../inspection.js";
import { remember, remembered } from "../storage/desk.js";
import { say } from "../strings/language.js";

export async function screen(id) {
  const inspection = await current(id);
  const draft = `seizure/${id}`;
  const saved = await readSeizure(id);
  const values = remembered(draft) ?? (saved.saved_at ? saved : { ...saved, ...await known(inspection) });
  const problem = element("div");
  const keep = () => remember(draft, { ...form.read(), ...position.read() });
  const form = seizureFields(values, keep);
  const position = positionField(values, keep);
  const press = button(say("save"), async () => {
    problem.replaceChildren();
    const written = form.read();
    if (form.refuse(faultsIn(written))) return;
    try {
      await busy(press, say("saving"), () => saveSeizure(id, { ...asRequest(written), ...position.read() }));
      remember(draft, undefined);
      location.hash = `#/report/${id}`;
    } catch (error) {
      if (error.status === 401) window.dispatchEvent(new Event("ipm:show-again"));
      if (!form.refuse(error.fields ?? {})) problem.replaceChildren(notice(error.message));
    }
  }, { primary: true });
  return [
    bar("IPM", null, closing(`#/report/${id}`)),
    element("main", {},
      element("div", {}, element("h1", {}, say("seizureTitle")), element("p", { class: "soft" }, say("seizureFormHint"))),
      form.rows, position.area, problem),
    element("footer", {}, link(say("back"), `#/report/${id}`), press),
  ];
}

// What the inspection knows already: never a position.
async function known(inspection) {
  const today = new Date();
  const begun = {
    place: inspection.place,
    seized_on: `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, "0")}-${String(today.getDate()).padStart(2, "0")}`,
  };
  const productId = inspection.verdict?.product_id;
  if (!productId) return begun;
  try {
    const product = await readGuide(productId);
    return { ...begun, goods: titleOf(product), hs_code: product.hs_code, right_holder: product.brand.right_holder.name };
  } catch (error) {
    if (error.status === 404) return begun; // withdrawn meanwhile
    throw error;
  }
}
