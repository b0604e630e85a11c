import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { FolderState } from '#depot';
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

/** When everything at the mirror was last looked at, and which share of it is to be read back the next time. */
const CHECKED = z.object({ at: z.number(), share: z.number().int().min(0) });
export type Checked = z.infer<typeof CHECKED>;

const STATE: z.ZodType<FolderState> = z.object({
  edition: z.number(),
  root: z.string(),
  log: z.number(),
  leaf: z.string(),
  signed: z.record(z.string(), z.string()),
  texts: z.array(z.string()),
  others: z.array(z.string()),
});

const SUMMARY = z.object({
  longwave: z.literal('mirror as a whole'),
  format: z.literal(1),
  /** Bytes and lines of the notes that this sums up; with others it says nothing of them. */
  size: z.number(),
  lines: z.number(),
  files: z.number(),
  tokens: z.array(z.string()),
  state: STATE.nullable(),
  checked: CHECKED,
});

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
 *
 * Beside them, once a push has ended, lies their summary: the edition that stands there whole. While it is true of the
 * notes, they are not read, so that opening them costs the same however many there are.
 */
export class Manifest {
  readonly files = new Map<string, Known>();
  tokens: string[] = [];
  /** Files that stood there when the last push ended; 0 where none did. */
  count = 0;
  checked: Checked = { at: 0, share: 0 };
  /** What stands there whole, while no note says otherwise. */
  state: FolderState | null = null;
  readonly #file: string;
  #lines = 0;
  #isLoaded = false;
  /** The last line was cut off, and what is added behind it would be lost. */
  #isCut = false;

  /** Opens the notes, or begins with nothing where there are none or none that can be read. */
  constructor(file: string) {
    this.#file = file;
    const summary = readSummary(summaryFile(file));
    if (summary !== null) this.checked = summary.checked;
    if (summary === null || summary.state === null || summary.size !== sizeOf(file)) {
      this.load();
      return;
    }
    this.tokens = summary.tokens;
    this.count = summary.files;
    this.state = summary.state;
    this.#lines = summary.lines;
  }

  /** Reads all notes, for whoever has to know of every file. */
  load(): void {
    if (this.#isLoaded) return;
    this.#isLoaded = true;
    this.files.clear();
    this.#lines = 0;
    const lines = (readOr(this.#file) ?? '').split('\n').filter((line) => line !== '');
    this.#isCut = lines.some((line) => !this.#take(parse(line)));
  }

  /** Takes what is known of some files for all that is needed of the notes. */
  suppose(files: Iterable<readonly [string, Known]>): void {
    if (this.#isLoaded) return;
    for (const [path, known] of files) this.files.set(path, known);
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
    this.load();
    this.files.clear();
    for (const [path, known] of found) this.files.set(path, known);
    this.#summarise(null, 0);
    this.#save();
  }

  /** Notes that the push is over, and makes the notes short again once they hold more history than files. */
  end(state: FolderState | null, count: number): void {
    if (this.#lines > 2 * count + 100) {
      this.load();
      this.#save();
    }
    syncFile(this.#file);
    this.#summarise(state, count);
  }

  #summarise(state: FolderState | null, count: number): void {
    Object.assign(this, { state, count });
    const { tokens, checked } = this;
    const summary: z.infer<typeof SUMMARY> = {
      longwave: 'mirror as a whole',
      format: 1,
      size: sizeOf(this.#file),
      lines: this.#lines,
      files: count,
      tokens,
      state,
      checked,
    };
    replaceWith(summaryFile(this.#file), JSON.stringify(summary));
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
    if (this.#lines === 0 || this.#isCut) this.#save();
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
    replaceWith(this.#file, `${lines.join('\n')}\n`);
    this.#lines = lines.length;
    this.#isCut = false;
  }
}

const summaryFile = (file: string): string => `${file.replace(/\.jsonl$/, '')}.whole.json`;

/** When everything at a mirror was last looked at; null before the first push. */
export const readChecked = (file: string): Checked | null => readSummary(summaryFile(file))?.checked ?? null;

/** Forgets what is known of a mirror. */
export function dropManifest(file: string): void {
  for (const one of [summaryFile(file), file]) rmSync(one, { force: true });
}

function readSummary(file: string): z.infer<typeof SUMMARY> | null {
  const text = readOr(file);
  if (text === null) return null;
  try {
    return SUMMARY.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // All notes are read instead.
    return null;
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** By another name first, so that whoever is killed leaves the old file or the new one. */
function replaceWith(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.tmp`;
  const fd = openSync(temporary, 'w', 0o600);
  try {
    writeAll(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, file);
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function syncFile(file: string): void {
  const fd = openSync(file, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** null for what is no JSON, as the last line of a killed process may be: what it speaks of had not begun. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function readOr(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
