// The upload page: takes files in, shows how they arrive, keeps price and list in step.
import { announce } from "hub/live";
import { carriesFiles, fromDrop, fromField, fromPaste } from "hub/upload/gather";
import { makeSortable } from "hub/upload/order";
import { openOutbox } from "hub/upload/outbox";
import { reservePlaces } from "hub/upload/places";
import { Rows } from "hub/upload/rows";
import { Transfer } from "hub/upload/transfer";

const page = document.querySelector("[data-upload]");
const { person, pieceBytes } = document.body.dataset;
const { places, batch, order } = page.dataset;
const draft = page.querySelector("[data-draft]");
const list = page.querySelector("[data-files]");
const drop = page.querySelector("[data-drop]");
const rows = new Rows(list);
const outbox = await openOutbox(person);
const transfer = new Transfer({ outbox, person, pieceBytes: Number(pieceBytes) });

const changed = () => {
  draft.hidden = rows.all.length === 0;
  document.body.dispatchEvent(new CustomEvent("draft-changed"));
};

async function add(files) {
  if (!files.length) return;
  announce(files.length === 1 ? `${files[0].name} is added.` : `${files.length} files are added.`);
  const waiting = await outbox.keys();
  const entries = files.map((file) => ({ key: keyFor(file, waiting), name: file.name || "unnamed", size: file.size, file, places }));
  // Both at once: whichever a reload cuts off, the other one is enough to go on.
  const kept = Promise.all(entries.map((entry) => outbox.put(entry)));
  try {
    const placed = await reservePlaces(places, entries);
    if (placed.some((row) => row.dataset.batch !== batch)) return location.reload(); // the draft was sent in another tab
    for (const row of placed) rows.put(row);
    await kept;
    for (const [index, row] of placed.entries()) await settle(entries[index], row);
  } catch {
    await kept;
    announce("No connection to us. The files go on by themselves.");
  }
  changed();
  transfer.added();
}

// A file that has its place goes on; one that was refused, or is here already, leaves the outbox.
async function settle(entry, row) {
  if (row.dataset.state === "receiving") {
    await outbox.put({ ...entry, url: row.dataset.incoming });
    rows.preview(entry.key, entry.file);
  } else {
    await outbox.remove(entry.key);
  }
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
  const row = rows.of(key);
  if (!row) return;
  const answer = await fetch(row.dataset.row);
  if (!answer.ok || answer.redirected) return;
  const parsed = document.createElement("template");
  parsed.innerHTML = await answer.text();
  const fresh = rows.put(parsed.content.querySelector("[data-file]"));
  if (fresh.dataset.state === "refused") announce(`${fresh.dataset.name}: ${fresh.querySelector(".file__say").textContent.trim()}`);
  else if (!rows.all.some(({ dataset }) => dataset.state === "receiving")) announce("All files are safe with us.");
  changed();
}

transfer.listen(({ type, key, sent, size, say }) => {
  if (type === "progress") rows.progress(key, sent, size);
  if (type === "waits") rows.say(key, say);
  if (type === "done") refresh(key);
  if (type === "gone") { rows.of(key)?.remove(); changed(); }
  if (type === "added") showOrphans();
});

// Rows whose bytes lie neither with us nor in this browser.
async function showOrphans() {
  const waiting = await outbox.keys();
  for (const { dataset } of rows.all) {
    if (dataset.state !== "receiving" || waiting.has(dataset.key)) continue;
    rows.say(dataset.key, "Its bytes are not in this browser. Choose the same file again and it goes on, or remove it.");
  }
  for (const entry of await outbox.all()) rows.preview(entry.key, entry.file);
}

for (const field of page.querySelectorAll("[data-choose]")) field.addEventListener("change", () => add(fromField(field)));
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
  if (row) transfer.drop(row.dataset.key);
});
document.body.addEventListener("htmx:afterSwap", () => { draft.hidden = rows.all.length === 0; });

window.addEventListener("beforeunload", (event) => { if (outbox.hasVolatile) event.preventDefault(); });
// The way back shows an old page; its draft may be sent by now.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

makeSortable(list, order);
showOrphans();
