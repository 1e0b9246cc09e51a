// A toast goes after 8 seconds, stays while the pointer or the focus is on it, and is said aloud.
import { announce } from "hub/live";

for (const toast of document.querySelectorAll("[data-toast]")) attend(toast);
// Those that come with an answer to htmx.
document.addEventListener("htmx:load", ({ detail: { elt } }) => { if (elt.matches("[data-toast]")) attend(elt); });

function attend(toast) {
  announce(toast.querySelector(".toast__text").textContent);
  toast.querySelector("[data-toast-close]").addEventListener("click", () => toast.remove());
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, 2000);
    else toast.remove();
  };
  setTimeout(leave, 8000);
}
