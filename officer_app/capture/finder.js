// The whole screen as a viewfinder: the live picture, a frame to aim with, and what this phone can
// adjust. The camera runs only while it is seen: it stops when the finder closes, the phone's Back is
// pressed, another screen comes or the page is hidden, and starts again when the page is back.

import { button, drawing, element } from "../elements.js";
import { readPicture } from "../api/guides.js";
import { say } from "../strings/language.js";
import { openLens } from "./lens.js";

const LOOKS = 200; // ms between two looks at the live picture
const FRAMES = {
  photo: ["M.06 .2V.05H.26M.74 .05H.94V.2M.94 .8V.95H.74M.26 .95H.06V.8"],
  code: ["M.08 .42V.34H.24M.76 .34H.92V.42M.92 .58V.66H.76M.24 .66H.08V.58"],
};

/*
 * title, hint: words on top. frame: "photo" or "code". ghost: what to lay the article on, see ghostOf.
 * look(video, area): called again and again; area is what is seen of the video, in its pixels.
 * refusal(why): { words, ways } when there is no camera: what to do, and what to press. actions: the
 * buttons at the bottom. closed resolves with what close(result) was given.
 */
export function openFinder({ title, hint, frame, ghost, look, refusal, actions }) {
  const video = element("video", { playsinline: true, autoplay: true, muted: true, "aria-hidden": "true" });
  video.muted = true; // the attribute alone does not count for what is made by a script
  const here = element("button", { type: "button", class: "here", "aria-label": say("focusHere"), hidden: true });
  const words = element("p", { class: "advice", role: "status" });
  const view = element("div", { class: "view" }, video, drawing(FRAMES[frame], "0 0 1 1"), here, words);
  const tools = element("div", { class: "tools" });
  const footer = element("footer", { class: "shutters" }, actions);
  const heading = element("h1", { id: "finder-title", tabindex: "-1" }, title);
  const dialog = element("dialog", { class: "finder", "aria-labelledby": "finder-title" },
    element("header", {}, element("div", { class: "title" }, heading, hint ? element("p", { class: "small" }, hint) : null),
      button("✕", () => close(null), { "aria-label": say("close"), class: "button plain" })),
    view, tools, footer);
  let lens = null;
  let running = null; // ends the camera that is on
  let resolve;
  const closed = new Promise((done) => { resolve = done; });

  async function start() {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    try {
      lens = await openLens(video, signal);
    } catch (error) {
      if (!signal.aborted && error.why) refused(error.why);
      else if (!signal.aborted) throw error;
      return;
    }
    if (signal.aborted) return;
    dialog.dataset.ready = "";
    tools.replaceChildren(...adjustments(lens));
    here.hidden = lens.focusAt === null;
    const clock = setInterval(() => { if (video.videoWidth) look(video, seenPart(video)); }, LOOKS);
    signal.addEventListener("abort", () => clearInterval(clock));
  }

  function stop() {
    running?.abort();
    delete dialog.dataset.ready;
    lens = null;
  }

  function refused(why) {
    const { words: toDo, ways } = refusal(why);
    view.replaceChildren(element("p", { class: "refused", role: "alert" }, toDo));
    footer.replaceChildren(...ways);
    footer.querySelector("button")?.focus();
  }

  const turn = () => (document.hidden ? stop() : start());
  const leave = () => close(null);

  function close(result) {
    if (!dialog.isConnected) return;
    stop();
    document.removeEventListener("visibilitychange", turn);
    for (const event of ["popstate", "hashchange", "pagehide", "ipm:show-again"]) window.removeEventListener(event, leave);
    dialog.remove();
    if (!history.state?.finder) resolve(result);
    else {
      window.addEventListener("popstate", () => resolve(result), { once: true });
      history.back(); // the entry that Back would have taken
    }
  }

  here.addEventListener("click", (event) => {
    const box = view.getBoundingClientRect();
    const part = seenPart(video);
    const [x, y] = event.detail ? [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height] : [0.5, 0.5];
    lens?.focusAt((part.x + x * part.width) / video.videoWidth, (part.y + y * part.height) / video.videoHeight);
    words.textContent = say("focusing");
  });
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(null); });
  document.addEventListener("visibilitychange", turn);
  if (ghost) view.append(ghostOf(ghost));
  document.body.append(dialog);
  history.pushState({ finder: true }, "");
  for (const event of ["popstate", "hashchange", "pagehide", "ipm:show-again"]) window.addEventListener(event, leave);
  dialog.showModal();
  (footer.querySelector(".shutter") ?? heading).focus();
  start();
  return { closed, close, photo: () => lens?.photo(), isReady: () => lens !== null, tell: (text) => { if (words.textContent !== text) words.textContent = text; } };
}

// Torch and zoom, where the phone has them.
function adjustments({ torch, zoom }) {
  const light = torch && button(say("torch"), () => {
    const on = light.getAttribute("aria-pressed") !== "true";
    light.setAttribute("aria-pressed", String(on));
    torch(on);
  }, { "aria-pressed": "false" });
  if (!zoom) return [light].filter(Boolean);
  const slider = element("input", { type: "range", min: zoom.min, max: zoom.max, step: zoom.step || 0.1, "aria-label": say("zoom") });
  slider.value = zoom.now ?? zoom.min;
  slider.addEventListener("input", () => zoom.set(Number(slider.value)));
  return [slider, light].filter(Boolean);
}

// paths in a square of 100, or { url } of a picture with { outline }, a path in its unit coordinates.
function ghostOf({ paths, url, outline }) {
  if (paths) return element("div", { class: "ghost" }, drawing(paths));
  const image = element("img", { alt: "" });
  const laid = element("div", { class: "laid", hidden: true }, image, outline ? drawing([outline], "0 0 1 1") : null);
  readPicture(url).then((blob) => {
    image.src = URL.createObjectURL(blob);
    image.addEventListener("load", () => {
      URL.revokeObjectURL(image.src);
      laid.style.setProperty("--ratio", image.naturalWidth / image.naturalHeight); // as large as the view allows, never stretched
      laid.hidden = false;
    });
  }, () => {}); // without the picture one can aim as well
  return element("div", { class: "ghost" }, laid);
}

// What of the video fills the screen: the rest is cut off at two sides.
function seenPart(video) {
  const scale = Math.max(video.clientWidth / video.videoWidth, video.clientHeight / video.videoHeight);
  const [width, height] = [video.clientWidth / scale, video.clientHeight / scale];
  return { x: (video.videoWidth - width) / 2, y: (video.videoHeight - height) / 2, width, height };
}
