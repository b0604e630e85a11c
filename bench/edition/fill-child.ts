/*
 * Fills a depot in a process of its own, so that nothing of it is in the memory of who measures.
 *
 *   node bench/edition/fill-child.ts FOLDER STORIES AT
 */
import { openDepot } from '#depot';
import { makeKeys } from './paper.ts';
import { fillSite } from './site.ts';

const [folder = '', stories, at] = process.argv.slice(2);
const depot = await openDepot({ folder, now: Date.now });
await fillSite(depot, Number(stories), await makeKeys(Number(at)), Number(at));
await depot.close();
