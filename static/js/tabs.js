// Where tabs need more room than there is, the current one is scrolled to.
for (const current of document.querySelectorAll(".tabs > [aria-current]")) {
  const tabs = current.parentElement;
  tabs.scrollLeft = current.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - current.clientWidth) / 2;
}
