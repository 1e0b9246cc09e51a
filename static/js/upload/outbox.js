// The outbox: files on their way, kept in this browser until the server says that it has them.
//
// They lie in IndexedDB, so that a reload or a closed tab loses nothing. Where that is missing or full they lie in memory
// for as long as the page is open (`volatile`). An entry: { key, name, size, file, places, url }. `places` is the address
// that reserves a place for it, `url` the one that its bytes go to, once there is a place. The addresses have a store of
// their own, so that noting one does not write the file again.

const FILES = "files";
const URLS = "urls";

export async function openOutbox(person) {
  let database = null;
  try {
    database = await opened(indexedDB.open(`imgurhub-outbox-${person}`, 1));
  } catch {
    // Private windows of some browsers have no IndexedDB.
  }
  return new Outbox(database);
}

export class Outbox {
  #database;
  #memory = new Map();

  constructor(database) {
    this.#database = database;
  }

  async put(entry) {
    if (this.#memory.has(entry.key) || !this.#database) {
      this.#memory.set(entry.key, entry);
      return;
    }
    try {
      await this.#run("readwrite", ({ files }) => files.put(entry, entry.key));
    } catch {
      this.#memory.set(entry.key, entry);
    }
  }

  async setUrl(key, url) {
    const entry = this.#memory.get(key);
    if (entry) this.#memory.set(key, { ...entry, url });
    else await this.#run("readwrite", ({ urls }) => urls.put(url, key));
  }

  async remove(key) {
    this.#memory.delete(key);
    if (!this.#database) return;
    await this.#run("readwrite", ({ files, urls }) => [files.delete(key), urls.delete(key)]);
  }

  async all() {
    const held = [...this.#memory.values()];
    if (!this.#database) return held;
    // One transaction: with a file leaving in between, keys and addresses would be out of step, and bytes would go to
    // another file's place.
    const [files, keys, urls] = await this.#run("readonly", (stores) => [
      stores.files.getAll(), stores.urls.getAllKeys(), stores.urls.getAll(),
    ]);
    const urlOf = new Map(keys.map((key, index) => [key, urls[index]]));
    return [...files.map((entry) => ({ ...entry, url: urlOf.get(entry.key) })), ...held];
  }

  async keys() {
    const kept = this.#database ? await this.#run("readonly", ({ files }) => files.getAllKeys()) : [];
    return new Set([...kept, ...this.#memory.keys()]);
  }

  isVolatile(key) {
    return this.#memory.has(key);
  }

  get hasVolatile() {
    return this.#memory.size > 0;
  }

  // All requests of `act` in one transaction over both stores: all of them or none, and nothing in between.
  #run(mode, act) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction([FILES, URLS], mode);
      const asked = act({ files: transaction.objectStore(FILES), urls: transaction.objectStore(URLS) });
      transaction.oncomplete = () => resolve(Array.isArray(asked) ? asked.map(({ result }) => result) : asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }
}

function opened(request) {
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = () => {
      for (const name of [FILES, URLS]) request.result.createObjectStore(name);
    };
    request.onsuccess = () => {
      // A newer version of this page in another tab may need to change the store.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = request.onblocked = () => reject(request.error);
  });
}
