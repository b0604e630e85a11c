import type { DeviceText } from './writer.ts';

/* What is written and not saved yet, kept in this browser alone. It goes as soon as the server has it. */

const NAME = 'longwave-desk';
const STORE = 'texts';

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'story' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser keeps nothing'));
  });
  // The next one tries again.
  opening.catch(() => (opening = undefined));
  return opening;
}

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    // Written through to the disk: a machine that loses its power loses no word.
    const transaction = database.transaction(STORE, mode, { durability: 'strict' });
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error ?? new Error('The browser keeps nothing'));
    transaction.onabort = transaction.onerror;
  });
}

/** The texts of this device. A browser that keeps nothing, as in private windows of some, is told of by `put`. */
export const device = {
  /** Opening takes a moment; whoever knows that a text will be asked for begins before that. */
  prepare: (): void => void open().catch(() => undefined),
  put: async (text: DeviceText): Promise<void> => {
    await run('readwrite', (store) => store.put(text));
  },
  drop: async (story: string): Promise<void> => {
    await run('readwrite', (store) => store.delete(story));
  },
  get: async (story: string): Promise<DeviceText | null> =>
    (await run<DeviceText | undefined>('readonly', (store) => store.get(story))) ?? null,
};
