import type { Store } from '#store';
import type { Network } from './fetch.ts';
import type { Mended, Quarantined } from './quarantine.ts';
import type { ImportReport } from './report.ts';

export type ImportOptions = {
  store: Store;
  /** The data folder; originals of quarantined items stand under `quarantine/`. */
  folder: string;
  /** Milliseconds since 1970. */
  now: () => number;
  random: () => number;
  /** A WordPress export or a folder of Markdown files, recognised by content. */
  from: string;
  /** Says what would become of each item and writes nothing. Default false. */
  dryRun?: boolean;
  /** Mapping file in YAML, see docs/IMPORT.md. */
  map?: string;
  /** Folder that holds what stood in `wp-content/uploads`. */
  uploads?: string;
  /** Fetch pictures from where they were. Default false. */
  fetchPictures?: boolean;
  /** Credit of pictures that have none; without it they are left out of what readers see. */
  pictureCredit?: string;
  /** Time zone of the old site, for times that have none. Default: the newsroom's. */
  timeZone?: string;
  /** Bytes of an export or files of a folder, and the item reached. */
  progress?: (done: number, total: number, label: string) => void;
  /** Stops between two batches; the next run goes on from there. */
  signal?: AbortSignal;
  /** How the network is reached. Default: the open internet alone. */
  network?: Network;
};

/**
 * Brings an archive into the newsroom. A second run changes nothing, a changed item becomes a new revision, an
 * interrupted run goes on where it stopped; what an editor changed since is left alone. Every item is in the report.
 * Throws `ImportError` for what is no archive, and `StoreError` when the database fails.
 */
export async function importArchive(options: ImportOptions): Promise<ImportReport> {
  // Parsers of HTML, XML and YAML are loaded by who imports, not by every server.
  const { startImport } = await import('./start.ts');
  return startImport(options);
}

export type QuarantineDesk = {
  /** Oldest first. */
  list(): Promise<Quarantined[]>;
  /** With the original's text; null when there is none. */
  show(id: string): Promise<(Quarantined & { original: string }) | null>;
  /** Changes what an original says; it is tried again by `retry`. False when there is none. */
  mend(id: string, mended: Mended): Promise<boolean>;
  /** Tries one again, or all of them (null), as an import would now. */
  retry(id: string | null, options?: Partial<ImportOptions>): Promise<ImportReport>;
  /** Forgets one original, or all of them (null), for good. Returns how many. */
  purge(id: string | null): Promise<number>;
};

/** What could not be put in, kept until it is purged. */
export function quarantine(options: Omit<ImportOptions, 'from'>): QuarantineDesk {
  const desk = async () => {
    const { Quarantine } = await import('./quarantine.ts');
    return new Quarantine(options.store, options.folder);
  };
  return {
    list: async () => (await desk()).list(),
    show: async (id) => (await desk()).show(id),
    mend: async (id, mended) => (await desk()).mend(id, mended),
    retry: async (id, more) => {
      const { retryQuarantined } = await import('./retry.ts');
      return retryQuarantined({ ...options, ...more }, id);
    },
    purge: async (id) => (await desk()).purge(id),
  };
}
