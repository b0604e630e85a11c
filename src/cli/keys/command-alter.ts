import { dirname, resolve } from 'node:path';
import { holderName, planOf } from '#edition';
import type { Holder, OFFLINE_LIFETIMES } from '#edition';
import type { Command } from 'commander';
import type { Act, Call, Define } from '../call.ts';
import { Refusal, UsageError } from '../out.ts';
import { changeHolders, renewOffline, rotateOnline, withoutHolders } from './alter.ts';
import { alter } from './alteration.ts';
import type { KeyOptions } from './alteration.ts';
import { number } from './command-create.ts';
import { ONLINE_ROLES } from './folder.ts';
import { readHolder, writeOffline } from './holder.ts';
import { newSeeds } from './offline.ts';
import { askOf, newPassphrase } from './passphrase.ts';
import type { Unlocked } from './unlock.ts';

const OFFLINE_ROLES = ['root', 'targets'] as const;
type OfflineRole = (typeof OFFLINE_ROLES)[number];

type RotateOptions = KeyOptions & { replace?: string; to?: string; newPassphraseFile?: string };
type HolderOptions = KeyOptions & { add?: string[]; root?: string; targets?: string };
type RenewOptions = KeyOptions & { days?: string };

export const defineAlterations: Define = (command, act) => {
  defineRotate(command, act);
  defineHolders(command, act);
  withKeys(command.command('renew [role...]'))
    .description('Sign root and targets anew before they expire')
    .option('--days <number>', 'days they are good for (default: root 730, targets 365)')
    .addHelpText(
      'after',
      '\nExamples:\n  longwave keys renew --key /media/usb/offline-3f9a12cd.json\n  longwave keys renew targets\n',
    )
    .action(act((call: Call, roles: string[], options: RenewOptions) => renew(call, roles, options)));
};

const withKeys = (command: Command): Command =>
  command
    .option('--key <file...>', 'offline files at hand (default: those in the folder of keys)')
    .option('--passphrase-file <file...>', 'files with a passphrase each, in the order of --key');

function defineRotate(command: Command, act: Act): void {
  withKeys(command.command('rotate <role...>'))
    .description(
      'Put new keys in the place of old ones: press, snapshot, timestamp, log, online (all four), root, targets',
    )
    .option(
      '--replace <file>',
      'for root and targets: the offline file whose keys change (default: the only --key)',
    )
    .option('--to <folder>', 'where the new offline file goes (default: beside the old one)')
    .option('--new-passphrase-file <file>', 'a file with the passphrase of the new offline file')
    .addHelpText(
      'after',
      `
Examples:
  longwave keys rotate online --key /media/usb/offline-3f9a12cd.json
  longwave keys rotate root targets --key /media/usb/offline-3f9a12cd.json
  longwave keys rotate press                     without a file at hand: the change waits for signatures
`,
    )
    .action(act((call: Call, roles: string[], options: RotateOptions) => rotate(call, roles, options)));
}

function defineHolders(command: Command, act: Act): void {
  const holders = (made: Command): Command =>
    withKeys(made)
      .option('--add <file...>', 'new holders: their holder-….json or offline-….json')
      .option('--root <number>', 'holders who must sign a new root')
      .option('--targets <number>', 'holders who must sign new targets');
  holders(command.command('revoke <holder...>'))
    .description(
      'Take back the keys of holders, named as "longwave keys show" names them or by a file of theirs',
    )
    .addHelpText(
      'after',
      `
Examples:
  longwave keys revoke 3f9a12cd --add holder-77be01aa.json --key /media/usb/offline-88d0be11.json
  longwave keys revoke 3f9a12cd --root 1 --targets 1
`,
    )
    .action(act((call: Call, names: string[], options: HolderOptions) => revoke(call, names, options)));
  holders(command.command('thresholds'))
    .description('Change how many holders must sign, and add holders')
    .addHelpText(
      'after',
      `
Example:
  longwave keys thresholds --root 2 --targets 2 --add holder-88d0be11.json holder-c0117a5e.json
`,
    )
    .action(act((call: Call, options: HolderOptions) => thresholds(call, options)));
}

async function rotate(call: Call, asked: readonly string[], options: RotateOptions): Promise<void> {
  const roles = asked.flatMap((role) => (role === 'online' ? ONLINE_ROLES : [role]));
  const online = ONLINE_ROLES.filter((role) => roles.includes(role));
  const offline = OFFLINE_ROLES.filter((role) => roles.includes(role));
  const unknown = roles.find((role) => ![...ONLINE_ROLES, ...OFFLINE_ROLES].some((known) => known === role));
  if (unknown !== undefined) {
    throw new UsageError(
      `"${unknown}" is no role; there are ${[...ONLINE_ROLES, ...OFFLINE_ROLES].join(', ')}, and online for the first four`,
    );
  }
  if (online.length > 0 && offline.length > 0) {
    throw new UsageError('Rotate online keys and offline keys in two steps');
  }
  const what = `rotate ${asked.join(' ')}`;
  if (offline.length > 0) return rotateOffline(call, offline, options, what);
  await alter(call, options, what, async (authority, _unlocked, making) => ({
    change: await rotateOnline(authority, online, making),
  }));
}

/** A holder's new keys stand in a new offline file; where only one role changes, it holds the other key as it was. */
async function rotateOffline(
  call: Call,
  roles: readonly OfflineRole[],
  options: RotateOptions,
  what: string,
): Promise<void> {
  await alter(call, options, what, async (authority, unlocked, making) => {
    const old = replaced(unlocked, options.replace);
    const { holders } = await planOf(authority.root);
    const place = holders.findIndex(({ root }) => root.keyval.public === old.holder.root.keyval.public);
    if (place < 0) throw new Refusal(`"${old.file}" belongs to no holder of this paper; nothing was changed`);
    const passphrase = old.sample
      ? null
      : await newPassphrase({
          ask: askOf(call),
          file: options.newPassphraseFile,
          what: 'the new offline file',
        });
    const fresh = newSeeds(making.random);
    const seeds = {
      root: roles.includes('root') ? fresh.root : old.seeds.root,
      targets: roles.includes('targets') ? fresh.targets : old.seeds.targets,
    };
    const folder = resolve(options.to ?? dirname(old.file));
    const made = await writeOffline({ ...making, folder, seeds, passphrase });
    const change = await changeHolders(
      authority,
      { holders: holders.with(place, made.holder), offline: [made.file] },
      making,
    );
    // The new keys sign too, so whoever makes the change needs no second round.
    return { change, signers: [made.signers] };
  });
}

function replaced(unlocked: readonly Unlocked[], file: string | undefined): Unlocked {
  const [one, ...more] = unlocked;
  if (file !== undefined) {
    const found = unlocked.find((each) => resolve(each.file) === resolve(file));
    if (found === undefined) throw new UsageError(`Name "${file}" with --key too: it must be opened`);
    return found;
  }
  if (one === undefined) throw new UsageError('Name the offline file whose keys change with --key');
  if (more.length > 0) throw new UsageError('Say with --replace which of the offline files changes');
  return one;
}

async function revoke(call: Call, names: readonly string[], options: HolderOptions): Promise<void> {
  await alter(call, options, `revoke ${names.join(' ')}`, async (authority, _unlocked, making) => {
    const { left } = await withoutHolders(authority.root, await namesOf(names));
    const holders = [...left, ...added(options)];
    const { root, targets } = authority.root.roles;
    return {
      change: await changeHolders(
        authority,
        {
          holders,
          thresholds: wanted(options, { root: root.threshold, targets: targets.threshold }, holders),
        },
        making,
      ),
    };
  });
}

/** Holders may be named by their files as well. */
const namesOf = (names: readonly string[]): Promise<string[]> =>
  Promise.all(names.map(async (name) => (name.endsWith('.json') ? holderName(readHolder(name)) : name)));

async function thresholds(call: Call, options: HolderOptions): Promise<void> {
  if (options.root === undefined && options.targets === undefined && options.add === undefined) {
    throw new UsageError('Say --root, --targets or --add');
  }
  const what = `thresholds ${[`root ${options.root ?? 'same'}`, `targets ${options.targets ?? 'same'}`, `added ${options.add?.length ?? 0}`].join(', ')}`;
  await alter(call, options, what, async (authority, _unlocked, making) => {
    const { holders: present, thresholds: now } = await planOf(authority.root);
    const holders = [...present, ...added(options)];
    return {
      change: await changeHolders(authority, { holders, thresholds: wanted(options, now, holders) }, making),
    };
  });
}

const added = ({ add = [] }: HolderOptions): Holder[] => add.map((file) => readHolder(file));

/** @throws Refusal for thresholds that the holders cannot meet */
function wanted(
  options: HolderOptions,
  now: { root: number; targets: number },
  holders: readonly Holder[],
): { root: number; targets: number } {
  const found = {
    root: number('--root', options.root, now.root, 1),
    targets: number('--targets', options.targets, now.targets, 1),
  };
  const most = Math.max(found.root, found.targets);
  if (most > holders.length) {
    throw new Refusal(`${most} signatures would be needed, and only ${holders.length} holders are left`, [
      'Add holders with --add, or need fewer with --root and --targets',
    ]);
  }
  return found;
}

async function renew(call: Call, roles: readonly string[], options: RenewOptions): Promise<void> {
  const unknown = roles.find((role) => !OFFLINE_ROLES.some((known) => known === role));
  if (unknown !== undefined)
    throw new UsageError(`"${unknown}" is not renewed; say root, targets, or nothing for both`);
  const all = roles.length === 0;
  const which = { root: all || roles.includes('root'), targets: all || roles.includes('targets') };
  const days = options.days === undefined ? {} : sameDays(number('--days', options.days, 0, 1, 3650));
  await alter(call, options, ['renew', ...roles].join(' '), async (authority, _unlocked, making) => ({
    change: await renewOffline(authority, which, days, making),
  }));
}

const sameDays = (days: number): Partial<typeof OFFLINE_LIFETIMES> => ({ root: days, targets: days });
