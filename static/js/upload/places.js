// Reserves places with the server, in the order given. The answer is the files' rows; asking again changes nothing.
import { csrfToken } from "hub/csrf";
import { announce } from "hub/live";
import { patientFetch, when } from "hub/upload/patience";

const AT_ONCE = 100;

export async function reservePlaces(address, entries) {
  const rows = [];
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    const part = entries.slice(start, start + AT_ONCE);
    const answer = await patientFetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify(part.map(({ key, name, size }) => ({ key, name, size }))),
    }, (ms) => announce(`Too much at once. The files get their places ${when(ms)}.`));
    if (answer.status !== 201) throw new Error(`No places were given: ${answer.status}`);
    const parsed = document.createElement("template");
    parsed.innerHTML = await answer.text();
    rows.push(...parsed.content.querySelectorAll("[data-file]"));
  }
  return rows;
}
