// Guides on the phone: fetched while there is a network, checked, sealed, and shown without one.
//
// The service signs a list of each pack; a guide is kept only if its SHA-256 stands in a list whose
// signature holds, and shown only until the list ends. What is in no list any more is removed.

import { request, send } from "./api_client.js";
import { numberChecks } from "./scan/code_check.js";
import { NoProductCode, parseScan } from "./scan/gs1.js";
import * as vault from "./storage/vault.js";
import { say } from "./strings/language.js";

const PACKS = "/api/v1/packs";
const FORMAT = "ipm guides 1";
const FAVOURITES = "favourites";
const INDEX = "pack/index"; // what is known of the guides without opening them
const listName = (name) => `pack/list/${name}`;
const guideName = (id) => `pack/guide/${id}`;

const opened = new Map(); // guides that were unsealed on this page: id → {guide, pictures}

const SOON = 5_000, AGAIN = 15 * 60_000; // ms
let fetched = -Infinity;

// On opening, when the first screen has what it needs, and then every quarter of an hour at most.
export function freshen() {
  if (performance.now() - fetched < AGAIN || navigator.connection?.saveData) return;
  fetched = performance.now();
  setTimeout(() => fetchGuides().catch((error) => { // the next time, then
    if (!(error instanceof CannotCarry)) fetched = -Infinity;
  }), SOON);
}

// Brings the phone up to date; progress(number, total) for each guide. Throws what stopped it.
export async function fetchGuides(progress = () => {}) {
  if (!vault.canSeal) throw new CannotCarry("insecure"); // nothing could be checked or sealed
  if (!vault.isOpen()) return;
  const { country } = await send("GET", "/api/v1/accounts/me");
  const { public_key: digits } = await send("GET", "/api/v1/signing-key");
  const key = await crypto.subtle.importKey("raw", bytesOf(digits), "Ed25519", false, ["verify"])
    .catch(() => { throw new CannotCarry("browser"); });
  const names = country ? [country, FAVOURITES] : [FAVOURITES];
  for (const old of await vault.names(listName(""))) if (!names.some((name) => old === listName(name))) await vault.remove(old);
  const lists = [];
  for (const name of names) lists.push(await fetchList(name, key));
  await removeOthers(lists);
  const wanted = lists.flatMap(({ name, guides }) => guides.map((one) => ({ name, ...one })));
  const index = await readIndex();
  const missing = wanted.filter((one, place) => index[one.product_id]?.sha256 !== one.sha256
    && wanted.findIndex((other) => other.product_id === one.product_id) === place);
  for (const [number, one] of missing.entries()) {
    progress(number + 1, missing.length);
    await fetchGuide(one);
  }
}

// {count, issued, until} of what can be shown now, or null.
export async function state() {
  const lists = await livingLists();
  const count = Object.keys(await readable(lists)).length;
  if (!count) return null;
  const full = lists.filter((list) => list.guides.length);
  return { count, issued: full.map((list) => list.issued_at).sort()[0], until: full.map((list) => list.valid_until).sort()[0] };
}

export async function guide(id) {
  const known = await readable();
  if (!known[id]) return null;
  return { ...(await open(id)).guide, carried: known[id].list };
}

export async function search({ q = "", brand = "", category = "" }) {
  const words = fold(q).split(/\s+/).filter(Boolean);
  return found((one) => words.every((word) => one.words.includes(word))
    && (!brand || one.card.brand.id === brand) && (!category || one.card.category.slug === category));
}

export async function lookUp(text) {
  try {
    const scan = parseScan(text);
    const answer = scan.gtin && await found((one) => one.gtins.includes(scan.gtin));
    if (!answer) return null;
    const { products, carried } = answer;
    const guides = await Promise.all(products.map((one) => guide(one.id)));
    const checks = guides.flatMap((one) => numberChecks(scan, one));
    return { barcodes: [{ ...scan, text, products, number_checks: checks, note: products.length ? null : say("nothingFits") }], carried };
  } catch (error) {
    if (error instanceof NoProductCode) return null;
    throw error;
  }
}

export async function favourites() {
  const list = (await livingLists()).find(({ name }) => name === FAVOURITES);
  return list && found((one) => list.guides.some((entry) => entry.product_id === one.card.id));
}

export const brands = async () => ({ brands: unique(await cards(), (card) => card.brand, "id") });
export const categories = async () => ({ categories: unique(await cards(), (card) => card.category, "slug") });

export async function picture(url) {
  const wanted = [url, `${url}?size=thumbnail`];
  const known = await readable();
  const id = Object.keys(known).find((one) => known[one].pictures.some((address) => wanted.includes(address)));
  if (!id) return null;
  const { pictures } = await open(id);
  const bytes = Uint8Array.from(atob(pictures[url] ?? pictures[wanted[1]]), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: "image/jpeg" });
}

async function fetchList(name, key) {
  const kept = await vault.get(listName(name));
  const headers = kept ? { "If-None-Match": kept.tag } : {};
  try {
    const answer = await request("GET", `${PACKS}/${name}`, { headers });
    const { manifest, signature } = await answer.json();
    const holds = await crypto.subtle.verify("Ed25519", key, bytesOf(signature), new TextEncoder().encode(manifest));
    const list = holds ? JSON.parse(manifest) : null;
    if (list?.format !== FORMAT || list.name !== name) throw new UnsafeGuide();
    await vault.put(listName(name), { ...list, tag: answer.headers.get("ETag") });
    return list;
  } catch (error) {
    if (error.status === 304) return kept;
    throw error;
  }
}

async function fetchGuide({ name, product_id: id, sha256 }) {
  const bytes = await (await request("GET", `${PACKS}/${name}/guides/${id}`)).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  if ([...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") !== sha256) throw new UnsafeGuide();
  const { guide: read, pictures } = JSON.parse(new TextDecoder().decode(bytes));
  const { brand, category, name: title, hs_code, gtins, thumbnail_url, changed_at } = read;
  const card = { id, name: title, brand: { id: brand.id, name: brand.name }, category, gtins, hs_code, thumbnail_url, changed_at };
  const words = fold([title, brand.name, read.description, read.model_number, hs_code, ...gtins].join(" "));
  const codes = [...gtins, ...read.variants.map((one) => one.gtin), ...read.packaging.map((one) => one.gtin)].filter(Boolean);
  const index = { ...await readIndex(), [id]: { sha256, card, words, gtins: codes, pictures: Object.keys(pictures) } };
  await vault.putAll({ [guideName(id)]: bytes, [INDEX]: index });
  opened.delete(id);
}

async function removeOthers(lists) {
  const named = new Set(lists.flatMap(({ guides }) => guides.map((one) => one.product_id)));
  const index = await readIndex();
  const gone = Object.keys(index).filter((id) => !named.has(id));
  if (!gone.length) return;
  const left = Object.fromEntries(Object.entries(index).filter(([id]) => named.has(id)));
  await vault.putAll({ ...Object.fromEntries(gone.map((id) => [guideName(id), undefined])), [INDEX]: left });
  gone.forEach((id) => opened.delete(id));
}

async function readIndex() {
  if (!vault.isOpen()) opened.clear(); // nothing of one person is left for the next
  return (await vault.get(INDEX)) ?? {};
}

// The lists that have not ended.
async function livingLists() {
  const lists = await Promise.all((await vault.names(listName(""))).map((name) => vault.get(name)));
  return lists.filter((list) => Date.parse(list.valid_until) > Date.now());
}

// id → what is known of a guide, and the list that allows it; exactly as signed.
async function readable(lists = null) {
  const index = await readIndex();
  const allowed = (lists ?? await livingLists()).flatMap((list) => list.guides.map((entry) => [entry, list]));
  return Object.fromEntries(allowed.filter(([entry]) => index[entry.product_id]?.sha256 === entry.sha256)
    .map(([entry, { issued_at: issued, valid_until: until }]) => [entry.product_id, { ...index[entry.product_id], list: { issued, until } }]));
}

async function open(id) {
  if (!opened.has(id)) opened.set(id, JSON.parse(new TextDecoder().decode(await vault.get(guideName(id)))));
  return opened.get(id);
}

async function found(fits) {
  const known = Object.values(await readable());
  if (!known.length) return null;
  const products = known.filter(fits).map((one) => one.card).sort((one, other) => one.name.localeCompare(other.name));
  return { products, next: null, carried: { count: known.length } };
}

const cards = async () => Object.values(await readable()).map((one) => one.card);

function unique(all, part, key) {
  const parts = new Map(all.map((card) => [part(card)[key], part(card)]));
  return [...parts.values()].sort((one, other) => one.name.localeCompare(other.name));
}

// why: the end of a sentence's key. "insecure": a page without TLS; "browser": it knows no Ed25519.
export class CannotCarry extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

export class UnsafeGuide extends Error {} // its signature or digest is wrong: not kept

const fold = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();

const bytesOf = (digits) => Uint8Array.from(digits.match(/../g), (pair) => Number.parseInt(pair, 16));
