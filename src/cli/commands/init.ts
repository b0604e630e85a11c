import { existsSync } from 'node:fs';
import type { Site } from '#newsroom';
import { editionFolder, withAll } from '../open.ts';
import { Refusal, UsageError } from '../out.ts';
import { pressNow } from '../pressing.ts';
import type { Call, Define } from '../call.ts';

type Options = {
  sample?: boolean;
  onion?: string | true;
  name?: string;
  address?: string;
  lang: string;
  timeZone: string;
};

export const define: Define = (command, act) => {
  command
    .option('--sample', 'the sample newsroom "Far Shore", to look around in')
    .option('--name <name>', 'the newsroom’s name; asked for on a terminal when left out')
    .option('--address <address>', 'the address readers use, e.g. https://farshore.example')
    .option('--lang <lang...>', 'languages, the default one first: en, ru, fa', ['en'])
    .option('--time-zone <zone>', 'where a day begins and ends, e.g. Europe/Riga', 'UTC')
    .option(
      '--onion [folder]',
      'write a configuration for Debian’s tor, for this newsroom or one that is there already; the folder is where tor keeps the onion’s key',
    )
    .addHelpText(
      'after',
      `
Examples:
  longwave init --sample
  longwave init --onion
  longwave init --name "Far Shore" --address https://farshore.example --lang en ru --time-zone Europe/Riga
`,
    )
    .action(
      act((call: Call, options: Options & { lang: string | string[] }) =>
        init(call, { ...options, langs: [options.lang].flat() }),
      ),
    );
};

type Wanted = Omit<Options, 'lang'> & { langs: string[] };

async function init(call: Call, options: Wanted): Promise<void> {
  const { settings } = call;
  const there = existsSync(editionFolder(settings));
  if (there && options.onion === undefined) throw exists(settings.data);
  if (!there) await initNewsroom(call, options);
  if (options.onion === undefined) return;
  const { prepareOnion } = await import('../onion.ts');
  await prepareOnion(call, options.onion === true ? undefined : options.onion);
}

async function initNewsroom(call: Call, options: Wanted): Promise<void> {
  const { out, settings, now } = call;
  if (options.sample === true) {
    const [{ initSample }, { makeSampleKeys }] = await Promise.all([
      import('../sample/sample.ts'),
      import('../keys/command-create.ts'),
    ]);
    // Before its first edition, so that it is a signed one.
    await makeSampleKeys(call, 'Far Shore');
    await initSample(call);
    out.result({ data: settings.data, sample: true }, () => out.line(out.dim('  longwave serve   shows it')));
    return;
  }
  const site = siteOf(options, await missing(call, options));
  await withAll(
    settings,
    now,
    async (opened) => {
      // In one transaction, or two at once would both find nobody there.
      await opened.newsroom.batch(async () => {
        if ((await opened.newsroom.site.get()) !== null) throw exists(settings.data);
        await opened.newsroom.site.set(site);
      });
      const signed = await offerKeys(call);
      const { edition } = await pressNow(call, opened, { full: true });
      out.result({ data: settings.data, edition, site, signed }, () => {
        out.line(`${out.good('✓')} ${options.name ?? site.publisher.name} is ready in ${settings.data}`);
        out.line(out.dim('  longwave story add FILE.md    the first story'));
        out.line(out.dim('  longwave import ARCHIVE       what you have already'));
        out.line(out.dim('  longwave serve                the reader site'));
        if (!signed)
          out.line(out.dim('  longwave keys create          keys, so that readers can prove what they read'));
      });
    },
    { make: true },
  );
}

/** Asks a person whether to make keys now. @returns whether there are keys that can sign */
async function offerKeys(call: Call): Promise<boolean> {
  const { openKeys } = await import('../keys/open.ts');
  if ((await openKeys(call.settings.keys)) !== null) return true;
  if (call.out.json || !process.stdin.isTTY || !process.stderr.isTTY) return false;
  const { confirm } = await import('@clack/prompts');
  const yes = await confirm({
    message:
      'Make the keys that sign every edition now? You will need a passphrase; docs/KEYS.md advises three holders',
    output: process.stderr,
  });
  if (yes !== true) return false;
  const { create } = await import('../keys/command-create.ts');
  await create(call, {});
  return (await openKeys(call.settings.keys)) !== null;
}

function exists(data: string): Refusal {
  return new Refusal(`There is a newsroom in "${data}" already; nothing was changed`, [
    'Set LONGWAVE_DATA to another folder to make a second one',
  ]);
}

/** Name and address, asked for where a person is there to answer. */
async function missing(call: Call, options: Wanted): Promise<{ name: string; address: string }> {
  const { name, address } = options;
  if (name !== undefined && address !== undefined) return { name, address };
  if (call.out.json || !process.stdin.isTTY) {
    throw new UsageError('Give --name and --address, or --sample for the sample newsroom');
  }
  const { isCancel, text } = await import('@clack/prompts');
  const ask = async (message: string, placeholder: string, given?: string): Promise<string> => {
    if (given !== undefined) return given;
    const answer = await text({
      message,
      placeholder,
      validate: (value) => (value?.trim() ? undefined : 'It cannot be empty'),
    });
    if (isCancel(answer)) throw new Refusal('Stopped; nothing was made');
    return answer.trim();
  };
  return {
    name: await ask('What is the newsroom called?', 'Far Shore', name),
    address: await ask('Which address do readers use?', 'https://farshore.example', address),
  };
}

function siteOf(options: Wanted, given: { name: string; address: string }): Site {
  const { langs, timeZone } = options;
  const address = given.address.replace(/\/+$/, '');
  if (!/^https?:\/\/[^/\s]+(\/[^\s]*)?$/.test(address)) {
    throw new UsageError(`"${given.address}" is no address; write it like https://farshore.example`);
  }
  return {
    names: { '': given.name },
    taglines: {},
    address,
    timeZone,
    defaultLang: langs[0] ?? 'en',
    languages: langs,
    adFreeSince: null,
    publisher: { name: given.name, logo: null },
    menus: {},
    footers: {},
  };
}
