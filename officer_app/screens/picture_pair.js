// The same place, at the same scale: on the own photo and on the genuine reference; and on a known
// counterfeit, if its right holder chose one.

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
    [feature.photo_crop_url, say("yourPhoto"), feature, () => withoutOwn()],
    [feature.reference_crop_url, say("genuine"), feature, null],
    [feature.counterpart?.crop_url, say("knownCounterfeit"), feature.counterpart, null],
  ].filter(([url]) => url);
  if (!shown.length) return null;
  const figures = shown.map(([url, caption, place, missing]) => {
    const crop = picture(url, `${caption}: ${feature.title}`, {}, missing);
    if (place.region) crop.append(outline(place.region, place.polygon));
    return element("figure", {}, crop, element("figcaption", {}, caption));
  });
  const enlarge = element("button", { type: "button", class: "pair", "aria-pressed": "false", "aria-label": `${shown.map(([, caption]) => caption).join(", ")}: ${say("enlarge")}` }, figures);
  enlarge.addEventListener("click", () => {
    enlarge.setAttribute("aria-pressed", String(enlarge.classList.toggle("large")));
  });
  enlarge.classList.toggle("single", figures.length === 1);
  enlarge.classList.toggle("three", figures.length === 3);
  enlarge.addEventListener("load", ({ target }) => {
    if (target.naturalWidth > LONG_STRIP * target.naturalHeight) enlarge.classList.add("stacked");
  }, true);

  function withoutOwn() {
    figures[0].remove();
    enlarge.classList.remove("three");
    enlarge.classList.toggle("single", figures.length === 2);
    notOnPhoto();
  }

  return enlarge;
}

// The region inside its crop: the service adds a margin on each side, up to the picture's edge.
// A polygon is drawn as it is; else the region, which is the rectangle around it.
function outline({ x, y, width, height }, polygon) {
  const [beside, above] = [MARGIN * Math.max(width, SHORT_SIDE_SHARE * height), MARGIN * Math.max(height, SHORT_SIDE_SHARE * width)];
  const [left, top] = [Math.max(0, x - beside), Math.max(0, y - above)];
  const across = Math.min(1, x + width + beside) - left;
  const down = Math.min(1, y + height + above) - top;
  const corners = polygon ?? [{ x, y }, { x: x + width, y }, { x: x + width, y: y + height }, { x, y: y + height }];
  const path = corners.map((corner) => `${(corner.x - left) / across} ${(corner.y - top) / down}`);
  return drawing([`M${path.join("L")}z`], "0 0 1 1");
}
