// Which screen is shown. The address after "#" names it, so that the phone's Back works.

import { isPreview, Problem, signedIn } from "./api_client.js";
import { announce } from "./elements.js";
import { say, setDocumentLanguage } from "./strings/language.js";
import { forgetPictures } from "./pictures.js";
import { watchAnswers } from "./answers.js";
import { applyAppearance } from "./appearance.js";
import { problemScreen } from "./screens/problem.js";
import { isLocked, openSession, watchIdleTime } from "./session.js";
import { watchForUpdates } from "./shell.js";
import { purge } from "./storage/outbox.js";
import { sendNow, watchNetwork } from "./storage/sending.js";

// Each is a module of its name in screens/, loaded when it is asked for the first time.
const SCREENS = [
  "start", "candidates", "check", "differences", "summary", "verdict", "receipt", "alternatives", "product", "history", "scan", "queue",
  "ask", "brands", "questions", "question", "alerts", "favourites", "settings", "help",
  "tools", "report", "seizure",
];
const NOT_LOADED = "not-loaded"; // a browser does not try twice: only a reload does
let shown = 0;

async function screenOf(name, parts) {
  let module;
  try {
    module = await import(`./screens/${name}.js`);
  } catch (error) {
    throw error instanceof TypeError ? new Problem(0, say("noNetwork"), {}, NOT_LOADED) : error;
  }
  return module.screen(...parts);
}

async function show() {
  const turn = ++shown;
  const [name = "start", ...parts] = location.hash.slice(2).split("/").map(decodeURIComponent);
  const chosen = !signedIn() ? (isLocked() ? "unlock" : "sign_in") : SCREENS.includes(name) ? name : "start";
  forgetPictures();
  const place = document.querySelector("#screen");
  place.setAttribute("aria-busy", "true"); // the style shows it when it takes long
  let content;
  try {
    content = await screenOf(chosen, parts);
  } catch (error) {
    if (error.status === 401) {
      content = await screenOf("sign_in", []);
    } else {
      content = problemScreen(error, error.kind === NOT_LOADED ? () => location.reload() : show);
    }
  }
  if (turn !== shown) return; // another screen was asked for meanwhile
  place.removeAttribute("aria-busy");
  place.replaceChildren(...[content].flat());
  window.scrollTo(0, 0);
  const heading = place.querySelector("h1");
  if (heading) {
    document.title = `${heading.textContent} · IPM`;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    announce(heading.textContent);
  }
}

window.addEventListener("hashchange", show);
window.addEventListener("ipm:show-again", () => {
  show();
  sendNow(); // somebody may have signed in
});
setDocumentLanguage();
applyAppearance();
watchAnswers();
document.querySelector("#announcement").textContent = say("starting");
if (!isPreview()) await openSession();
await show();
if (!isPreview()) await begin(); // what nobody waits for

async function begin() {
  watchIdleTime();
  await purge();
  watchNetwork();
  watchForUpdates();
  import("./notices.js").then(({ watchNotices }) => watchNotices(), () => {}); // not loaded: next time
}
