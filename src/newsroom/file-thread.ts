import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { readContent } from './file-content.ts';

/** What the thread is started with; it answers with one `FileContent | Refused` and ends. */
export type FileAsked = { name: string; file: string };

if (parentPort) {
  const { name, file } = workerData as FileAsked;
  const read = readContent(name, await readFile(file));
  if (read.ok) {
    // A small rest of a large file may lie in memory that is shared, which cannot be given away.
    const clean = read.clean.length < 1 << 20 ? Uint8Array.from(read.clean) : read.clean;
    parentPort.postMessage({ ...read, clean }, [clean.buffer as ArrayBuffer]);
  } else parentPort.postMessage(read);
}
