// What a code says, read out with names, and what to look at because of it. Never a verdict.

import { element } from "../elements.js";
import { say, sayDay } from "../strings/language.js";
import { isPast } from "./expiry.js";
import { printed } from "./gtin.js";

// scan: { gtin, lot, serial, expiry } as from parseScan or the service.
export const codeCard = (scan) => element("section", { class: "card stack" }, codeList(scan));

export function codeList({ gtin, lot, serial, expiry }) {
  const parts = [["productNumber", gtin && printed(gtin)], ["serial", serial], ["lot", lot]].filter(([, value]) => value);
  return element("dl", { class: "how" },
    ...parts.map(([name, value]) => row(name, element("dd", { class: "code" }, value))),
    expiry ? row("expiry", element("dd", {}, sayDay(`${expiry}T12:00`))) : null);
}

// checks: [{ kind, as_declared }] of the numbers against what the right holder declared.
export function codeSigns(scan, checks) {
  return [
    scan.expiry && isPast(scan.expiry) ? sign(say("expired", { day: sayDay(`${scan.expiry}T12:00`) }), say("expiredHint")) : null,
    ...["gtin", "serial", "lot"].map((kind) => {
      const told = checks.filter((check) => check.kind === kind);
      if (!told.length) return null;
      if (told.some((check) => check.as_declared)) return element("p", { class: "small soft" }, say(`${kind}Alike`));
      return sign(say(`${kind}Unlike`, { number: kind === "gtin" ? printed(scan.gtin) : scan[kind] }), say(`${kind}UnlikeHint`));
    }),
  ].filter(Boolean);
}

const row = (name, value) => element("div", {}, element("dt", {}, say(name)), value);

const sign = (what, hint) => element("p", { class: "notice sign" }, element("b", {}, what), ` ${hint}`);
