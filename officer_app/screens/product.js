// The guide of one product.

import { readProduct } from "../api_client.js";
import { bar, button, element } from "../elements.js";
import { picture } from "../pictures.js";
import { say } from "../strings/language.js";

export async function screen(id) {
  const product = await readProduct(id);
  return [
    bar(product.brand.name, product.category.name, null),
    element("main", {},
      element("h1", {}, product.name),
      element("p", {}, product.description),
      element("p", { class: "small soft code" }, product.gtins.map((gtin) => `GTIN ${gtin}`).join(" · ")),
      element("div", { class: "pair" }, product.images.map((image) => element("figure", {},
        picture(image.thumbnail_url, image.view),
        element("figcaption", {}, image.kind === "genuine" ? say("genuine") : image.caption || say("knownCounterfeit"))))),
      element("h2", {}, say("features")),
      product.features.length ? product.features.map((feature) => element("section", { class: "card stack" },
        element("h2", {}, feature.title),
        feature.reference_crop_url ? picture(feature.reference_crop_url, feature.title, { class: "picture wide-crop" }) : null,
        element("dl", { class: "how" },
          [[say("genuine"), feature.genuine_shows], [say("counterfeit"), feature.counterfeit_shows || say("unknown")], [say("how"), feature.how_to_check]]
            .filter(([, text]) => text)
            .map(([term, text]) => element("div", {}, element("dt", {}, term), element("dd", {}, text)))))) : element("p", {}, say("noFeatures")),
      product.contacts.length ? element("section", { class: "card stack" }, element("h2", {}, say("contacts")),
        product.contacts.map((contact) => element("p", {}, `${contact.name} `,
          contact.telephone ? element("a", { class: "button", href: `tel:${contact.telephone.replace(/[^+0-9]/g, "")}` }, contact.telephone) : null))) : null),
    element("footer", { class: "one" }, button(say("back"), () => history.back())),
  ];
}
