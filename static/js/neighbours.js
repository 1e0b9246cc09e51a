// The image page: left and right go to the neighbours; the strip shows the current picture in its middle.

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, video, .view__strip, dialog")) return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  document.querySelector(`[data-neighbours] [rel="${rel}"]`)?.click();
});

const current = document.querySelector(".view__strip [aria-current]");
if (current) {
  const strip = current.parentElement;
  strip.scrollLeft = current.offsetLeft - strip.offsetLeft - (strip.clientWidth - current.clientWidth) / 2;
}
