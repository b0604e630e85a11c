import { resolve } from 'node:path';
import { addSignatures, isMet } from '#edition';
import type { Call, Define } from '../call.ts';
import { Refusal, UsageError } from '../out.ts';
import { openJson, tell } from './alteration.ts';
import {
  needsOf,
  readChange,
  keepChange,
  rootAfter,
  rootKeysOf,
  settleChange,
  signChange,
  targetsKeysOf,
} from './change.ts';
import type { Change } from './change.ts';
import { checkPrivate, dropFile } from './disk.ts';
import { explain, explainNeeds } from './explain.ts';
import { changeFile } from './folder.ts';
import { withLock } from './lock.ts';
import { readAuthority } from './open.ts';
import { askOf } from './passphrase.ts';
import { draftsNow, keepRequest, readRequest, requestOf } from './request.ts';
import type { Request } from './request.ts';
import { unlock } from './unlock.ts';

type SignOptions = { key: string[]; passphraseFile?: string[]; to?: string; yes?: boolean };

export const defineCarrying: Define = (command, act) => {
  command
    .command('request <file>')
    .description('Write the change that waits into a small file, for holders to sign elsewhere')
    .addHelpText('after', '\nExample:\n  longwave keys request /media/usb/request.json\n')
    .action(act((call: Call, file: string) => request(call, file)));
  command
    .command('sign <file>')
    .description('Sign a request on any machine, without network and newsroom')
    .requiredOption('--key <file...>', 'your offline file')
    .option('--passphrase-file <file...>', 'files with a passphrase each, in the order of --key')
    .option('--to <file>', 'where the signed request goes (default: the same file)')
    .option('--yes', 'sign without being asked; for use without a terminal')
    .addHelpText(
      'after',
      `
Example:
  longwave keys sign request.json --key /media/usb/offline-3f9a12cd.json

It says in plain words what would be signed, and asks, before it wants the passphrase.
`,
    )
    .action(act((call: Call, file: string, options: SignOptions) => sign(call, file, options)));
  command
    .command('accept <file...>')
    .description('Take signed requests back; with enough signatures the change comes to pass')
    .addHelpText('after', '\nExample:\n  longwave keys accept /media/usb/request.json\n')
    .action(act((call: Call, files: string[]) => accept(call, files)));
  command
    .command('cancel')
    .description('Drop the change that waits for signatures')
    .addHelpText('after', '\nExample:\n  longwave keys cancel\n')
    .action(act((call: Call) => cancel(call)));
};

async function waitingHere(folder: string): Promise<Change> {
  const change = await readChange(folder);
  if (change !== null) return change;
  throw new Refusal('No change of the keys waits', [
    'Begin one with create, rotate, revoke, thresholds or renew',
  ]);
}

/** What stands in a folder, for a request; null where the first keys are still to be signed. */
async function beforeHere(folder: string, change: Change): Promise<Request['before']> {
  const authority = await readAuthority(folder);
  return authority === null || change.root?.signed.version === 1 ? null : draftsNow(authority);
}

async function request(call: Call, file: string): Promise<void> {
  const { out, settings } = call;
  const change = await waitingHere(settings.keys);
  const before = await beforeHere(settings.keys, change);
  keepRequest(resolve(file), requestOf(change, before));
  const open = (await needsOf(change, before?.root.signed ?? null)).filter((need) => !isMet(need));
  out.result({ file: resolve(file), change: change.what, open: open.map(openJson) }, () => {
    out.line(`${out.good('✓')} ${resolve(file)} asks for signatures of "${change.what}"`);
    for (const line of explainNeeds(open)) out.line(`  ${line}`);
    out.line(out.dim('  A holder runs: longwave keys sign FILE --key offline-….json'));
    out.line(out.dim('  Then here:     longwave keys accept FILE'));
  });
}

async function sign(call: Call, file: string, options: SignOptions): Promise<void> {
  const { out } = call;
  const asked = await readRequest(resolve(file));
  const before = asked.before?.root.signed ?? null;
  const lines = await explain(asked);
  for (const line of lines) if (!out.json) out.line(line);
  await confirm(call, options);
  const unlocked = await unlock({
    files: options.key,
    passphraseFiles: options.passphraseFile ?? [],
    ask: askOf(call),
  });
  const { change: signed, added } = await signChange(asked, before, unlocked);
  if (added === 0 && (await nobodyAsked(asked, unlocked))) {
    throw new Refusal('This request does not ask for a signature of that file; nothing was signed', [
      'Use the offline file of a holder who can sign it',
    ]);
  }
  const to = resolve(options.to ?? file);
  keepRequest(to, signed);
  const open = (await needsOf(signed, before)).filter((need) => !isMet(need));
  out.result({ file: to, added, changes: lines, open: open.map(openJson) }, () => {
    out.line(`${out.good('✓')} Signed: ${to}${added === 0 ? ' (it was before)' : ''}`);
    for (const line of explainNeeds(open)) out.line(`  ${line}`);
    out.line(out.dim('  Carry it back: longwave keys accept FILE'));
  });
}

async function nobodyAsked(
  asked: Request,
  unlocked: readonly { root: { keyid: string }; targets: { keyid: string } }[],
): Promise<boolean> {
  const after = rootAfter(asked, asked.before?.root.signed ?? null);
  const root = asked.root === null ? {} : rootKeysOf(asked.before?.root.signed ?? null, after);
  const targets = asked.targets === null ? {} : targetsKeysOf(after);
  return !unlocked.some((one) => one.root.keyid in root || one.targets.keyid in targets);
}

async function confirm(call: Call, options: SignOptions): Promise<void> {
  if (options.yes === true) return;
  if (call.out.json || !process.stdin.isTTY) {
    throw new UsageError('Say --yes to sign without being asked');
  }
  const prompts = await import('@clack/prompts');
  const yes = await prompts.confirm({ message: 'Sign this?', initialValue: false, output: process.stderr });
  if (yes !== true) throw new Refusal('Nothing was signed');
}

async function accept(call: Call, files: readonly string[]): Promise<void> {
  const folder = call.settings.keys;
  checkPrivate(folder);
  await withLock(folder, async () => {
    let change = await waitingHere(folder);
    const before = (await beforeHere(folder, change))?.root.signed ?? null;
    for (const file of files) change = await merge(change, await readRequest(resolve(file)), before);
    keepChange(folder, change);
    const open = await settleChange(folder, change);
    tell(call, { what: change.what, lines: [], open, finished: false });
  });
}

async function merge(
  change: Change,
  back: Request,
  before: Parameters<typeof rootKeysOf>[0],
): Promise<Change> {
  const after = rootAfter(change, before);
  const same =
    (change.root === null) === (back.root === null) && (change.targets === null) === (back.targets === null);
  try {
    if (!same) throw new Error('It asks for signatures of other files');
    const root =
      change.root === null || back.root === null
        ? null
        : await addSignatures(change.root, back.root, rootKeysOf(before, after));
    const targets =
      change.targets === null || back.targets === null
        ? null
        : await addSignatures(change.targets, back.targets, targetsKeysOf(after));
    return { ...change, root, targets };
  } catch (error) {
    throw new Refusal('This is not the change that waits here; nothing was taken', [
      error instanceof Error ? error.message : String(error),
      'Write the request again with "longwave keys request" and have that signed',
    ]);
  }
}

async function cancel(call: Call): Promise<void> {
  const { out, settings } = call;
  const folder = settings.keys;
  await withLock(folder, async () => {
    const change = await readChange(folder).catch((error: unknown) => {
      if (error instanceof Refusal) call.out.note(error.message);
      else throw error;
      return null;
    });
    const waited = change !== null && (await settleChange(folder, change)).length > 0;
    if (change !== null && !waited) {
      throw new Refusal(`The change "${change.what}" had all its signatures and has come to pass`);
    }
    dropFile(changeFile(folder));
    out.result({ cancelled: change?.what ?? null }, () =>
      out.line(
        change === null ? 'No change of the keys waits' : `${out.good('✓')} "${change.what}" is dropped`,
      ),
    );
  });
}
