/**
 * How long somebody new takes from an empty installation to the first published story, at the speed of a machine, and
 * a picture of each step.
 *
 *   node bench/first-run.ts [--pictures docs/pictures]
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { openChromium } from '../test/browsers.ts';
import { longwave, serving, temporary } from '../test/command.ts';
import { builtApp, takeSeat } from '../test/desk-browser.ts';
import { firstRun, LOOKS, printedLink } from '../test/first-run.ts';

const { values } = parseArgs({ options: { pictures: { type: 'string' } } });

await builtApp();
const data = temporary();
const settings = { LONGWAVE_DATA: data.path };
const began = performance.now();
await longwave(['init', '--name', 'The Lantern', '--address', 'https://lantern.example', '--json'], settings);
const server = await serving(settings);
const browser = await openChromium();
try {
  const { page } = await takeSeat(browser);
  const link = await printedLink(server);
  let looking = 0;
  await firstRun(page, {
    desk: server.desk,
    link,
    look: async (step) => {
      const from = performance.now();
      console.log(`${step}: ${((from - began - looking) / 1000).toFixed(1)} s`);
      if (values.pictures !== undefined) {
        const path = join(values.pictures, `first-run-${LOOKS.indexOf(step) + 1}.png`) as `${string}.png`;
        await page.screenshot({ path, fullPage: true });
      }
      looking += performance.now() - from;
    },
  });
} finally {
  await browser.close();
  await server.stop();
  data.remove();
}
