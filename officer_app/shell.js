// The app itself, kept on the phone by the service worker. A new version waits until the officer
// agrees: nothing changes in the middle of an inspection.

import { button, element } from "./elements.js";
import { say } from "./strings/language.js";

const ASKED_EVERY = 30 * 60_000; // ms

export async function watchForUpdates() {
  if (!navigator.serviceWorker) return;
  let found;
  try {
    found = await navigator.serviceWorker.register("service_worker.js", { updateViaCache: "none" });
  } catch (error) {
    console.warn("The app is not kept on this phone:", error.message);
    return;
  }
  if (!found) return; // a browser that pretends
  const isFirst = !navigator.serviceWorker.controller;
  tellWhenReady(found);
  found.addEventListener("updatefound", () => tellWhenReady(found));
  navigator.serviceWorker.addEventListener("controllerchange", () => isFirst || location.reload());
  setInterval(() => found.update().catch(() => {}), ASKED_EVERY); // no network: next time
}

function tellWhenReady(found) {
  if (found.waiting && navigator.serviceWorker.controller) tell(found.waiting);
  found.installing?.addEventListener("statechange", () => tellWhenReady(found));
}

const tell = (worker) => banner("newVersion", button(say("useNewVersion"), () => worker.postMessage("use"), { primary: true }));

window.addEventListener("ipm:not-kept", () => banner("answersNotKept", button("✕", () => document.querySelector("#update").remove(),
  { "aria-label": say("close"), class: "button plain" })));

// One at a time, over whatever screen is shown.
function banner(words, press) {
  document.querySelector("#update")?.remove();
  document.body.append(element("aside", { id: "update", role: "status" }, element("span", {}, say(words)), press));
}
