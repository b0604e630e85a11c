import { readFileSync } from 'node:fs';
import { scriptJson } from './html.ts';
import { direction } from './languages/languages.ts';
import { workerWords } from './languages/worker-words.ts';
import type { SiteView } from './views.ts';
import type { WorkerData } from './worker/data.ts';

let program: string | undefined;

/**
 * The worker's whole text, which changes only with the keys, the languages and the program.
 *
 * @param keys the newest root in base64, and whether the keys are a sample's
 */
export function renderWorker(sites: readonly SiteView[], keys: Pick<WorkerData, 'root' | 'sample'>): string {
  program ??= readFileSync(new URL('worker/bundle.js', import.meta.url), 'utf8');
  const data: WorkerData = {
    ...keys,
    address: `${sites[0]?.address ?? ''}/`,
    languages: sites.map(({ lang, name, prefix }) => ({
      lang,
      dir: direction(lang),
      prefix,
      name,
      words: workerWords(lang),
    })),
  };
  return `const LONGWAVE=${scriptJson(data).markup};\n${program}`;
}
