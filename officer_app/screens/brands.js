// Whose brand is on the goods? For a question when no product fits.

import { listBrands } from "../api/guides.js";
import { bar, closing, element, link } from "../elements.js";
import { isolate, say } from "../strings/language.js";

export async function screen(inspectionId) {
  const { brands } = await listBrands();
  const rows = element("ul", { class: "rows", "aria-live": "polite" });
  const filter = element("input", { id: "brand", type: "search", autocomplete: "off" });
  const show = () => {
    const part = filter.value.trim().toLowerCase();
    const fitting = brands.filter((brand) => brand.name.toLowerCase().includes(part));
    rows.replaceChildren(...fitting.map((brand) => element("li", {}, row(brand, inspectionId))),
      ...(fitting.length ? [] : [element("li", {}, say("noSuchBrand"))]));
  };
  filter.addEventListener("input", show);
  show();
  return [
    bar(say("askTitle"), null, closing(inspectionId ? `#/candidates/${inspectionId}` : "#/start")),
    element("main", {},
      element("div", {}, element("h1", {}, say("whoseBrand")), element("p", { class: "soft" }, say("whoseBrandHint"))),
      element("div", { class: "fields" }, element("label", { for: "brand" }, say("brandFilter")), filter),
      rows),
    element("footer", { class: "one" }, link(say("back"), inspectionId ? `#/alternatives/${inspectionId}` : "#/alternatives")),
  ];
}

function row(brand, inspectionId) {
  return element("a", { class: "card row", href: `#/ask/brand/${brand.id}${inspectionId ? `/${inspectionId}` : ""}` },
    element("b", {}, isolate(brand.name)), element("span", { class: "onward", "aria-hidden": "true" }, "›"));
}
