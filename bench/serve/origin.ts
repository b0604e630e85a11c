/*
 * The server under test: an edition with one story page, served by the real origin.
 *   node bench/serve/origin.ts FOLDER PORT
 */
import { openDepot } from '#depot';
import { createOrigin } from '#origin';

const [folder = '', port = '0'] = process.argv.slice(2);
const depot = await openDepot({ folder, now: Date.now });
const origin = createOrigin({ depot });
await origin.listen(Number(port), '127.0.0.1');
process.send?.('ready');
process.once('disconnect', () => process.exit());
