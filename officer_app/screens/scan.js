// What does the code say? Scanned live or typed; read on the phone first, then looked up.

import { lookUpBarcode } from "../api/guides.js";
import { bar, button, busy, element, link, notice } from "../elements.js";
import { codeCard, codeSigns } from "../scan/code_card.js";
import { NoProductCode, parseScan } from "../scan/gs1.js";
import { printed } from "../scan/gtin.js";
import { say } from "../strings/language.js";
import { productCard } from "./product_card.js";
import { withNextPhoto } from "./start.js";

export async function screen() {
  const results = element("div", { class: "stack", "aria-live": "polite" });
  const input = element("input", { id: "code", autocomplete: "off", maxlength: "500", dir: "ltr" });
  const press = button(say("lookUp"), null, { type: "submit" });
  const form = element("form", { class: "card fields", novalidate: true },
    element("label", { for: "code" }, say("barcodeHint")), element("div", { class: "inline" }, input, press));
  const footer = element("footer", {});
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text) busy(press, say("looking"), () => show(text));
  });

  // *scan*: what the phone has read already.
  async function show(text, scan = null) {
    let read;
    try {
      read = scan ?? parseScan(text);
    } catch (error) {
      if (!(error instanceof NoProductCode)) throw error;
      results.replaceChildren(notice(say(error.why)));
      return;
    }
    results.replaceChildren(codeCard(read), ...codeSigns(read, []));
    footer.replaceChildren(
      button(say("withPhoto"), () => {
        withNextPhoto({ barcode: text });
        location.hash = "#/start";
      }), again(say("scanAnother")));
    try {
      const { barcodes: [answer], carried } = await lookUpBarcode(text);
      results.replaceChildren(carried ? element("p", { class: "small soft" }, say("searchedPack", carried)) : "", codeCard(read), ...codeSigns(read, answer.number_checks),
        notRegistered(answer, carried), ...answer.products.map((one) => productCard(one)));
    } catch (error) {
      if (error.status === 401) window.dispatchEvent(new Event("ipm:show-again"));
      results.append(notice(error.status === 0 ? say("codeOffline") : error.message));
    }
  }

  async function scan() {
    const finder = await import("../scan/scanner.js").catch(() => null); // never loaded before: the thumb types
    const code = await finder?.scanCode();
    if (!code) input.focus();
    else await show(code.text, code.scan);
  }

  const again = (label) => button(label, scan, { primary: true });
  footer.append(link(say("back"), "#/start"), again(say("scanTitle")));
  if (navigator.mediaDevices?.getUserMedia) queueMicrotask(scan);
  return [bar("IPM", null, null), element("main", {}, element("h1", {}, say("scanTitle")), results, form), footer];
}

// In the officer's language; of a number that no product the world over has, the service's own words.
function notRegistered({ gtin, products, is_trade_item: isTradeItem, note }, carried) {
  if (products.length) return "";
  const words = gtin && isTradeItem && !carried ? say("codeUnregistered", { gtin: printed(gtin) }) : note;
  return words ? element("p", { class: "small soft" }, words) : "";
}
