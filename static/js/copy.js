// Copy buttons: data-copy names the field. The button says that it has copied, and says it aloud.
import { announce } from "hub/live";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  if (!(await write(field))) return;
  const label = button.querySelector("[data-label]");
  const before = label.dataset.before ?? (label.dataset.before = label.textContent);
  label.textContent = "Copied";
  announce(`${button.dataset.copied ?? field.labels?.[0]?.textContent ?? "It"} is copied.`);
  setTimeout(() => { label.textContent = before; }, 1600);
});

// Without the clipboard (a page over plain http) the text is selected, so that the keyboard copies it.
async function write(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand?.("copy") ?? false;
  }
}
