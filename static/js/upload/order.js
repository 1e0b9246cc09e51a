// The order of the files: dragged by the grip, or moved with the arrow keys while the grip has the focus.
import { announce } from "hub/live";
import { csrfToken } from "hub/csrf";
import { TOO_MANY, waitMs } from "hub/upload/patience";

export async function makeSortable(list, address) {
  const save = later(() => saveOrder(list, address), 400);
  list.addEventListener("keydown", (event) => moveByKey(event, list, save));
  try {
    const { default: Sortable } = await import("sortablejs");
    new Sortable(list, { handle: "[data-grip]", animation: 140, ghostClass: "file--ghost", onEnd: save });
  } catch {
    // Without the package the arrow keys still do it.
  }
}

function moveByKey(event, list, save) {
  const row = event.target.closest("[data-grip]")?.closest("[data-file]");
  if (!row) return;
  const to = {
    ArrowUp: () => row.previousElementSibling?.before(row),
    ArrowDown: () => row.nextElementSibling?.after(row),
    Home: () => list.prepend(row),
    End: () => list.append(row),
  }[event.key];
  if (!to) return;
  event.preventDefault();
  to();
  event.target.focus();
  announce(`${row.dataset.name}: place ${[...list.children].indexOf(row) + 1} of ${list.children.length}.`);
  save();
}

async function saveOrder(list, address) {
  const ids = [...list.querySelectorAll("[data-file]")].map((row) => ["file", row.dataset.file]);
  const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": csrfToken() }, body: new URLSearchParams(ids) });
  // By then the order may be another: what counts is the list as it stands.
  if (answer.status === TOO_MANY) setTimeout(() => saveOrder(list, address), waitMs(answer.headers.get("Retry-After")));
  else if (!answer.ok) announce("The order could not be kept. Load the page anew.");
}

function later(act, milliseconds) {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(act, milliseconds); };
}
