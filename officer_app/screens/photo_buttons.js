// Take or choose a photo. It is sealed on the phone first and then sent; what the network does not
// take waits and goes by itself (storage/sending.js), so nothing is lost and nothing comes twice.

import { newClientId, sendAtOnce } from "../api_client.js";
import { announce, button, element, link, notice } from "../elements.js";
import { ownPicture } from "../pictures.js";
import { addPhoto, remove } from "../storage/outbox.js";
import { arrivedAt, sent } from "../storage/sending.js";
import { canSeal } from "../storage/vault.js";
import { say } from "../strings/language.js";

const UNUSABLE = ["image-refused", "too-large", "malformed-request"]; // told at once; not worth keeping

let waiting = null; // a photo that the end of the sign-in stopped: { place, again(buttons) }

export function forgetWaitingPhoto() {
  waiting = null;
}

/*
 * place names where the photo belongs, so that it is taken up there again after a new sign-in.
 * target() → { inspection: null | { id }, about }; done(report) shows what the service answers;
 * kept() is told when the photo and what goes with it are sealed on the phone.
 */
export function photoButtons(place, target, done, kept = () => {}) {
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
      if (photo) upload(photo);
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
      if (photo) upload(photo);
    });
    return input;
  }

  async function upload(photo, about = target()) {
    if (!canSeal) return atOnce(photo, about);
    let id;
    try {
      ({ id } = await addPhoto(photo, about));
    } catch (error) {
      if (error.status === 401) return signInFirst((buttons) => buttons.upload(photo, about));
      if (error.kind !== "storage-full") throw error;
      return noRoom(photo, about, error);
    }
    kept();
    return follow(photo, id, (options) => sent(id, options));
  }

  // The photo stays in memory and goes on from here when the same officer has signed in again.
  function signInFirst(again) {
    waiting = { place, again };
    window.dispatchEvent(new Event("ipm:show-again"));
  }

  function atOnce(photo, about) {
    const id = newClientId();
    return follow(photo, id, ({ signal }) => sendAtOnce(photo, about, id, signal));
  }

  async function follow(photo, id, work) {
    const stop = new AbortController();
    const line = element("p", { class: "small" }, say("sending", { share: 0 }));
    const progress = element("progress", { max: "1", value: "0", "aria-label": say("sendingPhoto") });
    const cancel = button(say("cancel"), () => stop.abort());
    area.replaceChildren(ownPicture(photo, say("yourPhoto")), progress, line, cancel);
    area.scrollIntoView({ block: "nearest" });
    setDisabled(true);
    try {
      const report = await work({
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
      await refused(error, { photo, id, work }, stop.signal.aborted);
    }
  }

  async function refused(error, { photo, id, work }, cancelled) {
    if (error.status === 401) return signInFirst((buttons) => buttons.follow(photo, id, work));
    if (cancelled || UNUSABLE.includes(error.kind)) await remove(id);
    if (cancelled) {
      area.replaceChildren();
      announce(error.message);
      return;
    }
    const again = error.status === 0 || error.status >= 500 || error.status === 429;
    area.replaceChildren(ownPicture(photo, say("yourPhoto")), notice(error.message),
      ...(again ? waits({ photo, id, work }) : []));
  }

  // Broken network: the photo goes by itself; who stays here sees when it has.
  function waits({ photo, id, work }) {
    const again = button(say("again"), () => follow(photo, id, work));
    if (!canSeal) return [again];
    const kept = element("div", { class: "stack" }, element("p", {}, say("keptOnPhone")),
      place === "start" ? link(say("checkMeanwhile"), `#/candidates/${id}`) : null, link(say("queueTitle"), "#/queue"), again);
    window.addEventListener("ipm:outbox", async function look() {
      if (kept.isConnected && !await arrivedAt(id)) return;
      window.removeEventListener("ipm:outbox", look);
      if (kept.isConnected) kept.replaceChildren(element("p", {}, say("photoSent")), button(say("showAnswer"), () => follow(photo, id, work), { primary: true }));
    });
    return [kept];
  }

  // The photo is in memory alone: it is sent from there, or saved where the officer likes.
  function noRoom(photo, about, error) {
    const address = URL.createObjectURL(photo);
    area.replaceChildren(ownPicture(photo, say("yourPhoto")), notice(error.message),
      button(say("sendNow"), () => atOnce(photo, about), { primary: true }),
      link(say("saveToPhone"), address, { download: photo.name || "photo.jpg" }));
    area.scrollIntoView({ block: "nearest" });
  }

  function setDisabled(value) {
    takes.forEach((one) => { one.disabled = value; });
  }

  if (waiting?.place === place) {
    const { again } = waiting;
    waiting = null;
    queueMicrotask(() => again({ upload, follow }));
  }
  return { take, choose, add, shoot, inputs: [camera, gallery], area };
}
