// What waits on this phone to be sent: photos, verdicts, questions. Each is sealed before anything
// else happens to it, and goes once, however often the network breaks or the app is killed; how it
// is sent stands in sending.js.
//
// An item: { id, kind: "photo" | "verdict" | "request", at, state: "waits" | "refused" | "deleted",
//   problem, inspection: null | { id } | { waits: id of the photo that begins it }, … }
// of a photo also: name, type, size, sha256, copy: { sha256, size } | null, about, done (bytes),
//   place: { inspection_id, photo_id }, once its smaller copy is there.

import { newClientId } from "../api_client.js";
import { say } from "../strings/language.js";
import { StorageFull } from "./database.js";
import { sha256 } from "./digest.js";
import { smallerCopy } from "./smaller_copy.js";
import * as vault from "./vault.js";

const ITEM = "outbox/";
const PHOTO = "photo/";
const COPY = "copy/";
const SENT = "sent/";
const REMEMBERED = 12 * 3_600_000; // ms that a sent photo stays in the list, one shift
const SPARE = 20_000_000; // bytes that the phone must have left beside the photo

// The digest is of the bytes as they came, before anything else is done with them.
export async function addPhoto(photo, { inspection = null, about = {} } = {}) {
  const bytes = await photo.arrayBuffer();
  const item = {
    ...made("photo", inspection), about, name: photo.name || "photo.jpg", type: photo.type,
    size: bytes.byteLength, sha256: await sha256(bytes), copy: null, done: 0, place: null,
  };
  const small = await smallerCopy(photo);
  const values = { [ITEM + item.id]: item, [PHOTO + item.id]: bytes };
  if (small) {
    values[COPY + item.id] = await small.arrayBuffer();
    item.copy = { sha256: await sha256(values[COPY + item.id]), size: small.size };
  }
  await haveRoom(item.size + (item.copy?.size ?? 0));
  await vault.putAll(values);
  changed();
  return item;
}

// A verdict that still waits for the same inspection is replaced; so is the wish to take one back.
export async function addVerdict(inspection, verdict) {
  const all = (await items()).filter((one) => one.inspection?.id === inspection.id && one.inspection?.waits === inspection.waits);
  const known = all.find((one) => one.kind === "verdict");
  const item = { ...(known ?? made("verdict", inspection)), state: "waits", problem: "", json: verdict };
  const overruled = all.filter((one) => one.what === "undo").map((one) => [ITEM + one.id, undefined]);
  await vault.putAll({ ...Object.fromEntries(overruled), [ITEM + item.id]: item });
  changed();
  return item;
}

// method, url, json; what: names it in the list, say(`queued-${what}`)
export async function addRequest({ what, method, url, json, inspection = null }) {
  return add({ ...made("request", inspection), what, method, url, json });
}

export async function items() {
  return Object.values(await vault.getAll(ITEM)).sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
}

export const itemOf = (id) => vault.get(ITEM + id);

// The bytes of a photo as it came.
export const photoOf = async (id) => vault.get(PHOTO + id);
export const copyOf = async (id) => vault.get(COPY + id);

export async function keep(one) {
  await vault.put(ITEM + one.id, one);
  changed();
}

// It has arrived: nothing of it stays but a line in the list, and what waited for it can go.
export async function finish(one, inspectionId) {
  const values = { [ITEM + one.id]: undefined, [PHOTO + one.id]: undefined, [COPY + one.id]: undefined };
  if (one.kind === "photo") values[SENT + one.id] = { id: one.id, at: Date.now(), inspectionId, first: !one.inspection };
  Object.assign(values, await followers(one, inspectionId));
  await vault.putAll(values);
  changed();
}

// The smaller copy has arrived; the original is still to come.
export async function copyArrived(one, place) {
  const next = { ...one, place, done: 0 };
  await vault.putAll({
    [ITEM + one.id]: next, [COPY + one.id]: undefined, ...await followers(one, place.inspection_id),
  });
  changed();
  return next;
}

export const refuse = (one, problem) => keep({ ...one, state: "refused", problem });

// Deleted things can be taken back until the list is left or the app is closed.
export async function remove(id) {
  const one = await itemOf(id);
  if (one) await keep({ ...one, state: "deleted" });
}

export async function restore(id) {
  const one = await itemOf(id);
  if (one) await keep({ ...one, state: "waits", problem: "" });
}

export async function purge() {
  const all = await items();
  const gone = all.filter((one) => one.state === "deleted");
  for (const one of all.filter((other) => gone.some(({ id }) => id === other.inspection?.waits))) {
    await refuse(one, say("firstPhotoGone"));
  }
  const old = (await sentPhotos()).filter((one) => Date.now() - one.at > REMEMBERED);
  await vault.remove(...gone.flatMap(({ id }) => [ITEM + id, PHOTO + id, COPY + id]), ...old.map(({ id }) => SENT + id));
  if (gone.length) changed();
}

export async function sentPhotos() {
  return Object.values(await vault.getAll(SENT));
}

// First photos of articles whose answer nobody has seen yet.
export const unseenAnswers = async () => (await sentPhotos()).filter((one) => one.first && !one.seen);

// The line stays until the shift is over: it says which inspection a photo became.
export async function noteSeen(inspectionId) {
  const seen = (await sentPhotos()).filter((one) => one.inspectionId === inspectionId && !one.seen);
  await vault.putAll(Object.fromEntries(seen.map((one) => [SENT + one.id, { ...one, seen: true }])));
}

const made = (kind, inspection) =>
  ({ id: newClientId(), kind, at: Date.now(), state: "waits", problem: "", inspection });

async function add(one) {
  await vault.put(ITEM + one.id, one);
  changed();
  return one;
}

async function followers(one, inspectionId) {
  const waiting = (await items()).filter((other) => other.inspection?.waits === one.id);
  return Object.fromEntries(waiting.map((other) => [ITEM + other.id, { ...other, inspection: { id: inspectionId } }]));
}

// Asked before writing: a browser that is full may fail only when it is too late.
async function haveRoom(size) {
  if (!vault.canSeal || !navigator.storage?.estimate) return;
  navigator.storage.persist?.().catch(() => {}); // a browser may refuse; the photos wait all the same
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  if (quota - usage < size + SPARE) throw new StorageFull();
}

function changed() {
  window.dispatchEvent(new Event("ipm:outbox"));
}

export const nameOf = (one) => say(one.kind === "request" ? `queued-${one.what}` : `queued-${one.kind}`);
