import { readFileSync } from 'node:fs';
import { hashedPath } from './hashed.ts';
import { scriptJson } from './html.ts';
import { direction } from './languages/languages.ts';
import { workerWords } from './languages/worker-words.ts';
import type { SiteView } from './views.ts';
import type { WorkerData } from './worker/data.ts';

let program: string | undefined;
let fallback: { path: string; text: string } | undefined;

/** The script that the worker asks for where the browser has no Ed25519. */
export function workerFallback(): { path: string; text: string } {
  if (fallback === undefined) {
    const text = readFileSync(new URL('worker/fallback.js', import.meta.url), 'utf8');
    fallback = { path: hashedPath('ed25519', 'js', text), text };
  }
  return fallback;
}

/** What is the same in the worker of every paper. */
export function workerProgram(): string {
  program ??= readFileSync(new URL('worker/bundle.js', import.meta.url), 'utf8');
  return program;
}

/**
 * The worker's whole text, which changes only with the keys, the languages and the program.
 *
 * @param keys the newest root as text, and whether the keys are a sample's
 */
export function renderWorker(sites: readonly SiteView[], keys: Pick<WorkerData, 'root' | 'sample'>): string {
  const data: WorkerData = {
    ...keys,
    fallback: workerFallback().path,
    address: `${sites[0]?.address ?? ''}/`,
    languages: sites.map(({ lang, name, prefix }) => ({
      lang,
      dir: direction(lang),
      prefix,
      name,
      words: workerWords(lang),
    })),
  };
  return `const LONGWAVE=${scriptJson(data).markup};\n${workerProgram()}`;
}
