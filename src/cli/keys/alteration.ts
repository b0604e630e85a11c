import { isMet } from '#edition';
import type { Authority } from '#edition';
import type { Call } from '../call.ts';
import { Refusal, UsageError } from '../out.ts';
import type { Making } from './alter.ts';
import { keepChange, readChange, rootAfter, rootKeysOf, settleChange, signChange } from './change.ts';
import type { Change, OfflineSigner, RoleNeed } from './change.ts';
import { checkPrivate } from './disk.ts';
import { explain, explainNeeds } from './explain.ts';
import { offlineFilesIn } from './folder.ts';
import { readHolder } from './holder.ts';
import { withLock } from './lock.ts';
import { readAuthority } from './open.ts';
import { askOf } from './passphrase.ts';
import { draftsNow, requestOf } from './request.ts';
import { unlock } from './unlock.ts';
import type { Unlocked } from './unlock.ts';
import { randomBytes } from 'node:crypto';

/** Options of every command that changes keys. */
export type KeyOptions = { key?: string[]; passphraseFile?: string[] };

/** Makes a change; `signers` are keys that it makes and that sign it too. */
export type Plan = (
  authority: Authority,
  unlocked: readonly Unlocked[],
  making: Making,
) => Promise<{ change: Change; signers?: readonly OfflineSigner[] }>;

/** @throws Refusal where there are no keys */
export async function authorityHere(folder: string): Promise<Authority> {
  const authority = await readAuthority(folder);
  if (authority !== null) return authority;
  throw new Refusal(`There are no keys in "${folder}"`, [
    'Make them with "longwave keys create"; LONGWAVE_KEYS names the folder',
  ]);
}

/**
 * Makes a change of the keys, signs it with the offline files at hand, and lets it come to pass where that is enough.
 * Run again after a crash, it finishes what was begun.
 */
export async function alter(call: Call, options: KeyOptions, what: string, plan: Plan): Promise<void> {
  const { settings, now } = call;
  const folder = settings.keys;
  await authorityHere(folder);
  checkPrivate(folder);
  await withLock(folder, async () => {
    const waiting = await finishWaiting(folder);
    if (waiting === what) {
      tell(call, { what, lines: [], open: [], finished: true });
      return;
    }
    const authority = await authorityHere(folder);
    const files = options.key ?? filesAtHand(folder, authority);
    const passphraseFiles = options.passphraseFile ?? [];
    if (files.length === 0 && passphraseFiles.length > 0)
      throw new UsageError('Name the offline file with --key');
    const unlocked = await unlock({ files, passphraseFiles, ask: askOf(call) });
    const making = { at: now(), random: (bytes: number) => new Uint8Array(randomBytes(bytes)), what };
    const { change, signers = [] } = await plan(authority, unlocked, making);
    checkUsed(unlocked, change, authority);
    const signed = await signChange(change, authority.root, [...unlocked, ...signers]);
    keepChange(folder, signed.change);
    const open = await settleChange(folder, signed.change);
    const before = await draftsNow(authority);
    tell(call, { what, lines: await explain(requestOf(change, before)), open, finished: false });
  });
}

/**
 * Finishes a change that has its signatures and was interrupted.
 *
 * @returns what it was, or null where none waited
 * @throws Refusal where one waits for signatures
 */
async function finishWaiting(folder: string): Promise<string | null> {
  const waiting = await readChange(folder);
  if (waiting === null) return null;
  const open = await settleChange(folder, waiting);
  if (open.length === 0) return waiting.what;
  throw new Refusal(`The change "${waiting.what}" of ${waiting.begun.slice(0, 10)} waits for signatures`, [
    'Finish it with "longwave keys request", "sign" and "accept", or drop it with "longwave keys cancel"',
  ]);
}

/** Offline files that the newsroom left beside the others, of people who are holders now. */
function filesAtHand(folder: string, { root }: Authority): string[] {
  const publics = new Set(Object.values(root.keys).map(({ keyval }) => keyval.public));
  return offlineFilesIn(folder).filter((file) => {
    const holder = readHolder(file);
    return publics.has(holder.root.keyval.public) || publics.has(holder.targets.keyval.public);
  });
}

function checkUsed(unlocked: readonly Unlocked[], change: Change, { root }: Authority): void {
  const after = rootAfter(change, root);
  const known = new Set([
    ...Object.keys(rootKeysOf(root, after)),
    ...root.roles.targets.keyids,
    ...after.roles.targets.keyids,
  ]);
  for (const { file, root: one, targets } of unlocked) {
    if (!known.has(one.keyid) && !known.has(targets.keyid)) {
      throw new Refusal(`"${file}" belongs to no holder of this paper; nothing was changed`);
    }
  }
}

type Told = { what: string; lines: string[]; open: RoleNeed[]; finished: boolean };

export function tell(call: Call, { what, lines, open, finished }: Told): void {
  const { out } = call;
  const done = open.length === 0;
  out.result({ change: what, done, finished, open: open.map(openJson) }, () => {
    for (const line of lines) out.line(line);
    if (finished) out.line('This was begun before and is finished now');
    if (done) {
      out.line(`${out.good('✓')} ${what}: done`);
      out.line(out.dim('  longwave press   publishes it; a running server does so by itself'));
      return;
    }
    out.line(`${out.bold('!')} It waits for signatures`);
    for (const line of explainNeeds(open)) out.line(`  ${line}`);
    out.line(out.dim('  longwave keys request FILE   writes what the other holders sign'));
  });
}

export const openJson = (need: RoleNeed) => ({
  role: need.role,
  whose: need.whose,
  have: need.signed.length,
  threshold: need.threshold,
  met: isMet(need),
  canSign: need.open,
});
