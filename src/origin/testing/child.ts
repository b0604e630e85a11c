import { openDepot } from '#depot';
import { createOrigin } from '#origin';

/*
 * A server process of its own, as the command line would start it: node child.ts FOLDER
 * Says its port on standard output. Under /-/ it answers with what it was told, or fails.
 */

const [folder = ''] = process.argv.slice(2);
const depot = await openDepot({ folder, now: Date.now });
const origin = createOrigin({
  depot,
  trustedProxy: ['127.0.0.1'],
  log: (text) => console.error(text),
  timeouts: { headers: 300, check: 50, stall: 500 },
  handle: async (request) => {
    if (request.url.endsWith('/fail')) throw new Error('A route failed');
    return new Response('answered');
  },
});
const { port } = await origin.listen(0, '0.0.0.0');
console.log(port);
process.once('SIGTERM', () => void origin.close().then(() => depot.close()));
