// The page's one live region: what a person who does not see the page should hear. The last word within a moment wins.

let timer;

export function announce(text) {
  const region = document.getElementById("live");
  clearTimeout(timer);
  timer = setTimeout(() => { region.textContent = text; }, 250);
}
