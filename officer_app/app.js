// Which screen is shown. The address after "#" names it, so that the phone's Back works.

import { signedIn } from "./api_client.js";
import { announce } from "./elements.js";
import { say, setDocumentLanguage } from "./strings/language.js";
import { forgetPictures } from "./pictures.js";
import * as alternatives from "./screens/alternatives.js";
import * as candidates from "./screens/candidates.js";
import * as check from "./screens/check.js";
import * as differences from "./screens/differences.js";
import * as history from "./screens/history.js";
import * as product from "./screens/product.js";
import * as receipt from "./screens/receipt.js";
import * as signIn from "./screens/sign_in.js";
import * as start from "./screens/start.js";
import * as summary from "./screens/summary.js";
import * as verdict from "./screens/verdict.js";

const screens = { start, candidates, check, differences, summary, verdict, receipt, alternatives, product, history };
let shown = 0;

async function show() {
  const turn = ++shown;
  const [name = "start", ...parts] = location.hash.slice(2).split("/").map(decodeURIComponent);
  const chosen = signedIn() ? screens[name || "start"] ?? start : signIn;
  forgetPictures();
  const place = document.querySelector("#screen");
  place.setAttribute("aria-busy", "true"); // the style shows it when it takes long
  let content;
  try {
    content = await chosen.screen(...parts);
  } catch (error) {
    if (error.status === 401) {
      content = await signIn.screen();
    } else {
      const { problemScreen } = await import("./screens/problem.js");
      content = problemScreen(error, show);
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
window.addEventListener("ipm:show-again", show);
setDocumentLanguage();
document.querySelector("#announcement").textContent = say("starting");
show();
