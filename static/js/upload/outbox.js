// The outbox: files on their way, kept in this browser until the server says that it has them.
//
// They lie in IndexedDB, so that a reload or a closed tab loses nothing. Where that is missing or full they lie in memory
// for as long as the page is open (`volatile`). An entry: { key, name, size, file, places, url }. `places` is the address
// that reserves a place for it, `url` the one that its bytes go to, once there is a place.

const STORE = "files";

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
      await this.#run("readwrite", (store) => store.put(entry, entry.key));
    } catch {
      this.#memory.set(entry.key, entry);
    }
  }

  async remove(key) {
    this.#memory.delete(key);
    if (this.#database) await this.#run("readwrite", (store) => store.delete(key));
  }

  async all() {
    const kept = this.#database ? await this.#run("readonly", (store) => store.getAll()) : [];
    return [...kept, ...this.#memory.values()];
  }

  async keys() {
    const kept = this.#database ? await this.#run("readonly", (store) => store.getAllKeys()) : [];
    return new Set([...kept, ...this.#memory.keys()]);
  }

  isVolatile(key) {
    return this.#memory.has(key);
  }

  get hasVolatile() {
    return this.#memory.size > 0;
  }

  #run(mode, act) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request.error);
    });
  }
}

function opened(request) {
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => {
      // A newer version of this page in another tab may need to change the store.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = request.onblocked = () => reject(request.error);
  });
}
