// Not recognised: search by words, brand and category, or by a typed code; ask, or decide without.

import { listBrands, listCategories, lookUpBarcode, searchProducts } from "../api/guides.js";
import { bar, button, busy, element, link, notice } from "../elements.js";
import { codeCard, codeSigns } from "../scan/code_card.js";
import { remember, remembered } from "../storage/desk.js";
import { say } from "../strings/language.js";
import { productCard } from "./product_card.js";

const LATELY = "search/lately"; // words, the last ones first
const MOST = 6;

export async function screen(inspectionId) {
  const results = element("div", { class: "stack", "aria-live": "polite" });
  const lately = element("div", { class: "stack" });
  const card = (product) => productCard(product, inspectionId);

  const narrow = filters();
  const words = field("words", "searchHint", { type: "search" }, async (text) => {
    const asked = { q: text, ...narrow.chosen() };
    if (!Object.values(asked).some(Boolean)) return [element("p", {}, say("chooseSomething"))];
    if (text) noteSearch(text);
    showLately();
    return page(asked);
  });
  const code = field("code", "barcodeHint", { type: "text" }, async (text) => {
    if (!text) return [];
    const { barcodes, carried } = await lookUpBarcode(text);
    return [fromPhone(carried), ...barcodes.flatMap((one) => [codeCard(one), ...codeSigns(one, one.number_checks),
      one.note ? element("p", { class: "small soft" }, one.note) : null, ...one.products.map(card)])].filter(Boolean);
  });
  words.form.append(narrow.details);

  async function page(asked) {
    const { products, next, carried } = await searchProducts(asked);
    const more = next && button(say("more"), async () => {
      try {
        more.replaceWith(...await busy(more, say("looking"), () => page({ ...asked, cursor: next })));
      } catch (error) {
        more.before(notice(error.message));
      }
    });
    if (!products.length && !asked.cursor) return [fromPhone(carried), element("p", {}, say("nothingFits"))].filter(Boolean);
    return [fromPhone(carried), ...products.map(card), more].filter(Boolean);
  }

  function field(name, hint, attributes, find) {
    const input = element("input", { id: name, autocomplete: "off", maxlength: "200", ...attributes });
    const press = button(say("lookUp"), null, { type: "submit" });
    const form = element("form", { class: "card fields", novalidate: true },
      element("label", { for: name }, say(hint)), element("div", { class: "inline" }, input, press));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        results.replaceChildren(...await busy(press, say("looking"), () => find(input.value.trim())));
        results.scrollIntoView({ block: "start" });
      } catch (error) {
        if (error.status === 401) window.dispatchEvent(new Event("ipm:show-again"));
        results.replaceChildren(notice(error.message));
      }
    });
    return { form, input };
  }

  function showLately() {
    const before = remembered(LATELY, []);
    lately.replaceChildren(...(before.length ? [
      element("p", { class: "small soft" }, say("searchedLately")),
      element("div", { class: "chips" }, before.map((text) => button(text, () => {
        words.input.value = text;
        words.form.requestSubmit();
      }, { dir: "auto" })), button(say("forgetSearches"), () => {
        remember(LATELY, undefined);
        showLately();
      }, { class: "button plain chip" })),
    ] : []));
  }

  showLately();
  const brands = inspectionId ? `#/brands/${inspectionId}` : "#/brands";
  return [
    bar("IPM", null, null),
    element("main", {}, element("h1", {}, say("searchTitle")), words.form, lately, results, code.form,
      link(say("askInstead"), brands, { class: "button wide" })),
    element("footer", { class: inspectionId ? "" : "one" },
      link(say("back"), inspectionId ? `#/candidates/${inspectionId}` : "#/start"),
      inspectionId ? link(say("toVerdict"), `#/verdict/${inspectionId}`, { primary: true }) : null),
  ];
}

// Brand and category: fetched when somebody opens them.
function filters() {
  const brand = element("select", { id: "brand" }, element("option", { value: "" }, say("anyBrand")));
  const category = element("select", { id: "category" }, element("option", { value: "" }, say("anyCategory")));
  const details = element("details", { class: "narrow" }, element("summary", {}, say("narrow")),
    element("div", { class: "fields" },
      element("label", { for: "brand" }, say("brand")), brand,
      element("label", { for: "category" }, say("category")), category));
  details.addEventListener("toggle", async () => {
    if (!details.open || brand.options.length > 1) return;
    const [{ brands }, { categories }] = await Promise.all([listBrands(), listCategories()]).catch(() => [{ brands: [] }, { categories: [] }]);
    brand.append(...brands.map((one) => element("option", { value: one.id }, one.name)));
    category.append(...categories.map((one) => element("option", { value: one.slug }, one.name)));
  });
  return { details, chosen: () => ({ brand: brand.value, category: category.value }) };
}

function noteSearch(text) {
  remember(LATELY, [text, ...remembered(LATELY, []).filter((one) => one !== text)].slice(0, MOST));
}

const fromPhone = (carried) => (carried ? element("p", { class: "notice sign" }, say("searchedPack", carried)) : null);
