// Sends what waits, one after the other: first what somebody looks at, then what is new, then the
// originals of photos whose copies are there. Stops at a broken network and begins again by itself.

import { Problem, send } from "../api_client.js";
import { keepOpenWhile } from "../session.js";
import { say } from "../strings/language.js";
import { finish, itemOf, items, keep, refuse, sentPhotos } from "./outbox.js";
import { sendPhoto } from "./photo_sending.js";
import { isOpen } from "./vault.js";

const FIRST_PAUSE = 1_000; // ms after a broken network
const LONGEST_PAUSE = 30_000;

const waiters = new Map(); // id → { resolve, reject, progress, signal }
const stopped = new Set(); // ids that somebody cancelled
const shares = new Map(); // id → how much of it is there, 0…1
let running = null;
let pause = FIRST_PAUSE;
let timer = null;

export const shareOf = (id) => shares.get(id) ?? 0;

// → what the service answers. Rejects when the network is broken, too: then it goes later.
export async function sent(id, { progress = () => {}, signal } = {}) {
  const arrived = await arrivedAt(id);
  if (arrived) return readInspection(arrived);
  stopped.delete(id);
  return new Promise((resolve, reject) => {
    waiters.set(id, { resolve, reject, progress, signal });
    signal?.addEventListener("abort", () => {
      stopped.add(id);
      settle(id, "reject", new Problem(0, say("cancelled")));
    });
    sendNow();
  });
}

// The inspection of a photo of which only the answer was lost.
export async function arrivedAt(id) {
  const place = (await itemOf(id))?.place;
  return place?.inspection_id ?? (await sentPhotos()).find((one) => one.id === id)?.inspectionId;
}

// Begin at once, whatever failed before.
export function sendNow() {
  clearTimeout(timer);
  pause = FIRST_PAUSE;
  running ??= run();
}

export function watchNetwork() {
  window.addEventListener("online", sendNow);
  document.addEventListener("visibilitychange", () => document.hidden || sendNow());
  window.addEventListener("ipm:outbox", () => running || clearTimeout(timer) || later(0));
  sendNow();
}

function later(wait) {
  timer = setTimeout(() => { running ??= run(); }, wait);
}

async function run() {
  keepOpenWhile(true);
  try {
    for (let next = await choose(); next; next = await choose()) {
      await one(next);
      pause = FIRST_PAUSE;
    }
    if (!isOpen()) throw new Problem(401, say("signInAgain")); // the sign-in ended meanwhile
    await excuse();
  } catch (error) {
    if (!(error.status >= 0)) console.error(error); // none of ours
    if (error.status !== 401) {
      later(pause);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
    for (const id of [...waiters.keys()]) settle(id, "reject", error);
  } finally {
    running = null;
    keepOpenWhile(false);
    if (waiters.size) later(0); // somebody came while it ended
  }
}

// Who waits for something that waits itself, for a photo that could not go, is told so.
async function excuse() {
  for (const id of [...waiters.keys()]) {
    const item = await itemOf(id);
    if (item?.state !== "waits" || item.inspection?.waits) settle(id, "reject", new Problem(0, say("noNetwork")));
  }
}

async function choose() {
  await adopt();
  const waiting = (await items()).filter((one) =>
    one.state === "waits" && !one.inspection?.waits && !stopped.has(one.id));
  const rank = (one) => (waiters.has(one.id) ? 0 : one.place ? 2 : 1);
  return waiting.sort((a, b) => rank(a) - rank(b))[0]; // a stable sort: the oldest first
}

// What was made for a photo in the moment in which it arrived waits for it no longer.
async function adopt() {
  for (const one of (await items()).filter((item) => item.inspection?.waits)) {
    const arrived = await arrivedAt(one.inspection.waits);
    if (arrived) await keep({ ...one, inspection: { id: arrived } });
  }
}

// Windows of the same app take turns; each looks anew what is still to be done.
const one = (chosen) => takeTurns(async () => {
  const item = await itemOf(chosen.id);
  if (item?.state !== "waits") return;
  try {
    const { next, report } = await dispatch(item);
    if (next && !next.place) return; // it gave way
    if (report && !waiters.has(item.id)) window.dispatchEvent(new CustomEvent("ipm:answered", { detail: report }));
    settle(item.id, "resolve", report);
  } catch (error) {
    if (stopped.has(item.id)) return;
    if (!isFinal(error)) throw error;
    await refuse(item, error.message);
    settle(item.id, "reject", error);
  }
});

const takeTurns = (work) => (navigator.locks ? navigator.locks.request("ipm-outbox", work) : work());

async function dispatch(item) {
  if (item.kind === "photo") return dispatchPhoto(item);
  const url = item.kind === "verdict" ? `/api/v1/inspections/${item.inspection.id}/verdict` : item.url;
  const report = await send(item.kind === "verdict" ? "PUT" : item.method, url, {
    json: item.json, timeout: 60_000, headers: item.kind === "request" ? { "Idempotency-Key": item.id } : {},
  });
  await finish(item, item.inspection?.id);
  return { next: null, report };
}

async function dispatchPhoto(item) {
  const tell = (share) => {
    shares.set(item.id, share);
    waiters.get(item.id)?.progress(share);
  };
  const isUrgent = () => stopped.has(item.id) || (!waiters.has(item.id) && waiters.size > 0);
  const told = await sendPhoto(item, tell, isUrgent, waiters.get(item.id)?.signal);
  const inspection = told.inspectionId ?? told.next?.place?.inspection_id;
  if (!told.report && inspection && waiters.has(item.id)) { // it was there; the answer had been lost
    told.report = await readInspection(inspection);
  }
  return told;
}

// What would be refused again, however often it is sent.
const isFinal = ({ status, kind }) =>
  status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status) && kind !== "request-under-way";

const readInspection = (id) => send("GET", `/api/v1/inspections/${id}`);

function settle(id, how, value) {
  const waiter = waiters.get(id);
  waiters.delete(id);
  waiter?.[how](value);
}

// Again, after it was refused or its network broke.
export async function retry(id) {
  const item = await itemOf(id);
  stopped.delete(id);
  if (item) await keep({ ...item, state: "waits", problem: "" });
  sendNow();
}

