// Files out of what a person does: drops (folders too), a file field, a paste. Always in the order given.

// What systems put beside pictures.
const BYCATCH = /^(\.|Thumbs\.db$|desktop\.ini$)/i;

export function fromField(field) {
  const files = [...field.files].filter(wanted);
  field.value = "";
  return files;
}

export function fromPaste(event) {
  return [...(event.clipboardData?.files ?? [])].map(named);
}

export async function fromDrop(event) {
  // The entries have to be taken before the first await: afterwards the browser has emptied the list.
  const entries = [...event.dataTransfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry?.());
  const plain = [...event.dataTransfer.files];
  if (!entries.some((entry) => entry?.isDirectory)) return plain.filter(wanted);
  const found = await Promise.all(entries.filter(Boolean).map(filesIn));
  return found.flat().filter(wanted);
}

export function carriesFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

async function filesIn(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const children = [];
  // A reader hands out a hundred at a time, then an empty list.
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break;
    children.push(...some);
  }
  children.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  const found = [];
  for (const child of children) found.push(...(await filesIn(child)));
  return found;
}

function wanted(file) {
  return !BYCATCH.test(file.name);
}

// Pictures from the clipboard are all called image.png.
function named(file, index) {
  if (file.name && file.name !== "image.png") return file;
  const now = new Date();
  const stamp = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 19).replace("T", " ").replaceAll(":", "-");
  return new File([file], `pasted ${stamp}${index ? ` ${index + 1}` : ""}.png`, { type: file.type });
}
