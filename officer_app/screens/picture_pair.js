// The same place twice, at the same scale: on the own photo and on the genuine reference.

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
    [feature.photo_crop_url, say("yourPhoto"), () => withoutOwn()],
    [feature.reference_crop_url, say("genuine"), null],
  ].filter(([url]) => url);
  if (!shown.length) return null;
  const figures = shown.map(([url, caption, missing]) => {
    const crop = picture(url, `${caption}: ${feature.title}`, {}, missing);
    if (feature.region) crop.append(outline(feature.region));
    return element("figure", {}, crop, element("figcaption", {}, caption));
  });
  const enlarge = element("button", { type: "button", class: "pair", "aria-pressed": "false", "aria-label": say("enlarge") }, figures);
  enlarge.addEventListener("click", () => {
    enlarge.setAttribute("aria-pressed", String(enlarge.classList.toggle("large")));
  });
  enlarge.classList.toggle("single", figures.length === 1);
  enlarge.addEventListener("load", ({ target }) => {
    if (target.naturalWidth > LONG_STRIP * target.naturalHeight) enlarge.classList.add("stacked");
  }, true);

  function withoutOwn() {
    figures[0].remove();
    enlarge.classList.add("single");
    notOnPhoto();
  }

  return enlarge;
}

// The region inside its crop: the service adds a margin on each side, up to the picture's edge.
function outline({ x, y, width, height }) {
  const [beside, above] = [MARGIN * Math.max(width, SHORT_SIDE_SHARE * height), MARGIN * Math.max(height, SHORT_SIDE_SHARE * width)];
  const [left, top] = [Math.max(0, x - beside), Math.max(0, y - above)];
  const across = Math.min(1, x + width + beside) - left;
  const down = Math.min(1, y + height + above) - top;
  const [fromLeft, fromTop] = [(x - left) / across, (y - top) / down];
  const [toRight, toBottom] = [fromLeft + width / across, fromTop + height / down];
  return drawing([`M${fromLeft} ${fromTop}H${toRight}V${toBottom}H${fromLeft}z`], "0 0 1 1");
}
