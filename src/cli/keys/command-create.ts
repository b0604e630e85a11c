import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { Call, Define } from '../call.ts';
import { Refusal, UsageError } from '../out.ts';
import { makeFolder } from './disk.ts';
import { readChange } from './change.ts';
import { explainNeeds } from './explain.ts';
import { readHolder, writeHolder, writeOffline } from './holder.ts';
import { renameFile } from './disk.ts';
import { openJson } from './alteration.ts';
import { keysExist, makeKeys } from './make.ts';
import type { Made } from './make.ts';
import { newsroomHere } from './newsroom.ts';
import { readAuthority } from './open.ts';
import { askOf, newPassphrase } from './passphrase.ts';

export type CreateOptions = {
  holders?: string;
  holder?: string[];
  threshold?: string;
  rootThreshold?: string;
  targetsThreshold?: string;
  to?: string;
  passphraseFile?: string[];
};

const MOST_HOLDERS = 20;

export const defineCreate: Define = (command, act) => {
  command
    .command('create')
    .description('Make the keys of this newsroom, once')
    .option('--holders <number>', 'offline files to make here, one for each holder (default: 1)')
    .option('--holder <file...>', 'holders who made their keys elsewhere with "longwave keys holder"')
    .option('--threshold <number>', 'holders who must sign a change (default: more than half)')
    .option('--root-threshold <number>', 'the same for the root alone')
    .option('--targets-threshold <number>', 'the same for the targets alone')
    .option('--to <folder>', 'where offline files go, such as a USB stick (default: the folder of keys)')
    .option('--passphrase-file <file...>', 'files with a passphrase each, one for each offline file')
    .addHelpText(
      'after',
      `
Examples:
  longwave keys create --holders 3 --threshold 2 --to /media/usb
  longwave keys create                               one holder, asked for a passphrase
  longwave keys create --holder holder-3f9a12cd.json holder-88d0be11.json holder-c0117a5e.json --threshold 2

We advise three holders of whom two must sign: with one, a lost file or passphrase ends the paper's signature for good.
`,
    )
    .action(act((call: Call, options: CreateOptions) => create(call, options)));
  command
    .command('holder')
    .description('Make offline keys for one holder, on any machine and without a newsroom')
    .option('--to <folder>', 'where the two files go', '.')
    .option('--passphrase-file <file>', 'a file with the passphrase')
    .addHelpText(
      'after',
      `
Example:
  longwave keys holder --to /media/usb    offline-….json stays with the holder, holder-….json goes to the newsroom
`,
    )
    .action(act((call: Call, options: { to: string; passphraseFile?: string }) => holder(call, options)));
};

/** Makes the keys of the newsroom beside us, and says what was made. */
export async function create(call: Call, options: CreateOptions): Promise<void> {
  const { settings, now, out } = call;
  const { paper, sample } = await newsroomHere(call);
  if (sample) {
    throw new Refusal('The sample newsroom gets no real keys', [
      '"longwave init --sample" makes sample keys; a paper of your own begins with "longwave init"',
    ]);
  }
  const others = (options.holder ?? []).map((file) => readHolder(file));
  const count = number('--holders', options.holders, others.length > 0 ? 0 : 1, others.length > 0 ? 0 : 1);
  const all = count + others.length;
  const usual = number('--threshold', options.threshold, Math.floor(all / 2) + 1, 1, all);
  const thresholds = {
    root: number('--root-threshold', options.rootThreshold, usual, 1, all),
    targets: number('--targets-threshold', options.targetsThreshold, usual, 1, all),
  };
  // Nobody thinks of passphrases where there are keys already, or where only the last steps are wanting.
  const begun = await isBegun(settings.keys);
  const made = await makeKeys({
    folder: settings.keys,
    paper,
    sample: false,
    passphrases: begun ? [] : await passphrasesFor(call, count, options.passphraseFile ?? []),
    to: resolve(options.to ?? settings.keys),
    others,
    thresholds,
    at: now(),
    random,
  });
  out.result(
    {
      folder: settings.keys,
      offline: made.files,
      done: made.open.length === 0,
      open: made.open.map(openJson),
    },
    () => tellMade(call, made, { all, kept: options.to === undefined }),
  );
}

/**
 * Whether an earlier call was cut off after it had made the keys.
 *
 * @throws Refusal where there are keys and nothing is left to do
 */
async function isBegun(folder: string): Promise<boolean> {
  if ((await readChange(folder)) !== null) return true;
  if ((await readAuthority(folder)) !== null) throw keysExist(folder);
  return false;
}

/** Keys that protect nothing, so that the sample's editions can be looked at as signed ones. Nothing happens where there are keys. */
export async function makeSampleKeys(call: Call, paper: string): Promise<void> {
  const { keys } = call.settings;
  if ((await readAuthority(keys)) !== null) return;
  await makeKeys({
    folder: keys,
    paper,
    sample: true,
    passphrases: [null],
    to: keys,
    others: [],
    thresholds: { root: 1, targets: 1 },
    at: call.now(),
    random,
  });
}

async function passphrasesFor(call: Call, count: number, files: readonly string[]): Promise<string[]> {
  if (files.length > 0 && files.length !== count) {
    throw new UsageError(`Give one --passphrase-file for each of the ${count} offline files`);
  }
  const passphrases: string[] = [];
  for (let at = 0; at < count; at++) {
    const what = count === 1 ? 'the offline file' : `the offline file of holder ${at + 1} of ${count}`;
    passphrases.push(await newPassphrase({ ask: askOf(call), file: files[at], what }));
  }
  if (new Set(passphrases).size !== passphrases.length) {
    throw new Refusal('Two holders have the same passphrase; give each one of their own');
  }
  return passphrases;
}

function tellMade(call: Call, made: Made, { all, kept }: { all: number; kept: boolean }): void {
  const { out, settings } = call;
  if (made.finished) out.line('This was begun before; the keys of then are taken');
  out.line(`${out.good('✓')} Online keys are in ${settings.keys}; keep a copy of them apart from backups`);
  for (const file of made.files) out.line(`${out.good('✓')} Offline keys: ${file}`);
  if (kept && made.files.length > 0) {
    out.line(out.bold('  Take the offline files off this machine now, each with a copy in another place'));
  }
  if (all === 1)
    out.line('  With one holder, a lost file ends the signature: add two, "longwave keys thresholds --help"');
  if (made.open.length > 0) {
    out.line(`${out.bold('!')} The keys wait for signatures`);
    for (const line of explainNeeds(made.open)) out.line(`  ${line}`);
    out.line(out.dim('  longwave keys request FILE   writes what the holders sign'));
    return;
  }
  out.line(out.dim('  longwave keys show    the fingerprint, to print and to publish elsewhere'));
  out.line(out.dim('  longwave press        the first signed edition'));
}

async function holder(call: Call, options: { to: string; passphraseFile?: string }): Promise<void> {
  const folder = resolve(options.to);
  makeFolder(folder);
  const passphrase = await newPassphrase({
    ask: askOf(call),
    file: options.passphraseFile,
    what: 'your offline file',
  });
  const made = await writeOffline({ folder, passphrase, at: call.now(), random });
  renameFile(made.part, made.file);
  const publicFile = await writeHolder(folder, made.holder);
  call.out.result({ offline: made.file, holder: publicFile }, () => {
    call.out.line(`${call.out.good('✓')} ${made.file} is yours: keep it, and a copy, away from the newsroom`);
    call.out.line(`${call.out.good('✓')} ${publicFile} goes to the newsroom; nothing in it is secret`);
  });
}

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));

/** @throws UsageError for what is no whole number between the bounds */
export function number(
  name: string,
  text: string | undefined,
  usual: number,
  least: number,
  most = MOST_HOLDERS,
): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (!/^\d{1,4}$/.test(text) || value < least || value > most) {
    throw new UsageError(`${name} is "${text}"; give a whole number from ${least} to ${most}`);
  }
  return value;
}
