// After idle time the phone keeps its key only wrapped with the password (PBKDF2), so that the
// officer goes on without network. Signing out, or a few wrong passwords, end that.

import { read, write } from "./database.js";

const ROUNDS = 600_000; // of SHA-256, as OWASP's password storage cheat sheet asks for PBKDF2
const ATTEMPTS = 5;

export async function wrap(password, keyBytes) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(password, salt), keyBytes);
  await write("keys", [["wrapped", { salt, iv, data, left: ATTEMPTS }]]);
}

export const isWrapped = async () => (await read("keys", "wrapped")) !== undefined;

// Both at once: a window that is closed in between must not be found locked.
export const forgetKeys = () => write("keys", [["session", undefined], ["wrapped", undefined]]);

export const forgetWrapped = () => write("keys", [["wrapped", undefined]]);

// → the key's bytes, or null: not the password. The last wrong one forgets it.
export async function unwrap(password) {
  const kept = await read("keys", "wrapped");
  if (!kept) return null;
  const key = await keyOf(password, kept.salt);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, key, kept.data));
  } catch (error) {
    if (error.name !== "OperationError") throw error;
    await write("keys", [["wrapped", kept.left > 1 ? { ...kept, left: kept.left - 1 } : undefined]]);
    return null;
  }
}

async function keyOf(password, salt) {
  const raw = await crypto.subtle.importKey("raw", new TextEncoder().encode(password), "PBKDF2", false, ["deriveKey"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(way, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
