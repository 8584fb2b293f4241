// The products that this officer wants at hand.

import { listFavourites } from "../api/guides.js";
import { bar, element, link } from "../elements.js";
import { say } from "../strings/language.js";
import { productCard } from "./product_card.js";

export async function screen() {
  const { products, carried } = await listFavourites();
  return [
    bar("IPM", null, null),
    element("main", {},
      element("div", {}, element("h1", {}, say("favouritesTitle")),
        element("p", { class: "soft" }, say(products.length ? "favouritesHint" : "noFavourites"))),
      carried ? element("p", { class: "notice sign" }, say("searchedPack", carried)) : null,
      products.map((product) => productCard(product))),
    element("footer", {}, link(say("back"), "#/start"), link(say("search"), "#/alternatives", { primary: true })),
  ];
}
