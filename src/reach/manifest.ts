import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** A file that was written and looked at, or one that may stand there in any state. */
export type Known = { hash: string; size: number } | 'unsure';

const LINE = z.union([
  z.object({ longwave: z.literal('mirror'), format: z.literal(1) }),
  z.object({ token: z.string() }),
  z.tuple([z.string()]),
  z.tuple([z.string(), z.string(), z.number()]),
  z.tuple([z.string(), z.null()]),
]);

const FIRST = '{"longwave":"mirror","format":1}';
/** Tokens that the mark at the mirror may bear: one that a killed push had noted may not have got there. */
const TOKENS = 2;

/**
 * What this machine knows of a mirror: lines of JSON that are only added to while a push goes on, so that a push that
 * is killed at any moment has left a trace of whatever it may have written.
 *
 *   {"token": "…"}              the mark at the mirror bears this from now on, or still the one before
 *   ["path"]                    about to be written or deleted: may stand there in any state
 *   ["path", "sha256", size]    written and looked at
 *   ["path", null]              not there
 */
export class Manifest {
  readonly files = new Map<string, Known>();
  tokens: string[] = [];
  readonly #file: string;
  #lines = 0;

  /** Opens the file, or begins with nothing where there is none or none that can be read. */
  constructor(file: string) {
    this.#file = file;
    for (const line of readLines(file)) if (!this.#take(line)) break;
  }

  /** Notes, durably, that these paths may change from now on. */
  begin(paths: readonly string[]): void {
    this.#append(
      paths.map((path) => [path]),
      true,
    );
  }

  wrote(files: readonly { path: string; hash: string; size: number }[]): void {
    this.#append(files.map(({ path, hash, size }) => [path, hash, size]));
  }

  removed(paths: readonly string[]): void {
    this.#append(paths.map((path) => [path, null]));
  }

  /** Notes, durably, the token that is about to be written to the mirror. */
  next(token: string): void {
    this.#append([{ token }], true);
  }

  /** Takes what was found at the mirror for all that is known. */
  adopt(found: ReadonlyMap<string, Known>): void {
    this.files.clear();
    for (const [path, known] of found) this.files.set(path, known);
    this.#save();
  }

  /** Makes the file short again, once it holds more history than files. */
  tidy(): void {
    if (this.#lines > 2 * this.files.size + 100) this.#save();
  }

  #take(line: unknown): boolean {
    const read = LINE.safeParse(line);
    if (!read.success) return false;
    this.#lines += 1;
    const { data } = read;
    if (!Array.isArray(data)) {
      if ('token' in data) this.tokens = [...this.tokens, data.token].slice(-TOKENS);
    } else if (data.length === 3) this.files.set(data[0], { hash: data[1], size: data[2] });
    else if (data.length === 2) this.files.delete(data[0]);
    else this.files.set(data[0], 'unsure');
    return true;
  }

  #append(lines: readonly unknown[], durable = false): void {
    if (lines.length === 0) return;
    if (this.#lines === 0) this.#save();
    for (const line of lines) this.#take(line);
    const fd = openSync(this.#file, 'a', 0o600);
    try {
      writeAll(fd, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
      if (durable) fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }

  #save(): void {
    const lines = [FIRST, ...this.tokens.map((token) => JSON.stringify({ token }))];
    for (const [path, known] of this.files) {
      lines.push(JSON.stringify(known === 'unsure' ? [path] : [path, known.hash, known.size]));
    }
    mkdirSync(dirname(this.#file), { recursive: true });
    const temporary = `${this.#file}.tmp`;
    const fd = openSync(temporary, 'w', 0o600);
    try {
      writeAll(fd, `${lines.join('\n')}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, this.#file);
    this.#lines = lines.length;
  }
}

/** Forgets what is known of a mirror. */
export const dropManifest = (file: string): void => rmSync(file, { force: true });

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

/** The lines up to the first that is no JSON: the last one of a killed process may be cut. */
function* readLines(file: string): Generator<unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      yield JSON.parse(line);
    } catch {
      // What was cut off had not begun: a line is written before what it speaks of.
      return;
    }
  }
}
