import { Trouble } from '../client.ts';
import { sameDraft } from '../draft.ts';
import type { Draft } from '../draft.ts';
import type { Conflict } from '../shapes.ts';

/** How it stands with what somebody writes. */
export type Writing =
  | { kind: 'saved'; at: number | null }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  /** The text is on this device and is sent as soon as it can be. */
  | { kind: 'offline'; why: 'unreachable' | 'signedOut' | 'full' }
  /** Somebody saved first. */
  | { kind: 'conflict'; conflict: Conflict }
  /** Somebody took the story over; the server keeps what was not saved yet, under this name. */
  | { kind: 'frozen'; kept: string | null }
  | { kind: 'refused'; error: Trouble };

/** A stretch of writing, and when the text was written in it: the server knows by it what was saved and never answered. */
export type Sitting = { id: string; at: number };

/** A text as it is kept on this device until the server has it. */
export type DeviceText = { story: string; base: number; draft: Draft; at: number; sitting?: string };

/** What a text was made from, beside the number of a revision. */
export type Origins = { sitting: Sitting; after: Sitting | undefined };

export type WriterParts = {
  story: string;
  /** The revision that the text is made from. */
  base: number;
  draft: Draft;
  /** Saves a text; answers with the number of the revision that holds it. Throws `Trouble`. */
  save: (base: number, draft: Draft, origins: Origins) => Promise<number>;
  /** A name that nobody else draws. */
  sitting: string;
  device: { put: (text: DeviceText) => Promise<void>; drop: (story: string) => Promise<void> };
  onState: (writing: Writing) => void;
  now: () => number;
};

/** Milliseconds from a change to its save; the editor itself waits for at most a second before it tells of one. */
const PAUSE = 800;
/** Why a text waits on this device although somebody answered; `full` is the disk of the server. */
const WHY: Partial<Record<number, 'signedOut' | 'full'>> = { 401: 'signedOut', 507: 'full' };
const RETRIES = [1_000, 2_000, 4_000, 8_000, 15_000] as const;

/** Keeps what is written on the device at once and at the server within two seconds; never drops a text that is unsaved. */
export class Writer {
  readonly #parts: WriterParts;
  #base: number;
  #draft: Draft;
  #saved: Draft;
  /** The revision that holds `#saved`. */
  #savedBase: number;
  #state: Writing = { kind: 'saved', at: null };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | null = null;
  #failures = 0;
  #closed = false;
  /** When the text was written, never the same for two texts. */
  #at = 0;
  /** The sitting whose text was taken up, until something is saved. */
  #after: Sitting | undefined;

  constructor(parts: WriterParts) {
    this.#parts = parts;
    this.#base = parts.base;
    this.#draft = parts.draft;
    this.#saved = parts.draft;
    this.#savedBase = parts.base;
  }

  get draft(): Draft {
    return this.#draft;
  }
  get base(): number {
    return this.#base;
  }
  get state(): Writing {
    return this.#state;
  }
  get unsaved(): boolean {
    return !sameDraft(this.#draft, this.#saved);
  }

  /** Takes up what was written. Nothing is sent while somebody has to decide something first. */
  write(draft: Draft): void {
    if (sameDraft(draft, this.#draft)) return;
    this.#take(draft);
    void this.#keep();
    const { kind } = this.#state;
    if (kind === 'conflict' || kind === 'frozen') return;
    if (kind !== 'offline' && kind !== 'saving') this.#tell({ kind: 'unsaved' });
    // Whoever types on does not put the save off.
    if (this.#timer === undefined && this.#saving === null) this.#plan(PAUSE);
  }

  /** Starts from a text of this device that was made from an earlier revision, or was never sent. */
  takeUp({ base, draft, at, sitting }: DeviceText): void {
    this.#base = base;
    this.#after = sitting === undefined ? undefined : { id: sitting, at };
    this.write(draft);
  }

  /** Saves at once; settles when the server has the text or cannot have it now. */
  async flush(): Promise<void> {
    this.#unplan();
    while (this.#saving !== null) await this.#saving;
    const { kind } = this.#state;
    if (kind === 'conflict' || kind === 'frozen') return;
    if (!this.unsaved) {
      // What was written was taken back before it was sent.
      this.#base = this.#savedBase;
      this.#after = undefined;
      if (kind !== 'saved') await this.#rest(null);
      return;
    }
    this.#saving = this.#send().finally(() => {
      this.#saving = null;
    });
    await this.#saving;
  }

  /** Goes on from a revision after a conflict or a freeze, with the text that was decided on. */
  resolve(base: number, draft: Draft, saved: Draft): void {
    this.#base = base;
    this.#take(draft);
    this.#saved = saved;
    this.#savedBase = base;
    this.#failures = 0;
    if (this.unsaved) {
      this.#tell({ kind: 'unsaved' });
      void this.#keep();
      this.#plan(0);
    } else {
      this.#tell({ kind: 'saved', at: null });
      void this.#parts.device.drop(this.#parts.story);
    }
  }

  /** Somebody took over: what is not saved yet is handed over; after that nothing is sent, and nothing thrown away. */
  async freeze(): Promise<void> {
    if (this.#state.kind === 'saving' || this.unsaved) await this.flush();
    this.#unplan();
    if (this.#state.kind !== 'frozen') this.#tell({ kind: 'frozen', kept: null });
  }

  /** The story is mine again: what was frozen goes on from the revision that it was made from. */
  thaw(): void {
    if (this.#state.kind !== 'frozen') return;
    this.#tell({ kind: 'unsaved' });
    this.#plan(0);
  }

  /** Asks again at once after the way to the server came back. */
  wake(): void {
    if (this.#state.kind === 'offline') void this.flush();
  }

  close(): void {
    this.#closed = true;
    this.#unplan();
  }

  async #send(): Promise<void> {
    const { save, now, sitting } = this.#parts;
    const sent = this.#draft;
    const origins = { sitting: { id: sitting, at: this.#at }, after: this.#after };
    if (this.#failures === 0) this.#tell({ kind: 'saving' });
    try {
      this.#base = await save(this.#base, sent, origins);
      this.#saved = sent;
      this.#savedBase = this.#base;
      this.#after = undefined;
      this.#failures = 0;
      if (this.unsaved) this.#goOn();
      else await this.#rest(now());
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      this.#fail(error);
    }
  }

  /** The server has every word: the device need not keep them. */
  async #rest(at: number | null): Promise<void> {
    const { device, story } = this.#parts;
    await device.drop(story);
    // Somebody may have written meanwhile.
    if (this.unsaved) this.#goOn();
    else if (this.#state.kind !== 'frozen') this.#tell({ kind: 'saved', at });
  }

  #goOn(): void {
    if (this.#state.kind === 'frozen') return;
    this.#tell({ kind: 'unsaved' });
    this.#plan(PAUSE);
  }

  #fail(error: Trouble): void {
    const { status, body } = error;
    if (status === 409 && body !== null && typeof body === 'object' && 'current' in body) {
      this.#tell({ kind: 'conflict', conflict: body as Conflict });
    } else if (status === 423) {
      const { kept } = body as { kept?: { id: string } | string | null };
      this.#tell({ kind: 'frozen', kept: typeof kept === 'string' ? kept : (kept?.id ?? null) });
    } else if (status === 0 || status === 401 || status === 429 || status >= 500) {
      this.#tell({ kind: 'offline', why: WHY[status] ?? 'unreachable' });
      this.#plan(RETRIES[Math.min(this.#failures, RETRIES.length - 1)] ?? PAUSE);
      this.#failures += 1;
    } else {
      this.#failures = 0;
      this.#tell({ kind: 'refused', error });
    }
  }

  #take(draft: Draft): void {
    this.#draft = draft;
    this.#at = Math.max(this.#at + 1, this.#parts.now());
  }

  #plan(ms: number): void {
    if (this.#closed) return;
    this.#unplan();
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  #unplan(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #keep(): Promise<void> {
    const { story, device, sitting } = this.#parts;
    await device.put({ story, base: this.#base, draft: this.#draft, at: this.#at, sitting });
  }

  #tell(state: Writing): void {
    this.#state = state;
    if (!this.#closed) this.#parts.onState(state);
  }
}
