// On every other page: what still lies in the outbox goes on to the server.
import { openOutbox } from "hub/upload/outbox";

const person = document.body.dataset.person;

if (person && (await hasOutbox())) {
  const outbox = await openOutbox(person);
  if ((await outbox.keys()).size) {
    const { Transfer } = await import("hub/upload/transfer");
    new Transfer({ outbox, person, pieceBytes: Number(document.body.dataset.pieceBytes) });
  }
}

// Looks without making an empty one.
async function hasOutbox() {
  try {
    if (!indexedDB.databases) return true;
    return (await indexedDB.databases()).some(({ name }) => name === `imgurhub-outbox-${person}`);
  } catch {
    return false;
  }
}
