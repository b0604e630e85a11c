import type { Mirror } from './mirrors.ts';

/** What stands at a path of a mirror. */
export type Standing = {
  /** Bytes. */
  size: number;
  /** Hash of the bytes in hexadecimal, where the mirror tells one without their being read. */
  sum: { algorithm: 'md5' | 'sha256'; hex: string } | null;
};

/** How a file is to be sent to readers; a place that only keeps bytes takes no notice. */
export type FileHead = { type: string; cacheControl: string };

/**
 * A place that keeps the files of an edition under their paths: one for each kind of mirror. Paths are those of the
 * edition, or begin with `.longwave`. Every call throws a ReachError that says what to do.
 */
export type Destination = {
  /** Where it is, for messages. */
  readonly name: string;
  /** Files that may be under way at the same time. */
  readonly parallel: number;
  /** The bytes at a path, or null where there is nothing. */
  read(path: string): Promise<Buffer | null>;
  /**
   * Puts bytes at a path. A reader sees what was there before or all of the new, wherever the place can do that; see
   * each kind. Folders on the way are made.
   *
   * @param standing whether something may be there already
   */
  write(path: string, bytes: Buffer, head: FileHead, standing: boolean): Promise<void>;
  /** What stands at these paths; nothing for those where there is nothing. */
  look(paths: readonly string[]): Promise<Map<string, Standing>>;
  /** Everything that stands there. */
  list(): Promise<Map<string, Standing>>;
  /** Takes files away; those that are not there are no error. Folders that are empty then may go with them. */
  remove(paths: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/** Names and passwords by the name that a mirror's kind gives them, such as `SECRET_KEY`. */
export type Secrets = Readonly<Record<string, string>>;

/** What a kind of mirror can be asked before there is a connection. */
export type Kind = {
  /** Brings a target into the form in which it is kept. @throws ReachError `bad_mirror` */
  target(given: string): string;
  /**
   * Gets a new mirror ready, as far as can be done from here: finds the host key to pin, opens a bucket to readers of
   * other hosts.
   *
   * @returns options to keep with the mirror, and what a person should know
   */
  prepare(options: PrepareOptions): Promise<{ options: Record<string, unknown>; notes: string[] }>;
  /** @throws ReachError */
  open(options: OpenOptions): Promise<Destination>;
};

export type OpenOptions = {
  mirror: Pick<Mirror, 'id' | 'target' | 'options'>;
  secrets: Secrets;
  signal: AbortSignal;
  /** Milliseconds after which an answer is too late, beside what its bytes take. Default 30,000. */
  patienceMs?: number;
};

/** What {@link OpenOptions} calls patience, where nothing else is said. */
export const PATIENCE = 30_000;

export type PrepareOptions = OpenOptions & { mirror: Pick<Mirror, 'id' | 'target' | 'address' | 'options'> };

/** The folder of everything that is not a file of the edition: what a mirror says of itself. */
export const MARK = '.longwave-mirror';
/** What a write that is under way is called. */
export const TEMPORARY = '.longwave-tmp';
