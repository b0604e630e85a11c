import type { HouseWords } from '../languages/house/en.ts';
import type { ImportFile } from '../shapes.ts';

/** Where an import stands, in one word. */
export function stageOf({
  state,
  dryRun,
}: Pick<ImportFile, 'state' | 'dryRun'>): keyof HouseWords['import']['states'] {
  if (state === 'running') return dryRun ? 'rehearsing' : 'running';
  if (state === 'done') return dryRun ? 'rehearsed' : 'done';
  return state;
}
