// Whether a serial or lot number has a declared form; the language of ipm_api/serial_format.py, read
// without backtracking: whatever a right holder writes, it takes one pass.

const CLASSES = { L: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", N: "0123456789", A: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", H: "0123456789ABCDEF" };

export function fits(pattern, text) {
  const { places, skips } = placesOf(pattern);
  const wanted = text.trim().toUpperCase();
  let reached = onwards(new Set([0]), skips);
  for (const character of wanted) {
    const next = [...reached].filter((place) => places[place]?.includes(character)).map((place) => place + 1);
    reached = onwards(new Set(next), skips);
  }
  return reached.has(places.length);
}

// The characters that may stand at each place, and from which place one may go on to which without one.
function placesOf(pattern) {
  const places = [];
  const skips = new Map();
  const skip = (from, to) => skips.set(from, [...(skips.get(from) ?? []), to]);
  let group = 0;
  for (const [, quoted, one, least, most] of pattern.matchAll(/"([^"]*)"|(.)(?:\{(\d+)(?:,(\d+))?\})?/g)) {
    if (quoted !== undefined) places.push(...quoted.toUpperCase());
    else if (one === "[") group = places.length;
    else if (one === "]") skip(group, places.length);
    else {
      const start = places.length;
      const times = Number(most ?? least ?? 1);
      places.push(...Array(times).fill(CLASSES[one] ?? one));
      for (let at = start + Number(least ?? 1); at < start + times; at += 1) skip(at, start + times);
    }
  }
  return { places, skips };
}

function onwards(reached, skips) {
  for (const place of reached) for (const next of skips.get(place) ?? []) reached.add(next);
  return reached;
}
