// Keeps the app's own files on the phone, so that it opens without a network; never an answer of
// the service. shell_files.js (made by the server) sets SHELL: { version, files: { name: digest } }.
// And tells of answers while the app is closed.

importScripts("shell_files.js");

const CURRENT = `shell ${self.SHELL.version}`;
const LIST = "shell_files.json"; // beside the files: their digests, for the next version

// What has not changed is taken from the version before; an installation that broke off goes on.
async function install() {
  const cache = await caches.open(CURRENT);
  const earlier = await earlierFiles();
  for (const [name, digest] of Object.entries(self.SHELL.files)) {
    if (await cache.match(name)) continue;
    const kept = earlier.get(`${name} ${digest}`);
    const file = kept ?? await fetch(name, { cache: "no-cache" });
    if (!file.ok) throw new Error(`${name}: ${file.status}`);
    await cache.put(name, file);
  }
  await cache.put(LIST, Response.json(self.SHELL.files));
}

async function earlierFiles() {
  const found = new Map();
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const list = await cache.match(LIST);
    if (name === CURRENT || !list) continue;
    for (const [file, digest] of Object.entries(await list.json())) {
      const response = await cache.match(file);
      if (response) found.set(`${file} ${digest}`, response);
    }
  }
  return found;
}

async function forgetEarlier() {
  for (const name of await caches.keys()) {
    if (name.startsWith("shell ") && name !== CURRENT) await caches.delete(name);
  }
  await self.clients.claim();
}

async function answer(name, request) {
  const kept = await (await caches.open(CURRENT)).match(name);
  return kept ?? fetch(request);
}

// A push says nothing: the words are those that notices.js left here, in the officer's language.
async function tell() {
  const kept = await caches.match("words", { cacheName: "words" });
  const { title, body } = kept ? await kept.json() : { title: "IPM", body: "" };
  await self.registration.showNotification(title, { body, tag: "ipm-answers", renotify: true, icon: "icon-192.png" });
  await sayToPages("answers");
}

async function sayToPages(word) {
  const pages = await self.clients.matchAll({ type: "window" });
  for (const page of pages) page.postMessage(word);
  return pages;
}

async function open(notification) {
  notification.close();
  const [page] = await sayToPages("questions");
  await (page ? page.focus() : self.clients.openWindow(`${self.registration.scope}#/questions`));
}

self.addEventListener("push", (event) => event.waitUntil(tell()));
self.addEventListener("notificationclick", (event) => event.waitUntil(open(event.notification)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(sayToPages("renew")));
self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(forgetEarlier()));
self.addEventListener("message", ({ data }) => data === "use" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const scope = new URL(self.registration.scope);
  if (event.request.method !== "GET" || origin !== scope.origin || !pathname.startsWith(scope.pathname)) return;
  const name = pathname.slice(scope.pathname.length) || "index.html";
  if (name in self.SHELL.files) event.respondWith(answer(name, event.request));
});
