// The viewer of an export. It reads window.ARCHIVE (viewer/data.js) and fetches nothing: a page from a file may not.
(() => {
  "use strict";
  const { about, albums, images } = window.ARCHIVE;
  const PAGE = 120;
  const $ = (id) => document.getElementById(id);
  const byId = new Map(images.map((image) => [`${image.account}/${image.imgur_id}`, image]));
  const loose = images.filter((image) => image.albums.length === 0);
  const titleOf = (image) => image.title || image.name || image.imgur_id;
  const albumTitle = (album) => album.title || `Album ${album.imgur_id}`;
  const picturesOf = (album) => album.isLoose ? loose : album.images.map((id) => byId.get(`${album.account}/${id}`)).filter(Boolean);
  const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

  let shown = []; // what the grid shows: albums or images
  let drawn = 0;
  let current = -1; // in `shown`, while the box is open
  let opener = null;

  // One that can be seen, rather than the chosen one that is not in the export.
  const coverOf = (chosen, pictures) => (chosen?.file ? chosen : pictures.find((image) => image.file) ?? pictures[0]);
  // Names may hold anything, so each part of a path is written as an address wants it.
  const addressOf = (path) => path.split("/").map(encodeURIComponent).join("/");
  const thumbOf = (image) => `viewer/thumbs/${image.sha256.slice(0, 2)}/${image.sha256}.webp`;
  const isVideo = (image) => image.type.startsWith("video/");

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function pictureOf(image) {
    const place = make("span", "tile__pic");
    if (!image?.file) {
      place.textContent = image ? "Not in this export" : "No picture";
      return place;
    }
    const picture = make("img");
    picture.alt = "";
    picture.loading = "lazy";
    picture.decoding = "async";
    picture.src = thumbOf(image);
    if (!isVideo(image)) picture.addEventListener("error", () => { picture.src = addressOf(image.file); }, { once: true });
    place.append(picture);
    return place;
  }

  function tileOf(entry, index) {
    const isAlbum = Array.isArray(entry.images);
    const tile = make(isAlbum ? "a" : "button", "tile");
    const pictures = isAlbum ? picturesOf(entry) : [entry];
    const cover = isAlbum ? coverOf(byId.get(`${entry.account}/${entry.cover}`), pictures) : entry;
    tile.append(pictureOf(cover), make("span", "tile__name", isAlbum ? albumTitle(entry) : titleOf(entry)));
    if (isAlbum) {
      tile.href = entry.isLoose ? "#loose" : `#album=${encodeURIComponent(`${entry.account}/${entry.imgur_id}`)}`;
      tile.append(make("span", "tile__facts", count(pictures.length, "picture")));
    } else {
      tile.type = "button";
      tile.addEventListener("click", () => { opener = tile; open(index); });
    }
    if (entry.gone) tile.append(make("span", "tile__facts gone", "Gone at Imgur"));
    const item = make("li");
    item.append(tile);
    return item;
  }

  function drawMore() {
    const part = document.createDocumentFragment();
    const end = Math.min(shown.length, drawn + PAGE);
    for (; drawn < end; drawn += 1) part.append(tileOf(shown[drawn], drawn));
    $("grid").append(part);
    $("more").hidden = drawn >= shown.length;
  }

  function show(entries, { heading, text = "", found = "", isInside = true }) {
    shown = entries;
    drawn = 0;
    $("grid").replaceChildren();
    $("heading").textContent = heading;
    $("about").textContent = text;
    $("about").hidden = !text;
    $("found").textContent = found;
    $("back").hidden = !isInside;
    drawMore();
  }

  function goneWords(gone) {
    return gone ? `Gone at Imgur since ${gone.at.slice(0, 10)}. ${gone.reason}`.trim() : "";
  }

  function place() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch { // an address that was cut
      return "";
    }
  }

  function route() {
    const words = $("q").value.trim().toLocaleLowerCase();
    const at = place();
    if (words) {
      const hits = images.filter((image) => titleOf(image).toLocaleLowerCase().includes(words));
      show(hits, { heading: "Search", found: hits.length ? `${count(hits.length, "picture")} found.` : "No title has that." });
      return;
    }
    const album = at.startsWith("album=") ? albums.find((one) => `${one.account}/${one.imgur_id}` === at.slice(6)) : null;
    if (album) {
      const text = [album.description, goneWords(album.gone)].filter(Boolean).join("\n");
      show(picturesOf(album), { heading: albumTitle(album), text });
    } else if (at === "loose") {
      show(loose, { heading: "Loose pictures" });
    } else if (albums.length === 1 && !loose.length) {
      show(picturesOf(albums[0]), { heading: albumTitle(albums[0]), text: albums[0].description ?? "", isInside: false });
    } else if (!albums.length) {
      show(images, { heading: "Pictures", isInside: false });
    } else {
      // The last tile stands for all that is in no album.
      const rest = loose.length ? [{ isLoose: true, title: "Loose pictures", account: "", images: [] }] : [];
      show([...albums, ...rest], { heading: "Albums", isInside: false });
    }
  }

  function open(index) {
    current = index;
    const image = shown[index];
    const stage = $("stage");
    let content;
    if (!image.file) {
      content = make("p", "", `Not in this export: ${image.problem}.`);
    } else if (isVideo(image)) {
      content = make("video");
      content.controls = true;
      content.src = addressOf(image.file);
    } else {
      content = make("img");
      content.alt = image.description || titleOf(image);
      content.src = addressOf(image.file);
    }
    stage.replaceChildren(content);
    $("box-title").textContent = titleOf(image);
    const facts = [`${index + 1} of ${shown.length}`, image.width ? `${image.width} × ${image.height}` : "", image.uploaded_at.slice(0, 10), image.imgur_id];
    $("box-facts").textContent = facts.filter(Boolean).join(" · ");
    $("box-text").textContent = [image.description, goneWords(image.gone)].filter(Boolean).join("\n");
    $("previous").disabled = index === 0;
    $("next").disabled = index === shown.length - 1;
    if (!$("box").open) $("box").showModal();
  }

  function step(by) {
    const to = current + by;
    if (to >= 0 && to < shown.length) open(to);
  }

  $("previous").addEventListener("click", () => step(-1));
  $("next").addEventListener("click", () => step(1));
  $("close").addEventListener("click", () => $("box").close());
  $("box").addEventListener("close", () => { $("stage").replaceChildren(); opener?.focus(); });
  $("box").addEventListener("keydown", (event) => {
    if (event.target.closest("video")) return;
    const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -current, End: shown.length - 1 - current };
    if (!(event.key in steps)) return;
    event.preventDefault();
    step(steps[event.key]);
  });
  $("more").addEventListener("click", drawMore);
  $("search").addEventListener("submit", (event) => event.preventDefault());
  $("q").addEventListener("input", route);
  window.addEventListener("hashchange", () => {
    $("q").value = "";
    route();
    $("main").focus();
    window.scrollTo(0, 0);
  });

  document.title = `${about.name} · Archive`;
  $("name").textContent = about.name;
  $("facts").textContent = `${count(about.images, "picture")} in ${count(about.albums, "album")}, exported ${about.made_at.slice(0, 10)}`;
  route();
})();
