// The only file that talks to the service. Every refusal becomes a Problem with a sentence.
// What a part of the app asks of it is in api/<part>.js, by send(), request() and sendForm().

import { chosenLanguage, say } from "./strings/language.js";

const BASE = "/api/v1";
const TOKEN = "ipm.token";
const READER = "ipm.reader"; // whose answers are kept on this tab

export class Problem extends Error {
  constructor(status, detail, fields = {}, kind = "", more = {}) {
    super(detail);
    this.status = status; // 0: no answer came
    this.fields = fields;
    this.kind = kind; // the end of the problem's type: "second-factor-needed"
    this.more = more; // all of the problem document
  }
}

// A preview answers in place of the service; see preview.js. {token, answer(method, url)}
let standIn = null;
export const answerWith = (given) => { standIn = given; };

export const signedIn = () => standIn !== null || sessionStorage.getItem(TOKEN) !== null;

export const reader = () => JSON.parse(sessionStorage.getItem(READER) ?? "{}");

// False if somebody else was signed in on this tab before: then that person's work is gone.
export async function signIn(email, password, code = "") {
  const answer = await send("POST", `${BASE}/tokens`, { json: { email, password, ...(code ? { code } : {}) } });
  if (answer.account.role !== "officer") {
    await fetch(`${BASE}/tokens/current`, { method: "DELETE", headers: { Authorization: `Bearer ${answer.token}` } });
    throw new Problem(403, say(answer.account.role === "arriving" ? "factorFirst" : "officersOnly"));
  }
  const before = reader().email ?? email;
  const same = before.toLowerCase() === email.toLowerCase();
  if (!same) sessionStorage.clear();
  sessionStorage.setItem(READER, JSON.stringify({ email, name: answer.account.name }));
  sessionStorage.setItem(TOKEN, answer.token);
  return same;
}

export async function signOut() {
  try {
    await send("DELETE", `${BASE}/tokens/current`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error; // signed out here in any case
  }
  sessionStorage.clear();
}

// about: barcode, place, notes; what is empty is not sent.
export const submitInspection = (photo, about, clientId, { progress, signal } = {}) => {
  const told = Object.entries(about).filter(([, value]) => value);
  return sendPhoto(`${BASE}/inspections`, photo, { client_id: clientId, ...Object.fromEntries(told) }, progress, signal);
};

export const addPhoto = (inspectionId, photo, clientId, { progress, signal } = {}) =>
  sendPhoto(`${BASE}/inspections/${inspectionId}/photos`, photo, { client_id: clientId }, progress, signal);

export const readInspection = (id) => send("GET", `${BASE}/inspections/${id}`);
export const readComparison = (id, productId) => send("GET", `${BASE}/inspections/${id}/products/${productId}/comparison`);
export const listInspections = (cursor) =>
  send("GET", `${BASE}/inspections${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
export const recordVerdict = (id, verdict) => send("PUT", `${BASE}/inspections/${id}/verdict`, { json: verdict });

// For a preview: what the service itself says.
export const ask = async (url) => (await request("GET", url)).json();

export function newClientId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// → what the service answers, null when it has nothing to say.
export async function send(method, url, { json, headers = {}, ...options } = {}) {
  if (standIn) return standIn.answer(method, url);
  const answer = await request(method, url, json === undefined ? { headers, ...options } : {
    body: JSON.stringify(json), headers: { "Content-Type": "application/json", ...headers }, ...options,
  });
  return answer.status === 204 ? null : answer.json();
}

export const sendForm = async (method, url, form, options = {}) =>
  standIn ? standIn.answer(method, url) : (await request(method, url, { body: form, ...options })).json();

// timeout: ms after which a dead line counts as no network.
export async function request(method, url, { body, headers = {}, signal, timeout } = {}) {
  let answer;
  try {
    const stop = [signal, timeout ? AbortSignal.timeout(timeout) : null].filter(Boolean);
    answer = await fetch(url, {
      method, body, headers: { ...common(), ...headers }, ...(stop.length ? { signal: AbortSignal.any(stop) } : {}),
    });
  } catch {
    throw new Problem(0, say(signal?.aborted ? "cancelled" : "noNetwork"));
  }
  if (!answer.ok) throw problemOf(answer.status, await answer.text(), url);
  return answer;
}

// XMLHttpRequest, because fetch does not tell how much of a photo is on its way.
async function sendPhoto(url, photo, fields, progress, signal) {
  if (standIn) return standIn.answer("POST", url);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const digest = await sha256(photo);
  if (digest) form.append("sha256", digest);
  form.append("photo", photo, photo.name || "photo.jpg");
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest();
    upload.open("POST", url);
    for (const [name, value] of Object.entries(common())) upload.setRequestHeader(name, value);
    upload.upload.onprogress = (event) => progress?.(event.loaded / event.total);
    upload.onerror = () => reject(new Problem(0, say("noNetwork")));
    upload.onabort = () => reject(new Problem(0, say("cancelled")));
    upload.onload = () => {
      if (upload.status < 300) resolve(JSON.parse(upload.responseText));
      else reject(problemOf(upload.status, upload.responseText, url));
    };
    if (signal?.aborted) reject(new Problem(0, say("cancelled")));
    else {
      signal?.addEventListener("abort", () => upload.abort());
      upload.send(form);
    }
  });
}

// Of the original bytes, before anything else. Absent where the page is not served securely.
async function sha256(photo) {
  if (!crypto.subtle) return null;
  const digest = await crypto.subtle.digest("SHA-256", await photo.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function common() {
  const token = standIn ? standIn.token : sessionStorage.getItem(TOKEN);
  return { "Accept-Language": chosenLanguage(), ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

function problemOf(status, text, url) {
  if (status === 401 && !standIn && !url.endsWith("/tokens")) sessionStorage.removeItem(TOKEN);
  let problem = {};
  try {
    problem = JSON.parse(text);
  } catch {
    // a proxy answered: the status says enough
  }
  return new Problem(status, problem.detail || say("failed"), problem.errors || {}, String(problem.type ?? "").split("/").pop(), problem);
}
