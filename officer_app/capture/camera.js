// Take a photo: aim, read in three words what would make it better, press. Nothing holds the shutter back.

import { button, element } from "../elements.js";
import { say } from "../strings/language.js";
import { openFinder } from "./finder.js";
import { advice, measure, SIDE } from "./quality_gate.js";

const TWICE = 2; // looks in a row that must say the same: words that flicker are not read

/*
 * A File with the original bytes, or null when the officer closed the camera. Without a camera the
 * phone's own camera and the gallery are offered in its place.
 */
export function takePhoto({ title = say("photographTitle"), hint = "", ghost = null } = {}) {
  const camera = fileInput({ capture: "environment" });
  const gallery = fileInput({});
  let last = null;
  let times = 0;

  function fileInput(attributes) {
    const input = element("input", { type: "file", accept: "image/jpeg,image/png,image/webp", class: "hidden", tabindex: "-1", "aria-hidden": "true", ...attributes });
    input.addEventListener("change", () => { if (input.files[0]) finder.close(input.files[0]); });
    return input;
  }

  function look(video, area) {
    const wish = advice(measure(smallPicture(video, area)));
    times = wish === last ? times + 1 : 1;
    last = wish;
    if (times >= TWICE) finder.tell(wish ? say(wish) : "");
  }

  const shutter = button("", async () => {
    if (!finder.isReady()) return;
    shutter.disabled = true;
    const photo = await finder.photo();
    shutter.disabled = false;
    if (photo) finder.close(photo);
  }, { class: "shutter", "aria-label": say("takePhoto") });

  const finder = openFinder({
    title, hint, ghost, frame: "photo", look,
    actions: [button(say("gallery"), () => gallery.click()), shutter, gallery],
    refusal: (why) => ({
      words: say(`camera-${why}`),
      ways: [button(say("choosePicture"), () => gallery.click()), button(say("phoneCamera"), () => camera.click(), { primary: true }), gallery, camera],
    }),
  });
  return finder.closed;
}

let canvas = null;

function smallPicture(video, { x, y, width, height }) {
  canvas ??= document.createElement("canvas");
  const scale = SIDE / Math.max(width, height);
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(video, x, y, width, height, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
