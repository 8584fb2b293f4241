// The same place, at the same scale: on the own photo and on the genuine reference; and on a known
// counterfeit, if its right holder chose one. Side by side, or one over the other under a slider.

import { slider } from "../check/slider.js";
import { zoomable } from "../check/zoom.js";
import { drawing, element } from "../elements.js";
import { picture } from "../pictures.js";
import { say } from "../strings/language.js";

const MARGIN = 0.35; // of the region's size; both as in image_index/region.py
const SHORT_SIDE_SHARE = 0.6; // a side counts for the margin as at least this part of the other
const LONG_STRIP = 2.5; // width by height from which two pictures are larger one above the other

// notOnPhoto: called when no photo shows the place.
export function pair(feature, notOnPhoto) {
  if (!feature.photo_crop_url) notOnPhoto();
  const shown = [
    ["own-view", feature.photo_crop_url, say("yourPhoto"), feature, () => withoutOwn()],
    ["genuine-view", feature.reference_crop_url, say("genuine"), feature, null],
    ["counterfeit-view", feature.counterpart?.crop_url, say("knownCounterfeit"), feature.counterpart, null],
  ].filter(([, url]) => url);
  if (!shown.length) return null;
  const figures = shown.map(([name, url, caption, place, missing]) => {
    const crop = picture(url, `${caption}: ${feature.title}`, {}, missing);
    if (place.region) crop.append(outline(place.region, place.polygon));
    return element("figure", { class: name }, crop, element("figcaption", {}, caption));
  });
  const area = element("div", { class: "pair", role: "group", "aria-label": say("picturesLabel") }, figures);
  area.classList.toggle("single", figures.length === 1);
  area.classList.toggle("three", figures.length === 3);
  area.addEventListener("load", ({ target }) => {
    if (target.naturalWidth > LONG_STRIP * target.naturalHeight) area.classList.add("stacked");
  }, true);
  const over = slider(area);
  over.press.hidden = !(feature.photo_crop_url && feature.reference_crop_url);
  const whole = element("div", { class: "compare stack" }, area, over.range, element("div", { class: "compare-tools" }, over.press, zoomable(area)));

  function withoutOwn() {
    figures[0].remove();
    area.classList.remove("three", "overlaid");
    area.classList.toggle("single", figures.length === 2);
    over.press.hidden = over.range.hidden = true;
    notOnPhoto();
  }

  return whole;
}

// For aiming a camera at the place: the genuine crop, and the outline in fractions of it.
export const ghostOf = (feature) => (feature.reference_crop_url && feature.region
  ? { url: feature.reference_crop_url, outline: pathIn(feature.region, feature.polygon) } : null);

// The region inside its crop: the service adds a margin on each side, up to the picture's edge.
// A polygon is drawn as it is; else the region, which is the rectangle around it.
export const outline = (region, polygon) => drawing([pathIn(region, polygon)], "0 0 1 1");

function pathIn({ x, y, width, height }, polygon) {
  const [beside, above] = [MARGIN * Math.max(width, SHORT_SIDE_SHARE * height), MARGIN * Math.max(height, SHORT_SIDE_SHARE * width)];
  const [left, top] = [Math.max(0, x - beside), Math.max(0, y - above)];
  const across = Math.min(1, x + width + beside) - left;
  const down = Math.min(1, y + height + above) - top;
  const corners = polygon ?? [{ x, y }, { x: x + width, y }, { x: x + width, y: y + height }, { x, y: y + height }];
  return `M${corners.map((corner) => `${(corner.x - left) / across} ${(corner.y - top) / down}`).join("L")}z`;
}
