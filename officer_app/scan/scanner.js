// Hold a code before the camera until it is read.

import { button } from "../elements.js";
import { openFinder } from "../capture/finder.js";
import { say } from "../strings/language.js";
import { codeReader } from "./reader.js";

let reader = null; // loaded once

// { text, scan }, or null when the officer closed the camera.
export function scanCode() {
  let reading = false;
  let ready = null;

  async function look(video, area) {
    if (reading || !ready) return;
    reading = true;
    try {
      const code = await ready(video, area);
      if (code?.scan) {
        navigator.vibrate?.(60);
        finder.close(code);
      } else if (code) finder.tell(say(code.why));
    } finally {
      reading = false;
    }
  }

  const type = () => button(say("typeDigits"), () => finder.close(null));
  const finder = openFinder({
    title: say("scanTitle"), hint: say("scanHint"), frame: "code", look,
    actions: [type()],
    refusal: (why) => ({ words: say(`scan-${why}`), ways: [type()] }),
  });
  finder.tell(say("readerComing"));
  reader ??= codeReader();
  reader.then((read) => {
    ready = read;
    finder.tell("");
  }, () => {
    reader = null; // tried again with the next scan
    finder.tell(say("readerMissing"));
  });
  return finder.closed;
}
