// Around htmx: no asking while nobody looks, to sign-in when the session has ended, and what changed is said aloud.
import { announce } from "hub/live";

document.addEventListener("htmx:beforeRequest", (event) => {
  const isPoll = event.target.getAttribute("hx-trigger")?.startsWith("every");
  if (isPoll && document.hidden) event.preventDefault();
});

// A request of a person who is signed out ends on the sign-in page: show that whole, in place of a piece of it.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = new URL(event.detail.xhr.responseURL || location.href);
  if (answered.pathname !== document.body.dataset.signIn) return;
  event.detail.shouldSwap = false;
  location.reload();
});

let said = "";
let saidAt = 0;
document.addEventListener("htmx:afterSwap", () => {
  const part = document.querySelector("[data-announce]");
  const text = part?.dataset.announce ?? "";
  const isEnd = part && !part.hasAttribute("hx-trigger");
  if (!text || text === said || (!isEnd && Date.now() - saidAt < 15000)) return;
  [said, saidAt] = [text, Date.now()];
  announce(text);
});
