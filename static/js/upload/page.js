// The upload page: takes files in, shows how they arrive, keeps price and list in step.
import { announce } from "hub/live";
import { carriesFiles, fromDrop, fromField, fromPaste } from "hub/upload/gather";
import { makeSortable } from "hub/upload/order";
import { openOutbox } from "hub/upload/outbox";
import { reservePlaces } from "hub/upload/places";
import { TOO_MANY, waitMs } from "hub/upload/patience";
import { Rows } from "hub/upload/rows";
import { Transfer } from "hub/upload/transfer";

const page = document.querySelector("[data-upload]");
const { person, pieceBytes } = document.body.dataset;
const { places, batch, order } = page.dataset;
const draft = page.querySelector("[data-draft]");
const list = page.querySelector("[data-files]");
const drop = page.querySelector("[data-drop]");
const rows = new Rows(list);

let outbox;
let transfer;
// Files may be dropped or chosen before this is done: what takes them waits for it.
const ready = openOutbox(person).then((opened) => {
  outbox = opened;
  transfer = new Transfer({ outbox, person, pieceBytes: Number(pieceBytes) });
  transfer.listen(hear);
});

// Tells the price form, at once and then at most once a second.
let nextTelling = 0;
let telling;
function changed() {
  draft.hidden = rows.all.length === 0;
  clearTimeout(telling);
  telling = setTimeout(() => {
    nextTelling = Date.now() + 1000;
    document.body.dispatchEvent(new CustomEvent("draft-changed"));
  }, Math.max(0, nextTelling - Date.now()));
}

// The price is asked for again where that was too much at once.
document.body.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (elt.id === "send" && xhr.status === TOO_MANY) setTimeout(changed, waitMs(xhr.getResponseHeader("Retry-After")));
});

async function add(files) {
  if (!files.length) return;
  announce(files.length === 1 ? `${files[0].name} is added.` : `${files.length} files are added.`);
  await ready;
  const waiting = await outbox.keys();
  const entries = files.map((file) => ({ key: keyFor(file, waiting), name: file.name || "unnamed", size: file.size, file, places }));
  // Both at once: whichever a reload cuts off, the other one is enough to go on.
  const kept = entries.map((entry) => outbox.put(entry));
  try {
    const placed = await reservePlaces(places, entries);
    if (placed.some((row) => row.dataset.batch !== batch)) {
      await Promise.all(kept);
      location.reload(); // the draft was sent in another tab; the files go into the next one
      return;
    }
    for (const row of placed) rows.put(row);
    for (const entry of entries) rows.preview(entry.key, entry.file);
    changed();
    for (const [index, entry] of entries.entries()) {
      await kept[index];
      await settle(entry, placed[index]);
    }
  } catch {
    await Promise.all(kept);
    announce("No connection to us. The files go on by themselves.");
    transfer.added();
  }
}

// A file that has its place goes on; one that was refused, or is here already, leaves the outbox.
async function settle(entry, row) {
  if (row.dataset.state !== "receiving") return outbox.remove(entry.key);
  await outbox.setUrl(entry.key, row.dataset.incoming);
  return transfer.added();
}

// Choosing again what an earlier visit left half-way goes on where that stopped.
function keyFor(file, waiting) {
  const row = rows.all.find(({ dataset }) => dataset.state === "receiving" && dataset.name === file.name
    && Number(dataset.size) === file.size && !waiting.has(dataset.key));
  const key = row?.dataset.key ?? uniqueKey();
  waiting.add(key);
  return key;
}

function uniqueKey() {
  if (crypto.randomUUID) return crypto.randomUUID(); // only over https and on localhost
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function refresh(key) {
  const answer = await fetch(rows.of(key).dataset.row);
  if (!answer.ok || answer.redirected) return;
  const parsed = document.createElement("template");
  parsed.innerHTML = await answer.text();
  const fresh = rows.put(parsed.content.querySelector("[data-file]"));
  if (fresh.dataset.state === "refused") announce(`${fresh.dataset.name}: ${fresh.querySelector(".file__say").textContent.trim()}`);
  else if (!rows.all.some(({ dataset }) => dataset.state === "receiving")) announce("All files are safe with us.");
  changed();
}

function hear({ type, key, sent, size, say }) {
  if (type === "progress") rows.progress(key, sent, size);
  if (type === "waits") rows.say(key, say);
  if (type === "done" && rows.of(key)) refresh(key);
  // Its place was given while this page could not hear of it.
  else if (type === "done" && !outbox.hasVolatile) location.reload();
  if (type === "gone") {
    rows.of(key)?.remove();
    changed();
  }
}

// Rows whose bytes lie neither with us nor in this browser.
async function showOrphans() {
  const waiting = await outbox.keys();
  for (const { dataset } of rows.all) {
    if (dataset.state !== "receiving" || waiting.has(dataset.key)) continue;
    await refresh(dataset.key); // its last piece may have arrived since this page was made
    if (rows.of(dataset.key)?.dataset.state !== "receiving") continue;
    rows.say(dataset.key, "Its bytes are not in this browser. Choose the same file again and it goes on, or remove it.");
  }
  for (const entry of await outbox.all()) rows.preview(entry.key, entry.file);
}

for (const field of page.querySelectorAll("[data-choose]")) {
  field.addEventListener("change", () => add(fromField(field)));
  add(fromField(field)); // chosen before this script was here
}
document.addEventListener("paste", (event) => {
  const files = fromPaste(event);
  if (files.length) { event.preventDefault(); add(files); }
});

let depth = 0;
document.addEventListener("dragenter", (event) => { if (carriesFiles(event)) { depth += 1; drop.dataset.over = ""; } });
document.addEventListener("dragleave", (event) => { if (carriesFiles(event) && (depth -= 1) <= 0) delete drop.dataset.over; });
document.addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
document.addEventListener("drop", async (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  depth = 0;
  delete drop.dataset.over;
  add(await fromDrop(event));
});

list.addEventListener("submit", (event) => {
  const row = event.target.closest("[data-remove]")?.closest("[data-file]");
  if (!row) return;
  ready.then(() => transfer.drop(row.dataset.key));
  // The focus goes on to the next row, not to the top of the page.
  const next = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("[data-remove] button");
  row.addEventListener("htmx:afterRequest", () => setTimeout(() => {
    (next ?? page.querySelector("[data-choose]")).focus();
    draft.hidden = rows.all.length === 0;
  }), { once: true });
});

window.addEventListener("beforeunload", (event) => { if (outbox?.hasVolatile) event.preventDefault(); });
// The way back shows an old page; its draft may be sent by now.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

makeSortable(list, order);
ready.then(showOrphans);
