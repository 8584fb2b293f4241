// What a small picture of the live camera says about the photo to come. Only arithmetic: no screen.
// Lightness and sharpness are measured as in image_index/quality.py, at a smaller size; the limits were
// chosen by benchmarks/aiming.py (docs/officer.md has its table).

export const SIDE = 320; // px, the longer side of the picture that is looked at

const LEAST_BRIGHTNESS = 0.45; // 95th percentile of lightness
const LEAST_SHARPNESS = 0.22; // share of the local contrast that an edge crosses in one pixel
const MOST_BLOWN_OUT = 0.08; // share of the picture in which the light leaves no print
const LEAST_DETAIL = 0.35; // share of the picture's cells that show print or edges

const CELLS = 8; // along each side
const EDGE = 40; // of 255: a contrast within REACH that is print, not noise
const PRINTED = 0.12; // share of a cell's pixels beside such an edge
const REACH = 4; // px to both sides within which an edge is expected to be crossed
const FAINT = 20; // of 255, below which an edge is noise
const BLOWN_OUT = 250; // of 255, in the darkest channel

// *data* as from getImageData: red, green, blue, alpha.
export function measure({ data, width, height }) {
  const size = width * height;
  const grey = new Uint8Array(size);
  let blownOut = 0;
  for (let at = 0, from = 0; at < size; at += 1, from += 4) {
    const [red, green, blue] = [data[from], data[from + 1], data[from + 2]];
    grey[at] = (299 * red + 587 * green + 114 * blue + 500) / 1000;
    if (Math.min(red, green, blue) >= BLOWN_OUT) blownOut += 1;
  }
  const across = contrastAlong(grey, width, height, 1);
  const down = contrastAlong(grey, width, height, width);
  return {
    brightness: percentile(grey, 0.95) / 255,
    sharpness: Math.min(edgeSlope(grey, across, width, height, 1), edgeSlope(grey, down, width, height, width)),
    blownOut: blownOut / size,
    detail: detailShare(across, down, width, height),
  };
}

// The first thing to do, as a key of the sentences; null if nothing stands against a photo.
export function advice({ brightness, sharpness, blownOut, detail }) {
  if (brightness < LEAST_BRIGHTNESS) return "moreLight";
  if (blownOut > MOST_BLOWN_OUT) return "lessGlare";
  if (sharpness > 0 && sharpness < LEAST_SHARPNESS) return "holdStill";
  if (detail < LEAST_DETAIL) return "comeCloser";
  return null;
}

// Lightest minus darkest within REACH along x (step 1) or y (step width).
function contrastAlong(grey, width, height, step) {
  const contrast = new Uint8Array(grey.length);
  const length = step === 1 ? width : height;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const place = step === 1 ? x : y;
      let least = 255;
      let most = 0;
      for (let near = Math.max(-REACH, -place); near <= Math.min(REACH, length - 1 - place); near += 1) {
        const value = grey[at + near * step];
        if (value < least) least = value;
        if (value > most) most = value;
      }
      contrast[at] = most - least;
    }
  }
  return contrast;
}

// 90th percentile of slope / contrast over the fifth of the picture with most contrast.
function edgeSlope(grey, contrast, width, height, step) {
  const strong = Math.max(FAINT, percentile(contrast, 0.8));
  const other = step === 1 ? width : 1;
  const shares = new Uint32Array(513);
  let count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      if (contrast[at] < strong) continue;
      const slope = grey[at + step - other] + 2 * grey[at + step] + grey[at + step + other]
        - grey[at - step - other] - 2 * grey[at - step] - grey[at - step + other];
      shares[Math.min(512, Math.round((Math.abs(slope) / 8 / contrast[at]) * 512))] += 1;
      count += 1;
    }
  }
  return count ? rank(shares, count * 0.9) / 512 : 0;
}

// Share of the cells that show print: an article far away leaves most of them plain.
function detailShare(across, down, width, height) {
  const edges = new Uint32Array(CELLS * CELLS);
  const pixels = new Uint32Array(CELLS * CELLS);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const cell = Math.floor((y * CELLS) / height) * CELLS + Math.floor((x * CELLS) / width);
      const at = y * width + x;
      pixels[cell] += 1;
      if (across[at] >= EDGE || down[at] >= EDGE) edges[cell] += 1;
    }
  }
  return edges.reduce((sum, count, cell) => sum + (count >= PRINTED * pixels[cell]), 0) / edges.length;
}

function percentile(values, share) {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value] += 1;
  return rank(counts, values.length * share);
}

function rank(counts, wanted) {
  let sum = 0;
  for (let value = 0; value < counts.length; value += 1) {
    sum += counts[value];
    if (sum >= wanted) return value;
  }
  return counts.length - 1;
}
