// Brings the outbox to the server by tus: three files at a time, in pieces, again after every break.
//
// Of several tabs one works, the holder of a lock; the others hear of it. Messages, to this tab's listeners and to the
// others: { type: "progress", key, sent, size }, { type: "done" | "gone" | "added", key }, { type: "waits", key, say }.
import { csrfToken } from "hub/csrf";
import { TOO_MANY, waitMs, when } from "hub/upload/patience";
import { reservePlaces } from "hub/upload/places";

const AT_ONCE = 3;
const RETRY_DELAYS = [500, 2000, 5000, 15000];
const REST_MS = 20000;
// The server will not think better of these, or not before the moment that it names.
const FINAL = new Set([400, 403, 404, 405, 410, 412, 413, 415, 422, TOO_MANY]);

export class Transfer {
  #outbox;
  #pieceBytes;
  #channel;
  #listeners = new Set();
  #active = new Map();
  #resting = new Set();
  #pausedUntil = 0;
  #holdsLock = false;
  #pumping = false;
  #again = false;

  constructor({ outbox, person, pieceBytes }) {
    this.#outbox = outbox;
    this.#pieceBytes = pieceBytes;
    if ("BroadcastChannel" in window) {
      this.#channel = new BroadcastChannel(`imgurhub-outbox-${person}`);
      this.#channel.onmessage = ({ data }) => this.#hear(data);
    }
    this.#takeLock(`imgurhub-outbox-${person}`);
    window.addEventListener("online", () => { this.#resting.clear(); this.pump(); });
  }

  listen(listener) {
    this.#listeners.add(listener);
  }

  // Something new lies in the outbox.
  added() {
    this.#tell({ type: "added" });
    this.pump();
  }

  // The person has taken the file out.
  async drop(key) {
    await this.#forget(key);
    this.#channel?.postMessage({ type: "gone", key });
  }

  get isBusy() {
    return this.#active.size > 0;
  }

  async pump() {
    if (this.#pumping) { this.#again = true; return; }
    this.#pumping = true;
    try {
      do {
        this.#again = false;
        await this.#startSome();
      } while (this.#again);
    } finally {
      this.#pumping = false;
    }
  }

  async #startSome() {
    const waiting = (await this.#outbox.all()).filter(
      ({ key }) => (this.#holdsLock || this.#outbox.isVolatile(key)) && !this.#active.has(key) && !this.#resting.has(key),
    );
    for (const entry of waiting) {
      if (this.#active.size >= AT_ONCE || Date.now() < this.#pausedUntil) return;
      this.#active.set(entry.key, null);
      try {
        const placed = entry.url ? entry : await this.#place(entry);
        if (placed) await this.#send(placed);
        else this.#active.delete(entry.key);
      } catch {
        this.#rest(entry.key);
      }
    }
  }

  // After a reload that came before the answer with its place.
  async #place(entry) {
    const [row] = await reservePlaces(entry.places, [entry]);
    if (row.dataset.state !== "receiving") {
      await this.#forget(entry.key);
      this.#tell({ type: "done", key: entry.key });
      return null;
    }
    await this.#outbox.setUrl(entry.key, row.dataset.incoming);
    return { ...entry, url: row.dataset.incoming };
  }

  async #send(entry) {
    await import("tus-js-client");
    const upload = new window.tus.Upload(entry.file, {
      uploadUrl: entry.url,
      chunkSize: this.#pieceBytes,
      retryDelays: RETRY_DELAYS,
      storeFingerprintForResuming: false,
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrfToken()),
      onShouldRetry: (error) => !FINAL.has(statusOf(error)),
      onProgress: (sent, size) => this.#tell({ type: "progress", key: entry.key, sent, size }),
      onSuccess: () => this.#finish(entry.key, "done"),
      onError: (error) => this.#break(entry.key, error),
    });
    this.#active.set(entry.key, upload);
    upload.start();
  }

  #break(key, error) {
    const status = statusOf(error);
    // 404: taken out, or sent already, in another tab.
    if (status === 404) return this.#finish(key, "gone");
    if (status === TOO_MANY) return this.#pause(key, waitMs(error.originalResponse.getHeader("Retry-After")));
    const say = status >= 200 && status < 300 ? "You are signed out. Sign in again and it goes on." : status === 0
      ? "No connection to us. It goes on by itself." : "We could not take it just now. It goes on by itself.";
    this.#tell({ type: "waits", key, say });
    return this.#rest(key);
  }

  // What is too much of one file is too much of every other: nothing new begins meanwhile.
  #pause(key, ms) {
    this.#active.delete(key);
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + ms);
    this.#tell({ type: "waits", key, say: `A lot has come in a short time. It goes on by itself ${when(ms)}.` });
    setTimeout(() => this.pump(), ms + 50);
  }

  #rest(key) {
    this.#active.delete(key);
    this.#resting.add(key);
    setTimeout(() => { this.#resting.delete(key); this.pump(); }, REST_MS);
    this.pump();
  }

  async #finish(key, type) {
    await this.#forget(key);
    this.#tell({ type, key });
    this.pump();
  }

  async #forget(key) {
    const upload = this.#active.get(key);
    this.#active.delete(key);
    await upload?.abort().catch(() => {});
    await this.#outbox.remove(key);
  }

  #tell(message) {
    this.#channel?.postMessage(message);
    for (const listener of this.#listeners) listener(message);
  }

  #hear(message) {
    if (message.type === "added") this.pump();
    if (message.type === "gone" && this.#active.has(message.key)) this.#forget(message.key);
    for (const listener of this.#listeners) listener(message);
  }

  #takeLock(name) {
    if (!("locks" in navigator)) {
      this.#holdsLock = true;
      this.pump();
      return;
    }
    navigator.locks.request(name, () => {
      this.#holdsLock = true;
      this.pump();
      return new Promise(() => {}); // until the tab closes; then the next one goes on
    });
  }
}

function statusOf(error) {
  return error.originalResponse?.getStatus() ?? 0;
}
