// Take or choose a photo, send its original bytes, show how far it is. Nothing is lost when the
// network fails or the sign-in has ended: the same photo is sent again under the same id.

import { newClientId } from "../api_client.js";
import { announce, button, element, notice } from "../elements.js";
import { ownPicture } from "../pictures.js";
import { say } from "../strings/language.js";

let waiting = null; // a photo whose sending was stopped by the end of the sign-in: { place, photo, clientId }

export function forgetWaitingPhoto() {
  waiting = null;
}

/*
 * place names where the photo belongs, so that it is taken up there again after a new sign-in.
 * send(photo, clientId, { progress, signal }) answers a report, which done(report) shows.
 */
export function photoButtons(place, send, done) {
  const area = element("div", { class: "stack", "aria-live": "polite" });
  const camera = chooser({ capture: "environment" });
  const gallery = chooser({});
  const takes = [];
  let aiming = false;

  const take = () => press(say("takePhoto"), () => shoot(), true);
  const choose = () => press(say("choosePicture"), () => gallery.click(), false);
  const add = (label, primary = true, aim = {}) => press(label, () => shoot(aim), primary);

  function press(label, action, primary) {
    const made = button(label, action, { primary });
    takes.push(made);
    return made;
  }

  // aim: what is to be seen on the photo, see takePhoto. True if there was a photo.
  async function shoot(aim = {}) {
    if (!navigator.mediaDevices?.getUserMedia) {
      camera.click(); // an old browser, or a page that is not secure: the phone's own camera
      return false;
    }
    if (aiming) return false; // pressed twice
    aiming = true;
    try {
      const { takePhoto } = await import("../capture/camera.js");
      const photo = await takePhoto(aim);
      if (photo) upload(photo, newClientId());
      return photo !== null;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      camera.click(); // the finder could not be loaded
      return false;
    } finally {
      aiming = false;
    }
  }

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
    const stop = new AbortController();
    const line = element("p", { class: "small" }, say("sending", { share: 0 }));
    const progress = element("progress", { max: "1", value: "0", "aria-label": say("sendingPhoto") });
    const cancel = button(say("cancel"), () => stop.abort());
    area.replaceChildren(ownPicture(photo, say("yourPhoto")), progress, line, cancel);
    area.scrollIntoView({ block: "nearest" });
    setDisabled(true);
    try {
      const report = await send(photo, clientId, {
        signal: stop.signal,
        progress: (share) => {
          progress.value = share;
          line.textContent = share < 1 ? say("sending", { share: Math.round(share * 100) }) : say("looking");
        },
      });
      setDisabled(false);
      done(report);
    } catch (error) {
      setDisabled(false);
      refused(error, photo, clientId, stop.signal.aborted);
    }
  }

  function refused(error, photo, clientId, cancelled) {
    if (error.status === 401) {
      waiting = { place, photo, clientId };
      window.dispatchEvent(new Event("ipm:show-again"));
      return;
    }
    if (cancelled) {
      area.replaceChildren();
      announce(error.message);
      return;
    }
    const again = error.status === 0 || error.status >= 500 || error.status === 429;
    area.replaceChildren(ownPicture(photo, say("yourPhoto")), notice(error.message),
      ...(again ? [button(say("again"), () => upload(photo, clientId))] : []));
  }

  function setDisabled(value) {
    takes.forEach((one) => { one.disabled = value; });
  }

  if (waiting?.place === place) {
    const { photo, clientId } = waiting;
    waiting = null;
    queueMicrotask(() => upload(photo, clientId));
  }
  return { take, choose, add, shoot, inputs: [camera, gallery], area };
}
