// Who is signed in on this phone. It is sealed like everything else, so that a killed app goes on
// by itself; after idle time the screens are locked, and signing out leaves nothing that opens it.

import { closeDesk, openDesk } from "./storage/desk.js";
import { forgetKeys, forgetWrapped, isWrapped, unwrap, wrap } from "./storage/lock.js";
import * as vault from "./storage/vault.js";

const MINUTE = 60_000; // ms
const NOTED_EVERY = 30_000; // ms; a touch is not written down more often
const LOOKED_EVERY = 10_000; // ms

let state = null; // { token, email, name, idleMinutes }
let before = {}; // { email, owner } of whom the service signed out in this window: only the password is asked; in memory alone
let locked = false;
let sending = false; // the photos on their way arrive before the key goes
let touched = Date.now();

export const token = () => state?.token ?? null;
export const isSignedIn = () => state !== null && !locked;
export const isLocked = () => locked;
export const whoIsHere = () => (state ? { email: state.email, name: state.name } : { email: before.email });

// At the start of the app, before the first screen.
export async function openSession() {
  const used = await vault.openKept();
  state = used === null ? null : await vault.get("session") ?? null;
  if (state && Date.now() - used > state.idleMinutes * MINUTE) {
    await lock();
  } else if (state) {
    await openDesk();
    await vault.noteUse();
  } else {
    vault.close();
    locked = vault.canSeal && await isWrapped();
  }
}

// False if somebody else was signed in in this window before.
export async function beginSession(answer, email, password) {
  const bytes = Uint8Array.from(atob(answer.phone_key), (character) => character.charCodeAt(0));
  const known = vault.owner() ?? before.owner;
  await vault.openWith(bytes);
  if (vault.canSeal) await wrap(password, bytes);
  state = { token: answer.token, email, name: answer.account.name, idleMinutes: answer.idle_minutes };
  await vault.put("session", state);
  await openDesk();
  locked = false;
  touched = Date.now();
  const same = !known || known === vault.owner();
  forgetBefore();
  return same;
}

export async function endSession() {
  tellNoMore();
  if (vault.isOpen()) await vault.remove("session");
  if (vault.canSeal) await forgetKeys();
  forgetBefore();
  closeAll();
  tabs.postMessage("ended");
}

// The service knows the token no longer. What waits stays sealed for the next sign-in.
export function expireSession() {
  if (!state) return;
  before = { email: state.email, owner: vault.owner() };
  locked = false;
  closeAll();
  if (vault.canSeal) forgetKeys();
}

export async function lock() {
  locked = vault.canSeal;
  if (locked) await vault.forgetKey();
  else expireSession();
  if (!sending) closeAll();
  window.dispatchEvent(new Event("ipm:show-again"));
}

// False: not the password. After too many the phone is signed out; see isLocked().
export async function unlock(password) {
  const bytes = await unwrap(password);
  if (!bytes) {
    locked = await isWrapped();
    return false;
  }
  await vault.openWith(bytes);
  state = await vault.get("session") ?? null;
  await openDesk();
  locked = false;
  touched = Date.now();
  return true;
}

// "Sign in as somebody else" on a locked phone.
export async function forgetLocked() {
  tellNoMore();
  await forgetWrapped();
  locked = false;
  closeAll();
}

// Notices were for whoever was signed in. Nobody waits for it: signing out works in any case.
function tellNoMore() {
  import("./notices.js").then(({ withdrawNotices }) => withdrawNotices()).catch((error) => console.warn("Notices:", error.message));
}

export function keepOpenWhile(isSending) {
  sending = isSending;
  if (!sending && locked) closeAll();
}

function forgetBefore() {
  before = {};
}

function closeAll() {
  state = null;
  closeDesk();
  vault.close();
}

function touch() {
  if (!isSignedIn()) return;
  const moment = Date.now();
  if (moment - touched > NOTED_EVERY) vault.noteUse();
  touched = moment;
}

function lockWhenIdle() {
  if (isSignedIn() && Date.now() - touched > state.idleMinutes * MINUTE) lock();
}

export function watchIdleTime() {
  for (const name of ["pointerdown", "keydown", "change"]) window.addEventListener(name, touch, true);
  document.addEventListener("visibilitychange", lockWhenIdle);
  setInterval(lockWhenIdle, LOOKED_EVERY);
}

// Signed out in one window is signed out in all.
const tabs = new BroadcastChannel("ipm");
tabs.onmessage = () => {
  forgetBefore();
  locked = false;
  closeAll();
  window.dispatchEvent(new Event("ipm:show-again"));
};
