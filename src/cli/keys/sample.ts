import type { Site } from '#newsroom';
import { Refusal } from '../out.ts';

/** Who publishes the sample newsroom, and where; sample/newsroom.yaml says the same. */
export const SAMPLE = { address: 'https://farshore.example', publisher: 'Far Shore Society, Port Hallow' };

/** Whether a newsroom is the sample. One that got a name or an address of its own is a paper. */
export const isSample = (site: Pick<Site, 'address' | 'publisher'>): boolean =>
  site.address === SAMPLE.address && site.publisher.name === SAMPLE.publisher;

/**
 * Keeps sample keys and real papers apart: anybody can have sample keys.
 *
 * @throws Refusal for sample keys of a real paper, and for real keys of the sample
 */
export function checkSample(keys: { sample: boolean }, site: Pick<Site, 'address' | 'publisher'>): void {
  if (keys.sample && !isSample(site)) {
    throw new Refusal('These are sample keys, which sign no real paper', [
      'Move the folder of keys away (LONGWAVE_KEYS names it) and make real ones with "longwave keys create"',
    ]);
  }
  if (!keys.sample && isSample(site)) {
    throw new Refusal('The sample newsroom is not signed with real keys', [
      'Set LONGWAVE_KEYS to another folder; "longwave init --sample" makes sample keys',
    ]);
  }
}
