import { appendFileSync, copyFileSync, existsSync, linkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { objectPath, readReserved, TIMESTAMP_PATH } from '#edition';
import { makeFolder } from './durable.ts';
import { errno } from './error.ts';
import type { FolderFile } from './folder-plan.ts';
import { LIST, refuseLinks } from './target.ts';

/**
 * What a folder's readers may still need while it is being written: whoever has the signatures of the edition before
 * finds each node, unit and binary that is replaced under its hash, until the new edition stands.
 */
export class Passing {
  /** What was put there, to be taken away at the end. */
  readonly paths: string[] = [];
  readonly #to: string;
  readonly #planned: ReadonlySet<string>;
  readonly #signed: boolean;

  /**
   * @param before paths that earlier exports wrote
   * @param planned paths that the new edition has
   */
  constructor(to: string, before: readonly string[], planned: ReadonlySet<string>) {
    this.#to = to;
    this.#planned = planned;
    this.#signed = before.includes(TIMESTAMP_PATH);
  }

  /** To be called before the file that stands at the target, with that hash, is replaced. */
  keep(file: FolderFile, target: string, standing: string): void {
    if (!this.#signed || !isAskedByHash(file)) return;
    const path = objectPath(standing);
    const copy = join(this.#to, path);
    if (existsSync(copy)) return;
    refuseLinks(this.#to, [path]);
    makeFolder(dirname(copy));
    if (!this.#planned.has(path)) {
      // Listed before it is there: whatever stops this export, the next one takes it away.
      appendFileSync(join(this.#to, LIST), `${path}\n`);
      this.paths.push(path);
    }
    try {
      linkSync(target, copy);
    } catch (error) {
      // Sticks and shares have no second names.
      if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK', 'EACCES', 'EINVAL'].includes(errno(error))) throw error;
      copyFileSync(target, copy);
    }
  }
}

/** Packed pages stand under their hash already; all else stood at its own path alone. */
export function isAskedByHash(file: FolderFile): boolean {
  const reserved = readReserved(file.path);
  if (reserved !== null) return reserved.kind === 'node' || reserved.kind === 'unit';
  return file.kind === 'stored' && !file.unpack;
}
