// The rows of files on their way to us: figures, sentences, a first look at the picture.

export class Rows {
  #list;

  constructor(list) {
    this.#list = list;
  }

  get all() {
    return [...this.#list.querySelectorAll("[data-file]")];
  }

  of(key) {
    return this.#list.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  // A row from the server takes the place of the one that stands for the same file, or the last.
  put(row) {
    const before = this.of(row.dataset.key);
    if (before) {
      const focused = before.contains(document.activeElement) ? document.activeElement : null;
      const again = focused && [...before.querySelectorAll("button")].indexOf(focused);
      before.replaceWith(row);
      if (focused) row.querySelectorAll("button")[again]?.focus();
    } else {
      this.#list.append(row);
    }
    window.htmx?.process(row);
    return row;
  }

  preview(key, file) {
    const blank = this.of(key)?.querySelector(".thumb--none");
    if (!blank || !file.type.startsWith("image/")) return;
    const image = Object.assign(new Image(48, 48), { className: "thumb", alt: "", src: URL.createObjectURL(file) });
    image.onload = () => { blank.replaceWith(image); URL.revokeObjectURL(image.src); };
    image.onerror = () => URL.revokeObjectURL(image.src);
  }

  progress(key, sent, size) {
    const row = this.of(key);
    if (!row || row.dataset.state !== "receiving") return;
    const percent = size ? Math.floor((sent / size) * 100) : 0;
    const bar = row.querySelector(".legs__bar--us");
    bar.setAttribute("aria-valuenow", percent);
    bar.firstElementChild.style.setProperty("--v", percent);
    row.querySelector("[data-word]").textContent = percent < 100 ? `To us, ${percent} %` : "Looking at it";
    this.say(key, "");
  }

  say(key, text, tone = "wait") {
    const row = this.of(key);
    if (!row) return;
    row.querySelector(".file__say")?.remove();
    if (!text) return;
    const say = Object.assign(document.createElement("p"), { className: `file__say file__say--${tone}` });
    const icon = Object.assign(document.createElement("i"), { className: "icon icon-clock", ariaHidden: "true" });
    say.append(icon, Object.assign(document.createElement("span"), { textContent: text }));
    row.append(say);
  }
}
