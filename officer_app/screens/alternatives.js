// Not recognised: search by words or by a typed code, or record a verdict without a product.

import { lookUpBarcode, searchProducts } from "../api_client.js";
import { bar, button, busy, element, link, notice } from "../elements.js";
import { picture } from "../pictures.js";
import { say } from "../strings/language.js";

export async function screen(inspectionId) {
  const results = element("div", { class: "stack", "aria-live": "polite" });
  const card = (product) => productCard(product, inspectionId);
  const words = field("words", "searchHint", "search", async (text) => {
    const { products } = await searchProducts(text);
    return products.length ? products.map(card) : [element("p", {}, say("nothingFits"))];
  });
  const code = field("code", "barcodeHint", "text", async (text) => {
    const { barcodes } = await lookUpBarcode(text);
    return barcodes.flatMap((one) => [codeCard(one), ...one.products.map(card)]);
  });

  function field(name, hint, type, find) {
    const input = element("input", { id: name, type, autocomplete: "off", maxlength: "200" });
    const press = button(say("lookUp"), null, { type: "submit" });
    const form = element("form", { class: "card fields", novalidate: true },
      element("label", { for: name }, say(hint)), element("div", { class: "inline" }, input, press));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!input.value.trim()) return;
      try {
        results.replaceChildren(...await busy(press, say("looking"), () => find(input.value.trim())));
        results.scrollIntoView({ block: "nearest" });
      } catch (error) {
        if (error.status === 401) window.dispatchEvent(new Event("ipm:show-again"));
        results.replaceChildren(notice(error.message));
      }
    });
    return form;
  }

  return [
    bar("IPM", null, null),
    element("main", {}, element("h1", {}, say("searchTitle")), words, code, results),
    element("footer", { class: inspectionId ? "" : "one" },
      link(say("back"), inspectionId ? `#/candidates/${inspectionId}` : "#/start"),
      inspectionId ? link(say("toVerdict"), `#/verdict/${inspectionId}`, { primary: true }) : null),
  ];
}

function productCard(product, inspectionId) {
  const href = inspectionId ? `#/product/${product.id}/${inspectionId}` : `#/product/${product.id}`;
  return element("a", { class: "card candidate", href },
    picture(product.thumbnail_url, ""),
    element("div", {}, element("h2", {}, product.name),
      element("p", { class: "small soft" }, `${product.brand.name} · ${product.category.name}`)),
    element("span", { class: "onward", "aria-hidden": "true" }, "›"));
}

function codeCard(one) {
  const parts = [["GTIN", one.gtin], [say("lot"), one.lot], [say("serial"), one.serial], [say("expiry"), one.expiry]];
  return element("section", { class: "card stack" },
    element("dl", { class: "how" }, parts.filter(([, value]) => value).map(([term, value]) =>
      element("div", {}, element("dt", {}, term), element("dd", { class: "code" }, value)))),
    one.note ? element("p", { class: "small soft" }, one.note) : null);
}
