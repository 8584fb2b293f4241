// What is kept on this phone, sealed (AES-256-GCM) with the key that the service gives the officer
// at sign-in. The key cannot be taken out of the browser again, and signing out forgets it: then
// nothing here can be read until the same officer signs in. Another officer meets nothing of it.

import { keysBetween, read, readBetween, write } from "./database.js";

const subtle = globalThis.crypto?.subtle;
const LAST = "\uffff"; // after every name

let held = null; // { key, owner }
const memory = new Map(); // where the browser seals nothing (no TLS): until the page is closed

export const canSeal = Boolean(subtle && globalThis.indexedDB);

export const isOpen = () => held !== null;

export const owner = () => held?.owner ?? null;

// With the key as it came from the service; it stays on the phone until forget().
export async function openWith(bytes) {
  if (!canSeal) {
    held = { key: null, owner: await plainOwner(bytes) };
    return;
  }
  const key = await subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  held = { key, owner: await ownerOf(bytes) };
  await write("keys", [["session", { ...held, used: Date.now() }]]);
}

// With the key that the phone kept, also when the app was killed. → when it was used last, or null
export async function openKept() {
  const kept = canSeal ? await read("keys", "session") : undefined;
  if (!kept) return null;
  held = { key: kept.key, owner: kept.owner };
  return kept.used;
}

export async function noteUse() {
  if (held?.key) await write("keys", [["session", { ...held, used: Date.now() }]]);
}

// The phone keeps the key no longer; close() ends what is under way in this window.
export async function forgetKey() {
  if (canSeal) await write("keys", [["session", undefined]]);
}

export function close() {
  held = null;
  memory.clear();
}

export const put = (name, value) => putAll({ [name]: value });

// { name: value }, all of it or nothing. A value is bytes (ArrayBuffer) or what JSON can say.
export async function putAll(values) {
  if (!Object.keys(values).length) return;
  const { key, owner: own } = opened();
  if (!key) {
    for (const [name, value] of Object.entries(values)) value === undefined ? memory.delete(name) : memory.set(name, value);
    return;
  }
  const entries = await Promise.all(Object.entries(values).map(async ([name, value]) =>
    [[own, name], value === undefined ? undefined : await sealed(key, own, name, value)]));
  await write("sealed", entries);
}

export async function get(name) {
  if (!held) return undefined;
  const { key, owner: own } = held;
  if (!key) return memory.get(name);
  const record = await read("sealed", [own, name]);
  return record && unsealed(key, own, name, record);
}

export async function names(prefix) {
  if (!held) return [];
  if (!held.key) return [...memory.keys()].filter((name) => name.startsWith(prefix)).sort();
  const found = await keysBetween("sealed", [held.owner, prefix], [held.owner, prefix + LAST]);
  return found.map(([, name]) => name);
}

// { name: value } of all names that begin with *prefix*.
export async function getAll(prefix) {
  if (!held?.key) return Object.fromEntries([...memory].filter(([name]) => held && name.startsWith(prefix)));
  const { key, owner: own } = held;
  const found = await readBetween("sealed", [own, prefix], [own, prefix + LAST]);
  return Object.fromEntries(await Promise.all(found.map(async ([[, name], record]) => [name, await unsealed(key, own, name, record)])));
}

export const remove = (...gone) => putAll(Object.fromEntries(gone.map((name) => [name, undefined])));

// Whoever is still at work when somebody signs out.
class VaultClosed extends Error {
  status = 401;
}

function opened() {
  if (!held) throw new VaultClosed("The vault is closed.");
  return held;
}

async function sealed(key, own, name, value) {
  const isBytes = value instanceof ArrayBuffer;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = isBytes ? value : new TextEncoder().encode(JSON.stringify(value));
  return { iv, isBytes, data: await subtle.encrypt(bound(own, name, iv), key, text) };
}

async function unsealed(key, own, name, { iv, isBytes, data }) {
  const plain = await subtle.decrypt(bound(own, name, iv), key, data);
  return isBytes ? plain : JSON.parse(new TextDecoder().decode(plain));
}

// What is sealed under one name opens under no other.
const bound = (own, name, iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`${own}/${name}`) });

// A name for whoever has this key, which tells nothing of either.
async function ownerOf(bytes) {
  const named = new Uint8Array([...new TextEncoder().encode("ipm owner "), ...bytes]);
  const digest = new Uint8Array(await subtle.digest("SHA-256", named)).slice(0, 16);
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const plainOwner = async (bytes) => bytes.join(".");
