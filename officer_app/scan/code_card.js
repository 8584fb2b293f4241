// What a code says, read out with names, and what to look at because of it. Never a verdict.

import { element } from "../elements.js";
import { say, sayDay } from "../strings/language.js";
import { isPast } from "./expiry.js";
import { printed } from "./gtin.js";

// scan: { gtin, lot, serial, expiry } as from parseScan or the service.
export function codeCard({ gtin, lot, serial, expiry }) {
  const parts = [["productNumber", gtin && printed(gtin)], ["serial", serial], ["lot", lot]].filter(([, value]) => value);
  return element("section", { class: "card stack" }, element("dl", { class: "how" },
    ...parts.map(([name, value]) => row(name, element("dd", { class: "code" }, value))),
    expiry ? row("expiry", element("dd", {}, sayDay(`${expiry}T12:00`))) : null));
}

// checks: [{ kind, as_declared }] of the numbers against the forms that the right holder declared.
export function codeSigns(scan, checks) {
  return [
    scan.expiry && isPast(scan.expiry) ? sign(say("expired", { day: sayDay(`${scan.expiry}T12:00`) }), say("expiredHint")) : null,
    ...["serial", "lot"].map((kind) => {
      const told = checks.filter((check) => check.kind === kind);
      if (!told.length) return null;
      if (told.some((check) => check.as_declared)) return element("p", { class: "small soft" }, say(kind === "serial" ? "serialAlike" : "lotAlike"));
      return sign(say(kind === "serial" ? "serialUnlike" : "lotUnlike", { number: scan[kind] }), say("unlikeHint"));
    }),
  ].filter(Boolean);
}

const row = (name, value) => element("div", {}, element("dt", {}, say(name)), value);

const sign = (what, hint) => element("p", { class: "notice sign" }, element("b", {}, what), ` ${hint}`);
