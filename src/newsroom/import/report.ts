import type { Remark, Said } from './remark.ts';

/** What became of an item of an archive. */
export const OUTCOMES = ['imported', 'updated', 'unchanged', 'skipped', 'quarantined'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type ImportRow = {
  /** The item's name in the archive, stable between runs: `post/163`, `stories/en/talks.md`. */
  item: string;
  /** story | page | picture | audio | file | site | authors, or the archive's own type for what has no place here. */
  kind: string;
  outcome: Outcome;
  /** Why it was skipped or quarantined, and what a reader of the report should know about it otherwise. */
  reason: string;
  /** The same part by part: by codes, for words in any language; plain text is told in English alone. */
  remarks: Said[];
  /** `story <id>`, `page <id>`, `media <id>`; null when nothing of ours came of it. */
  target: string | null;
  /** The item's old address. */
  address: string | null;
};

export type ImportReport = {
  items: number;
  imported: number;
  updated: number;
  unchanged: number;
  skipped: number;
  quarantined: number;
  /** Which kind of archive was recognised. */
  format: 'wordpress' | 'markdown';
  /** Names the archive between runs. */
  source: string;
  dryRun: boolean;
  /** True when an interrupted run was taken up again. */
  resumed: boolean;
  /** At most `ROWS_KEPT`; those of items that did not simply come in are kept first. */
  rows: ImportRow[];
  /** Rows that are counted but not listed. */
  rowsLeftOff: number;
  /** What concerns the archive as a whole, in words for people. */
  notes: string[];
  /** The same by codes, for words in any language. */
  remarks: Said[];
};

/** So that the report of a very large archive stays small; all rows are in the table `import_item`. */
export const ROWS_KEPT = 20_000;

/** Counts outcomes and keeps rows within bounds. */
export class Tally {
  readonly counts: Record<Outcome, number> = {
    imported: 0,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    quarantined: 0,
  };
  readonly #telling: ImportRow[] = [];
  readonly #plain: ImportRow[] = [];
  #leftOff = 0;

  add(row: ImportRow): void {
    this.counts[row.outcome]++;
    const kept = row.reason === '' ? this.#plain : this.#telling;
    if (this.#telling.length + this.#plain.length < ROWS_KEPT) kept.push(row);
    else {
      this.#leftOff++;
      if (row.reason !== '' && this.#plain.length > 0) {
        this.#plain.pop();
        this.#telling.push(row);
      }
    }
  }

  get items(): number {
    return OUTCOMES.reduce((sum, outcome) => sum + this.counts[outcome], 0);
  }

  get rows(): ImportRow[] {
    return [...this.#telling, ...this.#plain];
  }

  get leftOff(): number {
    return this.#leftOff;
  }
}

/** An archive that cannot be imported as a whole, or a mapping file that cannot be read. */
export class ImportError extends Error {
  readonly code: ImportErrorCode;
  /** What is wrong part by part: by codes, for words in any language. */
  readonly remarks: readonly Remark[];

  constructor(
    code: ImportErrorCode,
    message: string,
    { remarks = [], ...options }: { cause?: unknown; remarks?: readonly Remark[] } = {},
  ) {
    super(message, options);
    this.name = 'ImportError';
    this.code = code;
    this.remarks = remarks;
  }
}

export type ImportErrorCode =
  | 'not_found'
  | 'unknown_format'
  | 'broken_archive'
  | 'broken_site'
  | 'broken_map'
  | 'no_site'
  | 'running'
  | 'no_quarantine';
