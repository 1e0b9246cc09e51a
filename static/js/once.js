// A form that is pressed twice is sent once. After two seconds it can be sent again: what answers with a file stays here.
const sentAt = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || (event.submitter?.formMethod || form.method) !== "post") return;
  if (event.timeStamp - (sentAt.get(form) ?? -Infinity) < 2000) event.preventDefault();
  else sentAt.set(form, event.timeStamp);
});
