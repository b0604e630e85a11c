import { once } from 'node:events';
import { editionFolder, openDepotOf } from '../open.ts';
import type { Call, Define } from '../call.ts';
import { Refusal } from '../out.ts';
import { existsSync } from 'node:fs';

type Options = { sample?: boolean };

export const define: Define = (command, act) => {
  command
    .option('--sample', 'make the sample newsroom first when the data folder is empty')
    .addHelpText(
      'after',
      `
Examples:
  longwave serve                              on http://127.0.0.1:4000
  LONGWAVE_PORT=8080 longwave serve           on another port
  LONGWAVE_TRUSTED_PROXY=127.0.0.1 longwave serve   behind Caddy or nginx (docs/deploy/)

Stop it with Ctrl-C: what is under way is finished first.
`,
    )
    .action(act((call: Call, options: Options) => serve(call, options)));
};

async function serve(call: Call, options: Options): Promise<void> {
  const { settings, out, now } = call;
  const stop = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  if (!existsSync(editionFolder(settings))) await firstStart(call, options);
  const depot = await openDepotOf(settings, now);
  const { createOrigin } = await import('#origin');
  const health = { ready: false };
  const origin = createOrigin({
    depot,
    cacheBytes: settings.cacheBytes,
    trustedProxy: settings.trustedProxy,
    handle: async (request) => (await import('../routes.ts')).handle(request, { depot, health }),
    log: (text) => out.note(text),
  });
  const { port } = await origin.listen(settings.port, settings.host);
  const address = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}/`;
  out.result({ address, data: settings.data, pid: process.pid }, () => {
    out.line(`${out.good('●')} Reader site  ${out.bold(address)}`);
    out.line('  Stories are kept by command until the desk is here: script/longwave story --help');
    out.line(out.dim(`  Data in ${settings.data}; stop with Ctrl-C`));
  });
  const { keepHouse } = await import('../house.ts');
  const house = await keepHouse(call, { depot, origin });
  health.ready = true;
  await stop;
  out.note('Stopping: finishing what is under way');
  await origin.close();
  await house.stop();
  await depot.close();
}

async function firstStart(call: Call, options: Options): Promise<void> {
  if (options.sample !== true) {
    throw new Refusal(`There is no newsroom in "${call.settings.data}" yet`, [
      'Make one with "longwave init", or try the sample with "longwave serve --sample"',
    ]);
  }
  const { initSample } = await import('../sample/sample.ts');
  await initSample(call);
}
