// A product in a list.

import { element } from "../elements.js";
import { picture } from "../pictures.js";
import { isolate } from "../strings/language.js";

export function productCard(product, inspectionId) {
  const href = inspectionId ? `#/product/${product.id}/${inspectionId}` : `#/product/${product.id}`;
  return element("a", { class: "card candidate", href },
    picture(product.thumbnail_url, ""),
    element("div", {}, element("h2", {}, isolate(product.name)),
      element("p", { class: "small soft" }, `${isolate(product.brand.name)} · ${product.category.name}`)),
    element("span", { class: "onward", "aria-hidden": "true" }, "›"));
}
