// The album's viewer: a press on a picture shows it over the whole window. Without this module the image page opens.
import PhotoSwipeLightbox from "photoswipe/lightbox";

for (const gallery of document.querySelectorAll("[data-viewer]")) {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = gallery.dataset.viewer;
  document.head.append(style);
  const lightbox = new PhotoSwipeLightbox({
    gallery,
    children: "[data-pswp-src]",
    pswpModule: () => import("photoswipe"),
    loop: false,
    bgOpacity: 0.96,
    closeTitle: "Close",
    zoomTitle: "Zoom",
    arrowPrevTitle: "Picture before",
    arrowNextTitle: "Picture after",
    errorMsg: "This picture cannot be shown. Its original is safe.",
  });
  addVideos(lightbox);
  addCaption(lightbox);
  lightbox.init();
}

// Videos play in the viewer too, and stop when one goes on.
function addVideos(lightbox) {
  const isVideo = (content) => content.data.type === "video";
  lightbox.addFilter("itemData", (data) => {
    if (data.element?.dataset.pswpType === "video") Object.assign(data, { type: "video", poster: data.msrc });
    return data;
  });
  lightbox.on("contentLoad", (event) => {
    const { content } = event;
    if (!isVideo(content)) return;
    event.preventDefault();
    const video = Object.assign(document.createElement("video"), {
      controls: true, playsInline: true, preload: "metadata", src: content.data.src, className: "viewer__video",
    });
    if (content.data.poster) video.poster = content.data.poster;
    content.element = video;
    content.onLoaded();
  });
  // Its controls are the video's own; the viewer keeps swipes and zoom for pictures.
  lightbox.addFilter("isContentZoomable", (zoomable, content) => zoomable && !isVideo(content));
  lightbox.on("pointerDown", (event) => { if (event.originalEvent.target.closest?.("video")) event.preventDefault(); });
  lightbox.on("contentDeactivate", ({ content }) => { if (isVideo(content)) content.element?.pause(); });
}

function addCaption(lightbox) {
  lightbox.on("uiRegister", () => {
    lightbox.pswp.ui.registerElement({
      name: "caption",
      order: 9,
      isButton: false,
      appendTo: "root",
      onInit: (element, pswp) => {
        element.className = "viewer__caption";
        pswp.on("change", () => {
          const link = pswp.currSlide.data.element;
          const page = Object.assign(document.createElement("a"), { href: link.href, textContent: link.querySelector("img")?.alt || "This picture" });
          element.replaceChildren(page);
        });
      },
    });
  });
}
