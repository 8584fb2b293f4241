// Sends files in pieces. Whatever breaks, a file goes on where the server says that it stopped:
// the server knows it by its SHA-256, so nothing arrives twice and nothing arrives in part.

const PIECE = 1024 * 1024; // bytes
const TOGETHER = 3; // files on their way at the same time
const FIRST_WAIT = 500; // ms after a broken connection, doubled each time …
const LONGEST_WAIT = 15_000; // … up to this

async function digestOf(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class UploadQueue {
  // *changed* is called with an item whenever something about it is new.
  constructor({ address, token, changed }) {
    this.address = address;
    this.token = token;
    this.changed = changed;
    this.items = [];
    this.running = 0;
    addEventListener("online", () => this.retryLost());
  }

  add(item) {
    Object.assign(item, { state: "waiting", sentence: "", waits: 0 });
    this.items.push(item);
    this.changed(item);
    this.next();
  }

  retry(item) {
    clearTimeout(item.timer);
    this.say(item, "waiting");
    this.next();
  }

  retryLost() {
    for (const item of this.items) if (item.state === "lost") this.retry(item);
  }

  remove(item) {
    clearTimeout(item.timer);
    item.state = "removed";
    this.items = this.items.filter((other) => other !== item);
    if (item.upload?.state === "arriving") this.post(`${item.upload.address}/forget`, {}).catch(() => {});
    this.changed(item);
  }

  say(item, state, sentence = "") {
    if (item.state === "removed") return;
    Object.assign(item, { state, sentence });
    this.changed(item);
  }

  next() {
    while (this.running < TOGETHER) {
      const item = this.items.find((waiting) => waiting.state === "waiting");
      if (!item) return;
      this.running += 1;
      this.send(item).finally(() => {
        this.running -= 1;
        this.next();
      });
    }
  }

  async send(item) {
    this.say(item, "reading");
    try {
      item.sha256 ??= await digestOf(item.file);
    } catch {
      this.say(item, "failed"); // moved or changed on the disk since it was chosen
      return;
    }
    try {
      let upload = await this.post(this.address, {
        file_name: item.file.name, size: item.file.size, sha256: item.sha256,
        kind: item.kind, view: item.view, version: item.version ?? "",
      });
      while (upload.state === "arriving" && item.state !== "removed") {
        item.upload = upload;
        this.say(item, "sending");
        upload = await this.piece(item, upload);
        item.waits = 0;
      }
      item.upload = upload;
      if (item.state !== "removed") this.say(item, upload.state, upload.sentence);
    } catch (problem) {
      if (problem.status && problem.status < 500) {
        this.say(item, "failed", problem.sentence);
        return;
      }
      this.say(item, "lost");
      item.timer = setTimeout(() => this.retry(item), Math.min(FIRST_WAIT * 2 ** item.waits, LONGEST_WAIT));
      item.waits += 1;
    }
  }

  piece(item, upload) {
    const body = item.file.slice(upload.offset, upload.offset + PIECE);
    const headers = { "Upload-Offset": upload.offset, "Content-Type": "application/octet-stream" };
    return this.ask(upload.address, { method: "PATCH", body, headers }).catch((problem) => {
      if (problem.status === 409 && problem.offset !== undefined) return { ...upload, offset: problem.offset };
      throw problem;
    });
  }

  post(address, fields) {
    return this.ask(address, { method: "POST", body: new URLSearchParams(fields) });
  }

  async ask(address, options) {
    const headers = { ...options.headers, "X-CSRFToken": this.token };
    const answer = await fetch(address, { ...options, headers, redirect: "error" });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw { status: answer.status, ...said };
    return said;
  }
}
