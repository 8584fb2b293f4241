// How many answers wait to be read: asked on opening, and every half minute while the app is seen.

import { unreadAnswers } from "./api/questions.js";
import { signedIn } from "./api_client.js";

const EVERY = 30_000; // ms
let known = 0;

export const unread = () => known;

// Tells the screens by "ipm:answers" when the number changes. While the app is closed: notices.js.
export async function askForAnswers() {
  if (!signedIn()) {
    known = 0; // the next person's are asked for
    return;
  }
  let count;
  try {
    count = await unreadAnswers();
  } catch {
    return; // asked again soon
  }
  if (count === known) return;
  known = count;
  window.dispatchEvent(new Event("ipm:answers"));
  navigator.setAppBadge?.(count).catch(() => {}); // on the icon of the installed app
}

export function watchAnswers() {
  setInterval(() => {
    if (document.visibilityState === "visible") askForAnswers();
  }, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") askForAnswers();
  });
  window.addEventListener("online", askForAnswers);
}
