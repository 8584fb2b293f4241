// Take or choose a photo, send its original bytes, show how far it is. Nothing is lost when the
// network fails: the same photo is sent again under the same id.

import { newClientId } from "../api_client.js";
import { announce, button, element, notice } from "../elements.js";
import { ownPicture } from "../pictures.js";
import { say } from "../strings/language.js";

export function photoButtons(send, done) {
  const area = element("div", { class: "stack", "aria-live": "polite" });
  const camera = chooser({ capture: "environment" });
  const gallery = chooser({});
  const buttons = [
    button(say("choosePicture"), () => gallery.click()),
    button(say("takePhoto"), () => camera.click(), { primary: true }),
    camera, gallery,
  ];

  function chooser(attributes) {
    const input = element("input", { type: "file", accept: "image/jpeg,image/png,image/webp", class: "hidden", tabindex: "-1", "aria-hidden": "true", ...attributes });
    input.addEventListener("change", () => {
      const [photo] = input.files;
      input.value = "";
      if (photo) upload(photo, newClientId());
    });
    return input;
  }

  async function upload(photo, clientId) {
    const line = element("p", { class: "small" }, say("sending", { share: 0 }));
    const progress = element("progress", { max: "1", value: "0", "aria-label": say("sending", { share: "" }) });
    area.replaceChildren(ownPicture(photo, say("yourPhoto")), progress, line);
    setDisabled(true);
    try {
      const report = await send(photo, { clientId }, (share) => {
        progress.value = share;
        line.textContent = share < 1 ? say("sending", { share: Math.round(share * 100) }) : say("looking");
      });
      setDisabled(false);
      done(report);
    } catch (error) {
      setDisabled(false);
      if (error.status === 401) {
        window.dispatchEvent(new Event("ipm:show-again"));
        return;
      }
      announce(error.message);
      area.replaceChildren(ownPicture(photo, say("yourPhoto")), notice(error.message),
        error.status === 0 || error.status >= 500 || error.status === 429
          ? button(say("again"), () => upload(photo, clientId)) : null);
    }
  }

  function setDisabled(value) {
    buttons.slice(0, 2).forEach((one) => { one.disabled = value; });
  }

  return { buttons, area };
}
