// The token that every request of ours carries; htmx takes it from the same attribute.

export function csrfToken() {
  return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}
