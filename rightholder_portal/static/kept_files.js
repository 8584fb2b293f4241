// Files that are still to be sent, kept by the browser: they survive a reload and another day.
// Where the browser keeps nothing (private windows, no room), the queue lives as long as the page.

const NAME = "ipm-uploads";
const STORE = "files";

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function store(mode, work) {
  try {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { autoIncrement: true });
    const database = await settled(opening);
    try {
      return await work(database.transaction(STORE, mode).objectStore(STORE));
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

// All at once, because two hundred openings take longer than two hundred files.
export function keep(entries) {
  return store("readwrite", (files) => Promise.all(entries.map((entry) => settled(files.add(entry)))));
}

export function forget(key) {
  return key === undefined ? null : store("readwrite", (files) => settled(files.delete(key)));
}

export async function keptFor(product) {
  const found = await store("readonly", (files) => Promise.all([settled(files.getAll()), settled(files.getAllKeys())]));
  if (!found) return [];
  const [entries, keys] = found;
  return entries.map((entry, place) => ({ ...entry, key: keys[place] })).filter((entry) => entry.product === product);
}
