// Where it was seized: only if the officer adds it, shown before it is sent, removable.

import { announce, busy, button, element, notice } from "../elements.js";
import { say } from "../strings/language.js";

const PATIENCE = 20_000; // ms until the phone gives up looking

// Answers an element and read() → { latitude, longitude }, null each while there is none.
export function positionField(given, changed) {
  let place = given.latitude === null || given.latitude === undefined ? null : given;
  const area = element("div", { class: "fields" });

  function show(problem) {
    const press = button(say("addPosition"), async () => {
      try {
        place = await busy(press, say("locating"), locate);
        announce(say("positionAdded"));
      } catch {
        return show(say("noPosition"));
      }
      changed();
      return show();
    });
    area.replaceChildren(element("b", {}, say("seizure-position")),
      ...(place ? [
        element("p", { class: "code", dir: "ltr" }, `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`),
        button(say("removePosition"), () => {
          place = null;
          changed();
          show();
        }),
      ] : [element("p", { class: "small soft" }, say("positionHint")), ...(problem ? [notice(problem)] : []), press]));
  }

  show();
  return { area, read: () => ({ latitude: place?.latitude ?? null, longitude: place?.longitude ?? null }) };
}

function locate() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) reject(new Error("no geolocation"));
    else {
      navigator.geolocation.getCurrentPosition(({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude }), reject,
        { enableHighAccuracy: true, timeout: PATIENCE });
    }
  });
}
