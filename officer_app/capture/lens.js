// The phone's camera: started, adjusted where this phone can, and stopped.

const WISH = { facingMode: { ideal: "environment" }, width: { ideal: 2560 }, height: { ideal: 1920 } };
const PATIENCE = 4000; // ms for a photo of the sensor; then the picture on the screen is the photo
const QUALITY = 0.92; // of the JPEG, when the picture on the screen is the photo

// why: "denied", "missing" or "busy"
export class CameraRefused extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

const ENDINGS = { "image/jpeg": "jpg", "image/png": "png" };

const REASONS = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "missing", OverconstrainedError: "missing" };

// Shows the live picture in *video*. When *signal* has ended meanwhile, the camera is let go at once.
export async function openLens(video, signal) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: WISH, audio: false });
  } catch (error) {
    throw new CameraRefused(REASONS[error.name] ?? "busy");
  }
  const [track] = stream.getVideoTracks();
  const close = () => {
    stream.getTracks().forEach((one) => one.stop());
    video.srcObject = null;
  };
  signal.addEventListener("abort", close);
  if (signal.aborted) close();
  else {
    video.srcObject = stream;
    await video.play().catch(() => {}); // let go before the first picture came
  }
  const can = track.getCapabilities?.() ?? {};
  const adjust = (wish) => track.applyConstraints({ advanced: [wish] }).catch(() => {}); // a wish: the phone may refuse
  return {
    torch: can.torch ? (on) => adjust({ torch: on }) : null,
    zoom: can.zoom && can.zoom.max > can.zoom.min ? { ...can.zoom, now: track.getSettings().zoom, set: (value) => adjust({ zoom: value }) } : null,
    // x, y: 0 to 1 on the picture
    focusAt: can.focusMode?.includes("single-shot") ? (x, y) => adjust({ pointsOfInterest: [{ x, y }], focusMode: "single-shot" }) : null,
    photo: () => photoOf(track, video),
  };
}

async function photoOf(track, video) {
  const blob = await ofTheSensor(track) ?? await ofTheScreen(video);
  const moment = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  return new File([blob], `photo-${moment}.${ENDINGS[blob.type]}`, { type: blob.type });
}

async function ofTheSensor(track) {
  if (!("ImageCapture" in window)) return null;
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); });
  const taken = new ImageCapture(track).takePhoto().catch(() => null);
  const blob = await Promise.race([taken, late]);
  return blob?.size && blob.type in ENDINGS ? blob : null;
}

function ofTheScreen(video) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
}
