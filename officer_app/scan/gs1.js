// What a code says about an article: product number, lot, serial number, expiry. The same rules as
// ipm_api/gs1.py, so that a code is read without a network, too. A link is never followed nor shown as one.
// Source: GS1 General Specifications 3 and 7.8; GS1 Digital Link URI syntax.

import { lastDayOf } from "./expiry.js";
import { IDENTIFIERS } from "./application_identifiers.js";
import { expandedUpc, gtinOf } from "./gtin.js";

// why: the end of a sentence's key: "code-unreadable", "code-address" …
export class NoProductCode extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

const LONGEST = 4296; // characters in the largest QR code
const SEPARATOR = "\x1d"; // what scanners send for FNC1
const ALLOWED = /^[\x20-\x7e\x1d]+$/;
const BLANKS = /^[\s\x1c-\x1f]+|[\s\x1c-\x1f]+$/g;
const MARKED = new Set(["C1", "d2", "Q3", "J1", "e0", "e1", "e2", "e3"]); // ISO/IEC 15424
const PRIMARY = new Map(Object.entries({ // of a Digital Link → what may follow it, in this order
  "01": ["22", "10", "21", "235"], 8006: ["22", "10", "21"], 8013: [], 8010: ["8011"], 414: ["254", "7040"], 415: ["8020"],
  417: ["7040"], 8017: ["8019"], 8018: ["8019"], 255: [], "00": [], 253: [], 401: [], 402: [], 8003: [], 8004: ["7040"],
}));

// format: the scanner's name for the kind of code, where known: "ean_13", "upc_e" …
export function parseScan(text, format = "") {
  let content = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  if (!content || content.length > LONGEST || !ALLOWED.test(content)) throw new NoProductCode("code-unreadable");
  const [identifier, mark] = /^\]([A-Za-z][0-9A-Za-z])/.exec(content) ?? [""];
  content = content.slice(identifier.length);
  if (MARKED.has(mark) || content.startsWith(SEPARATOR)) return scanOf(elementsOf(content), "element-string");
  const name = format.toUpperCase().replace(/[^A-Z]/g, "");
  if (/^(EAN|UPC)/.test(name) || /^([0-9]{8}|[0-9]{12,14}|[0-9]+([ -][0-9]+)+)$/.test(content)) return plain(content, name === "UPCE");
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(content);
  if (!scheme) return scanOf(elementsOf(content), "element-string");
  if (!/^https?$/i.test(scheme[1])) throw new NoProductCode("code-command");
  return scanOf(elementsOfLink(content.slice(scheme[0].length)), "digital-link");
}

// Eight digits are an EAN-8 unless the scanner says UPC-E or only a UPC-E fits them.
function plain(content, shortUpc) {
  const digits = content.length === 8 && (shortUpc || gtinOf(content) === null) ? expandedUpc(content) : content;
  return { gtin: checked(digits), lot: null, serial: null, expiry: null, kind: "plain" };
}

function checked(text) {
  const gtin = gtinOf(text);
  if (gtin === null) throw new NoProductCode("code-wrong-number");
  return gtin;
}

function elementsOf(content) {
  const elements = [];
  if (content.startsWith("(")) { // as printed for people
    for (const [, identifier, value] of content.replace(/[\s\x1c-\x1f]+/g, "").matchAll(/\(([0-9]+)\)([^(]+)/g)) {
      elements.push([identifier, exactly(identifier, value, "code-not-gs1")]);
    }
    if (!elements.length) throw new NoProductCode("code-not-gs1");
    return elements;
  }
  let rest = content.replace(BLANKS, "");
  while (rest) {
    const identifier = [2, 3, 4].map((length) => rest.slice(0, length)).find((start) => IDENTIFIERS.has(start));
    const value = identifier && new RegExp(`^(?:${IDENTIFIERS.get(identifier)})`).exec(rest.split(SEPARATOR, 1)[0].slice(identifier.length));
    if (!value) throw new NoProductCode("code-not-gs1");
    elements.push([identifier, value[0]]);
    rest = rest.slice(identifier.length + value[0].length).replace(/^\x1d+/, "");
  }
  return elements;
}

function exactly(identifier, value, why) {
  if (!IDENTIFIERS.has(identifier) || !new RegExp(`^(?:${IDENTIFIERS.get(identifier)})$`).test(value)) throw new NoProductCode(why);
  return value;
}

// *rest*: what follows "https:". Of any host: the number counts, not whose page it would be.
function elementsOfLink(rest) {
  const [, host = "", path, query = ""] = /^(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/.exec(rest);
  if (/[[\]]/.test(host) && !/^([^[\]]*@)?\[[0-9a-fA-F:.]+\](:[0-9]*)?$/.test(host)) throw new NoProductCode("code-address");
  let parts = path.split("/");
  const start = parts.findIndex((part) => PRIMARY.has(part));
  parts = start < 0 ? [] : parts.slice(start).map(unquoted);
  if (!parts.length || parts.length % 2) throw new NoProductCode("code-address");
  const [primary, value] = parts;
  const elements = [[primary, exactly(primary, primary === "01" ? value.padStart(14, "0") : value, "code-address")]];
  let expected = [...PRIMARY.get(primary)];
  for (let at = 2; at < parts.length; at += 2) {
    const place = expected.indexOf(parts[at]);
    if (place < 0) throw new NoProductCode("code-address");
    expected = expected.slice(place + 1);
    elements.push([parts[at], exactly(parts[at], parts[at + 1], "code-address")]);
  }
  const told = new Map();
  for (const pair of query.split("&")) {
    const [name, ...given] = pair.split("=");
    if (given.join("=")) told.set(unquoted(name.replaceAll("+", " ")), unquoted(given.join("=").replaceAll("+", " ")));
  }
  for (const [name, given] of told) {
    if (IDENTIFIERS.has(name)) elements.push([name, exactly(name, given, "code-address")]);
  }
  return elements;
}

const unquoted = (text) => text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (bytes) =>
  new TextDecoder().decode(Uint8Array.from(bytes.slice(1).split("%"), (byte) => Number.parseInt(byte, 16))));

// The four facts; a code that states one thing twice, differently, is refused.
function scanOf(elements, kind) {
  const values = new Map();
  for (const [identifier, value] of elements) {
    if (!values.has(identifier)) values.set(identifier, value);
    else if (values.get(identifier) !== value) throw new NoProductCode("code-contradicts");
  }
  const number = values.get("01") ?? values.get("02"); // 02: what a parcel contains
  return {
    gtin: number ? checked(number) : null,
    lot: values.get("10") ?? null,
    serial: values.get("21") ?? null,
    expiry: lastDayOf(values.get("17")) ?? lastDayOf(values.get("7003")),
    kind,
  };
}
