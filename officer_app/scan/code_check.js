// A code that was scanned, held against the product that was chosen: its numbers, and the forms that
// the right holder declared. Unlike is a sign to check, never a verdict.

import { isPast } from "./expiry.js";
import { NoProductCode, parseScan } from "./gs1.js";
import { gtinOf, isTradeItem } from "./gtin.js";
import { fits } from "./serial_format.js";

// Null if *text* is empty or no product code.
export function scanIn(text) {
  try {
    return text ? parseScan(text) : null;
  } catch (error) {
    if (error instanceof NoProductCode) return null;
    throw error;
  }
}

// The code of an article beside the guide of a product, as the service does it for candidates:
// [{ kind: "gtin" | "serial" | "lot", as_declared }]; what the right holder declared nothing of is left out.
export function codeChecks(barcode, product) {
  const scan = scanIn(barcode);
  if (!scan) return [];
  const own = [...product.gtins, ...product.variants.map((one) => one.gtin), ...product.packaging.map((one) => one.gtin)]
    .map((text) => gtinOf(text ?? "")).filter(Boolean);
  return [
    ...(scan.gtin && own.length && (isTradeItem(scan.gtin) || own.includes(scan.gtin)) ? [{ kind: "gtin", as_declared: own.includes(scan.gtin) }] : []),
    ...numberChecks(scan, product),
  ];
}

// The serial and lot number alone, as POST /barcodes answers them.
export function numberChecks(scan, product) {
  return ["serial", "lot"].flatMap((kind) => {
    const forms = product.serial_formats.filter((form) => form.kind === kind);
    return scan[kind] && forms.length ? [{ kind, as_declared: forms.some(({ pattern }) => fits(pattern, scan[kind])) }] : [];
  });
}

// True if something of it deserves a look.
export const isOdd = (scan, checks) => checks.some((check) => !check.as_declared) || Boolean(scan.expiry && isPast(scan.expiry));
