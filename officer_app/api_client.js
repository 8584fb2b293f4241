// The only file that talks to the service. Every refusal becomes a Problem with a sentence.
// What a part of the app asks of it is in api/<part>.js, by send(), request() and sendForm().

import { beginSession, endSession, expireSession, isSignedIn, token, whoIsHere } from "./session.js";
import { sha256 } from "./storage/digest.js";
import { chosenLanguage, say } from "./strings/language.js";

const BASE = "/api/v1";

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

export const signedIn = () => standIn !== null || isSignedIn();

export const isPreview = () => standIn !== null;

export const reader = () => whoIsHere();

// False if somebody else was signed in in this window before: then that person's work is put away.
export async function signIn(email, password, code = "") {
  const answer = await send("POST", `${BASE}/tokens`, { json: { email, password, ...(code ? { code } : {}) } });
  if (answer.account.role !== "officer") {
    await fetch(`${BASE}/tokens/current`, { method: "DELETE", headers: { Authorization: `Bearer ${answer.token}` } });
    throw new Problem(403, say(answer.account.role === "arriving" ? "factorFirst" : "officersOnly"));
  }
  return beginSession(answer, email, password);
}

export async function signOut() {
  try {
    await send("DELETE", `${BASE}/tokens/current`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error; // signed out here in any case
  }
  await endSession();
}

// A photo in one request, where the browser can keep none (no TLS, or no room on the phone).
export async function sendAtOnce(photo, { inspection, about }, clientId, signal) {
  const form = new FormData();
  for (const [name, value] of Object.entries(about ?? {})) if (value) form.append(name, value);
  form.append("client_id", clientId);
  if (crypto.subtle) form.append("sha256", await sha256(await photo.arrayBuffer()));
  form.append("photo", photo, photo.name || "photo.jpg");
  return sendForm("POST", inspection ? `${BASE}/inspections/${inspection.id}/photos` : `${BASE}/inspections`, form, { signal });
}

export const readInspection = (id) => send("GET", `${BASE}/inspections/${id}`);
export const readComparison = (id, productId) => send("GET", `${BASE}/inspections/${id}/products/${productId}/comparison`);
export const listInspections = (cursor) =>
  send("GET", `${BASE}/inspections${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);

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

function common() {
  const held = standIn ? standIn.token : token();
  return { "Accept-Language": chosenLanguage(), ...(held ? { Authorization: `Bearer ${held}` } : {}) };
}

function problemOf(status, text, url) {
  if (status === 401 && !standIn && !url.endsWith("/tokens")) expireSession();
  let problem = {};
  try {
    problem = JSON.parse(text);
  } catch {
    // a proxy answered: the status says enough
  }
  return new Problem(status, problem.detail || say("failed"), problem.errors || {}, String(problem.type ?? "").split("/").pop(), problem);
}
