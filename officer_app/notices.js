// Being told of an answer while the app is closed: a push without content wakes the service worker.
// What the officer wants is sealed with the rest; the browser's own subscription is made to fit it.

import { Problem, send, signedIn } from "./api_client.js";
import { askForAnswers } from "./answers.js";
import { token } from "./session.js";
import { remember, remembered } from "./storage/desk.js";
import { say } from "./strings/language.js";

const SUBSCRIPTION = "/api/v1/push-subscription";
const WISH = "notices"; // on the desk
const WORDS = "words"; // the cache that service_worker.js reads
let known = ""; // what the service knows of this phone
let turn = Promise.resolve();

// → "on", "off", or why it cannot be: "blocked", "homeScreen", "unable".
export async function noticeState() {
  if (!("PushManager" in window && "Notification" in window && navigator.serviceWorker)) {
    return "standalone" in navigator && !navigator.standalone ? "homeScreen" : "unable";
  }
  if (Notification.permission === "denied") return "blocked";
  return remembered(WISH) && (await (await worker())?.pushManager.getSubscription()) ? "on" : "off";
}

// Asks the officer, the browser and the service, in this order. Rejects with words for the officer.
export async function beginNotices() {
  if ((await Notification.requestPermission()) !== "granted") return;
  remember(WISH, true);
  try {
    await renewNotices();
    if ((await noticeState()) !== "on") throw new Problem(0, say("tellMeFailed"));
  } catch (error) {
    await endNotices();
    throw error instanceof Problem ? error : new Problem(0, say("tellMeFailed"));
  }
}

export async function endNotices() {
  remember(WISH, undefined);
  await withdrawNotices();
  try {
    await send("DELETE", SUBSCRIPTION);
  } catch (error) {
    if (!(error instanceof Problem)) throw error; // no network: the push service tells it later
  }
}

// At the start, at each sign-in, after another language was chosen; one after the other.
export const renewNotices = () => (turn = turn.catch(() => {}).then(renew));

async function renew() {
  if (!signedIn()) return;
  const found = await worker();
  if (!found?.pushManager) return;
  if (!remembered(WISH)) return withdraw(); // whoever had this phone before
  if (Notification.permission !== "granted") return;
  const { public_key: key } = await send("GET", SUBSCRIPTION);
  if (!key) throw new Problem(404, say("tellMeNotHere"));
  const { endpoint } = await subscribed(found.pushManager, key);
  const words = { title: say("noticeTitle"), body: say("noticeBody") };
  await (await caches.open(WORDS)).put(WORDS, Response.json(words));
  if (known === `${token()} ${endpoint}`) return;
  await send("PUT", SUBSCRIPTION, { json: { endpoint } });
  known = `${token()} ${endpoint}`;
}

async function subscribed(manager, key) {
  const held = await manager.getSubscription();
  if (held && base64url(held.options.applicationServerKey) === key) return held;
  await held?.unsubscribe(); // the service has another key now
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

// On this phone; the push service then says to ours that it is gone.
export const withdrawNotices = () => (turn = turn.catch(() => {}).then(withdraw));

async function withdraw() {
  known = "";
  const found = await worker();
  const held = await found?.pushManager?.getSubscription();
  await held?.unsubscribe().catch(() => {}); // no network: the browser ends it when there is one
  for (const shown of (await found?.getNotifications?.()) ?? []) shown.close();
  if (globalThis.caches) await caches.delete(WORDS);
}

async function worker() {
  const found = await navigator.serviceWorker?.getRegistration();
  return found && !found.active ? navigator.serviceWorker.ready : found;
}

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const SAID = { // by service_worker.js
  answers: askForAnswers,
  questions: () => { location.hash = "#/questions"; },
  renew: quietly,
};

function quietly() {
  renewNotices().catch((error) => console.warn("Notices:", error.message)); // at the next opening
}

export function watchNotices() {
  navigator.serviceWorker?.addEventListener("message", ({ data }) => SAID[data]?.());
  window.addEventListener("ipm:show-again", quietly);
  quietly();
}
