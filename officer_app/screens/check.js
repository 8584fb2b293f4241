// One distinguishing feature at a time: the own photo beside the genuine reference.

import { shotList } from "../capture/shot_list.js";
import { fixOrder, inOrder, isAtHand, neededTools, toolsAtHand } from "../check/order.js";
import { answerWithUndo, undoLine } from "../check/undo.js";
import { isForOfficersOnly, watermark } from "../check/watermark.js";
import { bar, button, closing, element, link, titleOf } from "../elements.js";
import { answers, compared, comparison, current } from "../inspection.js";
import { picture } from "../pictures.js";
import { isolate, say } from "../strings/language.js";
import { apart } from "./apart.js";
import { addingPhotos } from "./candidates.js";
import { likeCounterfeits } from "./differences.js";
import { ghostOf, pair } from "./picture_pair.js";
import { scannedCode } from "./scanned_code.js";
import { matchWords } from "./signs.js";
import * as tools from "./tools.js";

export const CHOICES = {
  "as-genuine": "asGenuine",
  "as-counterfeit": "asCounterfeit",
  "cannot-tell": "cannotTell",
  "cannot-see": "cannotSee",
};

const WHY = { "outside-photo": "notOnPhoto", glare: "glareHere", "too-few-pixels": "tooSmall" };

export async function screen(id, productId, step) {
  const inspection = await current(id);
  const chosen = await compared(inspection, productId);
  if (toolsAtHand(id) === undefined && neededTools(chosen.features).length) return tools.screen(id, productId);
  const features = await inOrder(inspection, chosen);
  const total = features.length;
  const number = Math.min(Math.max(Number.parseInt(step, 10) || 1, 1), total || 1);
  const feature = features[number - 1];
  const summary = `#/summary/${id}/${productId}`;
  const close = closing(`#/candidates/${id}`);
  const head = bar(titleOf(chosen.product), matchWords(chosen).join(" · "), close);
  if (!feature) {
    return [head, element("main", {}, element("h1", {}, isolate(chosen.product.name)), element("p", {}, say("noFeatures"))),
      element("footer", {}, link(say("back"), `#/candidates/${id}`), link(say("toVerdict"), `#/verdict/${id}/${productId}`, { primary: true }))];
  }
  const given = answers(id)[feature.id];
  const choose = (value) => {
    fixOrder(id, chosen, features);
    answerWithUndo(id, feature, value, location.hash);
    location.hash = number < total ? `#/check/${id}/${productId}/${number + 1}` : summary;
  };
  const photo = addingPhotos(inspection);
  const seen = whatIsSeen(inspection, productId, feature, photo);
  return [
    head,
    steps(id, features, number),
    element("main", {},
      undoLine(id, CHOICES),
      element("div", {},
        element("p", { class: "small soft" }, say("checkOf", { number, total, tool: say(feature.tool) }),
          isForOfficersOnly(feature) ? element("span", { class: "pill covert" }, say("covert")) : null),
        element("h1", {}, isolate(feature.title))),
      isAtHand(id, feature) ? null : missingTool(id, productId, feature),
      seen.area,
      texts(feature),
      seen.alike,
      seen.closer,
      scannedCode(inspection, chosen),
      shotList(inspection, chosen, photo.shoot),
      counterfeits(chosen),
      seen.otherPlaces,
      given ? element("p", { class: "small soft" }, say("earlierAnswer", { answer: say(CHOICES[given]) })) : null,
      isForOfficersOnly(feature) ? watermark() : null),
    element("footer", {}, Object.entries(CHOICES).map(([value, label], index) =>
      button(say(label), () => choose(value), { primary: index < 2, "aria-pressed": given === value ? "true" : null }))),
  ];
}

function missingTool(id, productId, feature) {
  return element("div", { class: "stack" }, element("p", { class: "notice" }, say(`needs-${feature.tool}`)),
    link(say("changeTools"), `#/tools/${id}/${productId}`));
}

function steps(id, features, number) {
  return element("div", { class: "steps", "aria-hidden": "true" }, features.map((one, index) =>
    element("i", { class: index + 1 === number ? "now" : answers(id)[one.id] ? "done" : "" })));
}

/*
 * The two pictures, at once; and as soon as the service has compared them: whether the place can be
 * seen, what to do if not, and whether it deserves a closer look. Without that answer the screen
 * does its work all the same.
 */
function whatIsSeen(inspection, productId, feature, photo) {
  const area = element("div", { class: "stack", "aria-live": "polite" });
  const otherPlaces = element("div");
  const alike = element("div", { class: "stack", "aria-live": "polite" });
  const press = closerPhoto(photo, feature);
  const closer = element("div", { class: "stack" }, photo.area, press, ...photo.inputs); // below the words, unless it is needed
  if (inspection.waits) {
    area.append(apart(inspection.photos, feature));
    return { area, alike, closer, otherPlaces };
  }
  let asked = false;

  function askForPhoto(why) {
    if (asked) return;
    asked = true;
    press.textContent = say("photographPlace");
    area.append(element("p", { class: "notice" }, say(why)), closer);
  }
  const notOnPhoto = () => askForPhoto("notOnPhoto");

  const shown = pair(feature, notOnPhoto);
  if (shown) area.prepend(shown);
  comparison(inspection, productId).then(({ features, places }) => {
    const view = features.find((one) => one.feature_id === feature.id);
    if (view?.photo_crop_url && view.photo_id !== feature.photo_id) {
      shown?.replaceWith(pair({ ...feature, photo_crop_url: view.photo_crop_url }, notOnPhoto)); // another photo shows it better
    }
    if (view && view.visibility in WHY) askForPhoto(WHY[view.visibility]);
    if (view?.attention === "look-closely") area.prepend(element("p", { class: "notice sign" }, element("b", {}, say("lookClosely")), ` ${say("lookCloselyHint")}`));
    alike.append(...(view ? likeCounterfeits(view.counterfeits) : []));
    otherPlaces.append(link(places.length ? say("otherPlaces", { count: places.length }) : say("mapOfDifferences"), `#/differences/${inspection.id}/${productId}`, { class: "button wide" }));
  }, () => {});
  return { area, alike, closer, otherPlaces };
}

// One tap: the live camera with the outline of the place to aim with, where the phone has one.
function closerPhoto(photo, feature) {
  const press = photo.add(say("closerPhoto"), false, { title: feature.title, hint: say("closerHint"), ghost: ghostOf(feature) ?? undefined });
  press.classList.add("wide");
  return press;
}

function texts(feature) {
  const rows = [
    [say("genuine"), feature.genuine_shows || say("unknown")],
    [say("counterfeit"), feature.counterfeit_shows || say("unknown")],
    [say("how"), feature.how_to_check],
    [say("where"), feature.where],
  ];
  return element("dl", { class: "how card" }, rows.filter(([, text]) => text).map(([term, text]) =>
    element("div", {}, element("dt", {}, term), element("dd", {}, isolate(text)))));
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
        element("figcaption", {}, isolate(image.caption) || say("knownCounterfeit")))) : []));
    if (open) place.scrollIntoView({ block: "nearest" });
  }, { "aria-expanded": "false", class: "button wide" });
  return element("div", { class: "stack" }, press, place);
}
