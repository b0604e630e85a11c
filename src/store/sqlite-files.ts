import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fieldOf, StoreError } from './errors.ts';
import { type Courtesy, createCourtesy } from './sqlite-courtesy.ts';
import { isBusy, sqliteError } from './sqlite-errors.ts';
import { type Handle, openHandle } from './sqlite-handle.ts';
import { createTurn, type Turn } from './turn.ts';

export interface SqliteOptions {
  file: string;
  /** Milliseconds to wait for another process that writes. */
  patience: number;
  /** Opens a file that may not be written for reading alone, and refuses only what would write. Default: no. */
  orRead?: boolean;
}

/**
 * One connection that writes, one that reads beside it, and one more for each snapshot: in WAL mode readers neither
 * wait for the writer nor see half of what it does.
 */
export class SqliteFiles {
  readonly writer: Handle;
  readonly turn: Turn = createTurn();
  readonly #options: SqliteOptions;
  readonly #courtesy: Courtesy;
  #reader: Handle | null = null;
  #idle: Handle[] = [];
  #closed = false;

  readonly #openReading: () => Handle;

  private constructor(writer: Handle, options: SqliteOptions, openReading: () => Handle) {
    this.writer = writer;
    this.#options = options;
    this.#openReading = openReading;
    this.#courtesy = createCourtesy(options.file);
  }

  static async open(options: SqliteOptions): Promise<SqliteFiles> {
    let writer: Handle | null = null;
    try {
      if (options.orRead === true && !isWritable(options.file)) {
        const opening = openingForReading(options.file);
        return new SqliteFiles(opening(), options, opening);
      }
      ensureWritable(options.file);
      const opened = openHandle(options.file, { readOnly: false });
      writer = opened;
      const files = new SqliteFiles(opened, options, () => openHandle(options.file, { readOnly: true }));
      await files.patiently(() =>
        opened.exec(
          'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8000; ' +
            'PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY; PRAGMA case_sensitive_like = ON; ' +
            // What is forgotten is not left behind in the page it stood on, nor in one that came free.
            'PRAGMA secure_delete = ON',
        ),
      );
      return files;
    } catch (error) {
      writer?.close();
      throw sqliteError(error, options.file);
    }
  }

  get reader(): Handle {
    this.#reader ??= this.#openReader();
    return this.#reader;
  }

  takeSnapshot(): Handle {
    const handle = this.#idle.pop() ?? this.#openReader();
    // The snapshot is fixed by the first read, not by BEGIN.
    handle.exec('BEGIN; SELECT count(*) FROM sqlite_schema');
    return handle;
  }

  endSnapshot(handle: Handle): void {
    if (handle.inTransaction) handle.exec('ROLLBACK');
    if (this.#idle.length < 2 && !this.#closed) this.#idle.push(handle);
    else handle.close();
  }

  /** Runs what writes, and tries again, without blocking the event loop, while another process writes. */
  async write<T>(work: (writer: Handle) => T): Promise<T> {
    await this.#courtesy.giveWay();
    try {
      return await this.patiently(
        () => work(this.writer),
        () => this.#courtesy.ask(),
      );
    } finally {
      this.#courtesy.thank();
    }
  }

  async patiently<T>(work: () => T, onBusy: () => void = () => {}): Promise<T> {
    const deadline = performance.now() + this.#options.patience;
    for (let pause = 1; ; pause = Math.min(pause * 2, 16)) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw sqliteError(error, this.#options.file);
        onBusy();
      }
      await wait(pause);
    }
  }

  /**
   * Folds the write-ahead log into the file and cuts it to nothing, so that what was deleted is in neither.
   * @returns false where somebody still reads an older state; then it is to be tried again
   */
  async wipe(): Promise<boolean> {
    const end = await this.turn.take();
    try {
      const { rows } = this.writer.query<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)', []);
      return rows[0]?.busy === 0;
    } catch (error) {
      if (isBusy(error)) return false;
      throw sqliteError(error, this.#options.file);
    } finally {
      end();
    }
  }

  forget(): void {
    for (const handle of [this.writer, this.#reader, ...this.#idle]) handle?.forget();
  }

  close(): void {
    this.#closed = true;
    // The last one to close folds the write-ahead log into the file, which only a writer may.
    for (const handle of this.#idle) handle.close();
    this.#idle = [];
    this.#reader?.close();
    this.writer.close();
  }

  #openReader(): Handle {
    const handle = this.#openReading();
    handle.exec('PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY; PRAGMA case_sensitive_like = ON');
    return handle;
  }
}

/** Whether a file that is there, and its folder, may be written; one that is not there is the other way's matter. */
function isWritable(file: string): boolean {
  if (!existsSync(file)) return true;
  try {
    accessSync(path.dirname(file), constants.W_OK);
    accessSync(file, constants.W_OK);
    return true;
  } catch (error) {
    if (['EROFS', 'EACCES', 'EPERM'].includes(String(fieldOf(error, 'code')))) return false;
    throw error;
  }
}

/**
 * How a file is read where nothing may be written. SQLite reads one in WAL mode only with the two files beside it, which
 * are there while another process writes and after one was killed. Where they are not, the file itself is all there is;
 * but a log without its index cannot be read, and leaving it out would show an older newsroom as the present one.
 */
function openingForReading(file: string): () => Handle {
  accessSync(file, constants.R_OK);
  const logged = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  const beside = logged || existsSync(`${file}-shm`);
  const opening = (): Handle => openHandle(file, { readOnly: true, unchanging: !beside });
  try {
    const first = opening();
    first.query('SELECT count(*) FROM sqlite_schema', []);
    first.close();
  } catch (error) {
    if (!logged) throw error;
    throw new StoreError(
      'read_only',
      `'${file}' may not be written, and its newest changes lie in '${file}-wal', which cannot be read without writing; make the folder writable, or copy the folder to where it is`,
      error,
    );
  }
  return opening;
}

function ensureWritable(file: string): void {
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.W_OK);
  // Made by us so that nobody else may read it; SQLite gives its log the same rights.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  accessSync(file, constants.R_OK | constants.W_OK);
}
