// Reads codes in the live picture: barcode-detector on zxing-wasm, both served with this page and
// loaded when somebody scans for the first time.

import { NoProductCode, parseScan } from "./gs1.js";

const VENDOR = new URL("../vendor/barcode-detector/", import.meta.url);
const FORMATS = ["ean_13", "ean_8", "upc_a", "upc_e", "code_128", "itf", "data_matrix", "qr_code"];
const MATRIX = ["data_matrix", "qr_code"]; // they carry error correction: one look is enough
const SIDE = 1280; // px, the longer side of what is searched

// Loads the reader. Rejects where it cannot be had: no network, and never loaded before.
export async function codeReader() {
  const { BarcodeDetector, prepareZXingModule } = await import("../vendor/barcode-detector/ponyfill.js");
  await prepareZXingModule({ overrides: { locateFile: (name) => new URL(name, VENDOR).href }, fireImmediately: true });
  const detector = new BarcodeDetector({ formats: FORMATS });
  const canvas = document.createElement("canvas");
  let before = "";

  /*
   * { text, scan } of the code in the picture that says most; { why } when what is there is no product
   * code; null when nothing is there, or a row of bars was read once only.
   */
  return async function read(video, { x, y, width, height }) {
    const scale = Math.min(1, SIDE / Math.max(width, height));
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(video, x, y, width, height, 0, 0, canvas.width, canvas.height);
    const found = (await detector.detect(canvas)).map(understood);
    const best = found.filter((one) => one.scan).sort((one, other) => facts(other.scan) - facts(one.scan))[0];
    if (!best) return found[0] ?? null;
    const again = best.text === before || MATRIX.includes(best.format);
    before = best.text;
    return again ? best : null;
  };
}

function understood({ rawValue: text, format }) {
  try {
    return { text, format, scan: parseScan(text, format) };
  } catch (error) {
    if (!(error instanceof NoProductCode)) throw error;
    return { text, format, why: error.why };
  }
}

const facts = ({ gtin, lot, serial, expiry }) => [gtin, gtin, lot, serial, expiry].filter(Boolean).length;
