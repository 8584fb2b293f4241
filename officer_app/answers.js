// How many answers wait to be read: asked on opening, and every half minute while the app is seen.

import { unreadAnswers } from "./api/questions.js";
import { signedIn } from "./api_client.js";
import { say } from "./strings/language.js";

const EVERY = 30_000; // ms
let known = 0;

export const unread = () => known;

// Tells the screens by "ipm:answers" when the number changes, and the officer if the app is not seen.
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
  const more = count > known;
  if (count === known) return;
  known = count;
  window.dispatchEvent(new Event("ipm:answers"));
  navigator.setAppBadge?.(count).catch(() => {}); // on the icon of the installed app
  if (more && document.visibilityState !== "visible") tell();
}

export function watchAnswers() {
  setInterval(() => {
    if (document.visibilityState === "visible" || mayTell()) askForAnswers();
  }, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") askForAnswers();
  });
  window.addEventListener("online", askForAnswers);
}

export const mayTell = () => "Notification" in window && Notification.permission === "granted";

// No word of the goods: others may see the screen of the phone.
async function tell() {
  if (!mayTell()) return;
  const shown = { body: say("noticeBody"), tag: "ipm-answers", icon: "icon-192.png" };
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker) worker.showNotification(say("noticeTitle"), shown);
  else new Notification(say("noticeTitle"), shown);
}
