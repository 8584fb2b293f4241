// One distinguishing feature at a time: the own photo beside the genuine reference.

import { bar, button, element, link } from "../elements.js";
import { answer, answers, candidate, current, titleOf } from "../inspection.js";
import { picture } from "../pictures.js";
import { say } from "../strings/language.js";

const MARGIN = 0.35; // of the region's size; as in image_index/comparison.py
const SVG = "http://www.w3.org/2000/svg";

export const CHOICES = {
  "as-genuine": "asGenuine",
  "as-counterfeit": "asCounterfeit",
  "cannot-tell": "cannotTell",
  "cannot-see": "cannotSee",
};

export async function screen(id, productId, step) {
  const inspection = await current(id);
  const chosen = candidate(inspection, productId);
  if (!chosen) {
    location.hash = `#/candidates/${id}`;
    return [];
  }
  const verdict = `#/verdict/${id}/${productId}`;
  const total = chosen.features.length;
  const number = Math.min(Math.max(Number.parseInt(step, 10) || 1, 1), total || 1);
  const feature = chosen.features[number - 1];
  const close = link("✕", `#/candidates/${id}`, { "aria-label": say("close"), class: "button plain" });
  const head = bar(titleOf(chosen.product), under(chosen), close);
  if (!feature) {
    return [head, element("main", {}, element("h1", {}, chosen.product.name), element("p", {}, say("noFeatures"))),
      element("footer", { class: "one" }, link(say("toVerdict"), verdict, { primary: true }))];
  }
  const given = answers(id)[feature.id];
  const choose = (value) => {
    answer(id, feature.id, value);
    location.hash = number < total ? `#/check/${id}/${productId}/${number + 1}` : verdict;
  };
  return [
    head,
    element("div", { class: "steps", "aria-hidden": "true" }, chosen.features.map((one, index) =>
      element("i", { class: index + 1 === number ? "now" : answers(id)[one.id] ? "done" : "" }))),
    element("main", {},
      element("div", {},
        element("p", { class: "small soft" }, say("checkOf", { number, total, tool: say(feature.tool) })),
        element("h1", {}, feature.title)),
      pair(feature),
      feature.photo_crop_url ? null : element("p", { class: "notice" }, say("notOnPhoto")),
      texts(feature),
      counterfeits(chosen),
      given ? element("p", { class: "small soft" }, say("earlierAnswer", { answer: say(CHOICES[given]) })) : null),
    element("footer", {}, Object.entries(CHOICES).map(([value, label], index) =>
      button(say(label), () => choose(value), { primary: index < 2, "aria-pressed": given === value ? "true" : null }))),
  ];
}

function under(chosen) {
  const agreement = { true: say("barcodeAgrees"), false: say("barcodeOther") }[chosen.barcode_agrees];
  return agreement ? `${say(chosen.band)} · ${agreement}` : say(chosen.band);
}

function pair(feature) {
  const shown = [];
  if (feature.photo_crop_url) shown.push([feature.photo_crop_url, say("yourPhoto")]);
  if (feature.reference_crop_url) shown.push([feature.reference_crop_url, say("genuine")]);
  if (!shown.length) return null;
  return element("div", { class: shown.length > 1 ? "pair" : "pair single" }, shown.map(([url, caption]) => {
    const crop = picture(url, `${caption}: ${feature.title}`);
    if (feature.region) crop.append(outline(feature.region));
    return element("figure", {}, crop, element("figcaption", {}, caption));
  }));
}

// The region inside its crop: the service adds a margin on each side, up to the picture's edge.
function outline({ x, y, width, height }) {
  const [left, top] = [Math.max(0, x - MARGIN * width), Math.max(0, y - MARGIN * height)];
  const across = Math.min(1, x + (1 + MARGIN) * width) - left;
  const down = Math.min(1, y + (1 + MARGIN) * height) - top;
  const svg = document.createElementNS(SVG, "svg");
  const values = { viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true" };
  const place = { x: (x - left) / across, y: (y - top) / down, width: width / across, height: height / down };
  const rectangle = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries(values)) svg.setAttribute(name, value);
  for (const [name, value] of Object.entries(place)) rectangle.setAttribute(name, value);
  svg.append(rectangle);
  return svg;
}

function texts(feature) {
  const rows = [
    [say("genuine"), feature.genuine_shows || say("unknown")],
    [say("counterfeit"), feature.counterfeit_shows || say("unknown")],
    [say("how"), feature.how_to_check],
    [say("where"), feature.where],
  ];
  return element("dl", { class: "how card" }, rows.filter(([, text]) => text).map(([term, text]) =>
    element("div", {}, element("dt", {}, term), element("dd", {}, text))));
}

function counterfeits(chosen) {
  if (!chosen.counterfeit_images.length) return null;
  const place = element("div", { class: "stack" });
  const press = button(say("seeCounterfeit"), () => {
    const open = place.childElementCount === 0;
    press.setAttribute("aria-expanded", String(open));
    press.textContent = open ? say("hideCounterfeit") : say("seeCounterfeit");
    place.replaceChildren(...(open ? chosen.counterfeit_images.map((image) =>
      element("figure", {}, picture(image.url, say("knownCounterfeit"), { class: "picture whole" }),
        element("figcaption", {}, image.caption || say("knownCounterfeit")))) : []));
  }, { "aria-expanded": "false", class: "button wide" });
  return element("div", { class: "stack" }, press, place);
}
