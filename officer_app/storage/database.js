// IndexedDB as promises. "keys" holds what opens the rest while somebody is signed in; "sealed"
// holds everything else, by [owner, name], and nothing of it can be read without the key.

import { say } from "../strings/language.js";

const STORES = ["keys", "sealed"];
let opening = null;

export class StorageFull extends Error {
  constructor() {
    super(say("storageFull"));
    this.status = 0;
    this.kind = "storage-full";
  }
}

function open() {
  return opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("ipm", 1);
    asked.onupgradeneeded = () => STORES.forEach((name) => asked.result.createObjectStore(name));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

const answered = (asked) => new Promise((resolve, reject) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

export async function read(store, key) {
  return answered((await open()).transaction(store).objectStore(store).get(key));
}

// Keys from *first* to *last*, in their order.
export async function keysBetween(store, first, last) {
  return answered((await open()).transaction(store).objectStore(store).getAllKeys(IDBKeyRange.bound(first, last)));
}

// [[key, value], …] from *first* to *last*.
export async function readBetween(store, first, last) {
  const kept = (await open()).transaction(store).objectStore(store);
  const range = IDBKeyRange.bound(first, last);
  const [keys, values] = await Promise.all([answered(kept.getAllKeys(range)), answered(kept.getAll(range))]);
  return keys.map((key, index) => [key, values[index]]);
}

// All of it or nothing: [[key, value], …]; undefined removes. Done when it is on the disk.
export async function write(store, entries) {
  const work = (await open()).transaction(store, "readwrite", { durability: "strict" });
  const kept = work.objectStore(store);
  const done = new Promise((resolve, reject) => {
    work.oncomplete = resolve;
    work.onabort = () => reject(isFull(work.error) ? new StorageFull() : work.error);
  });
  try {
    for (const [key, value] of entries) {
      if (value === undefined) kept.delete(key);
      else kept.put(value, key);
    }
  } catch (error) {
    work.abort(); // nothing of it, rather than a part
    await done.catch(() => {});
    throw isFull(error) ? new StorageFull() : error;
  }
  return done;
}

const isFull = (error) => error?.name === "QuotaExceededError";
