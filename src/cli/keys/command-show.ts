import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fingerprintWords, holderName, keyId, planOf, pressKeyOf } from '#edition';
import type { Authority } from '#edition';
import type { Call, Define } from '../call.ts';
import { openJson, authorityHere } from './alteration.ts';
import { isMet } from '#edition';
import { needsOf, readChange } from './change.ts';
import { day, explainNeeds } from './explain.ts';
import { offlineFilesIn } from './folder.ts';
import { qrLines, qrSvg } from './qr.ts';

type Options = { svg?: string };

export const defineShow: Define = (command, act) => {
  command
    .command('show')
    .description('Show the fingerprint, who signs what, and until when')
    .option('--svg <file>', 'write the fingerprint’s QR code as a picture, for print')
    .addHelpText(
      'after',
      `
Examples:
  longwave keys show
  longwave keys show --svg fingerprint.svg
  longwave keys show --json
`,
    )
    .action(act((call: Call, options: Options) => show(call, options)));
};

async function show(call: Call, options: Options): Promise<void> {
  const { out, settings } = call;
  const authority = await authorityHere(settings.keys);
  const shown = await describe(settings.keys, authority);
  if (options.svg !== undefined) writeFileSync(resolve(options.svg), qrSvg(shown.fingerprint));
  out.result(shown, () => {
    out.line(
      `${out.bold(shown.paper)}${shown.sample ? out.bad('  SAMPLE: these keys protect nothing') : ''}`,
    );
    out.line(
      `Fingerprint of version ${shown.root.version} of the root, good until ${day(shown.root.expires)}:`,
    );
    out.line();
    out.line(`  ${shown.fingerprint}`);
    out.line();
    for (let at = 0; at < shown.words.length; at += 6) {
      const row = shown.words.slice(at, at + 6).map((word, index) => `${at + index + 1} ${word}`.padEnd(12));
      out.line(`  ${row.join('').trimEnd()}`);
    }
    out.line();
    for (const line of qrLines(shown.fingerprint)) out.line(`  ${line}`);
    out.line();
    out.table(
      shown.roles.map(({ role, threshold, keys, expires }) => [
        role,
        `${threshold} of ${keys.length}`,
        expires === null ? '' : day(expires),
        keys.map((keyid) => keyid.slice(0, 8)).join(', '),
      ]),
      ['role', 'signatures', 'good until', 'keys'],
    );
    out.line(`Holders: ${shown.holders.map(({ name }) => name).join(', ')}`);
    for (const file of shown.offlineHere)
      out.line(out.dim(`  ${basename(file)} lies beside the online keys`));
    if (shown.waiting !== null) {
      out.line(`${out.bold('!')} The change "${shown.waiting.what}" of ${day(shown.waiting.begun)} waits:`);
      for (const line of shown.waiting.told) out.line(`  ${line}`);
    }
  });
}

async function describe(folder: string, { root, targets, fingerprints }: Authority) {
  const { paper, sample, log } = root.longwave;
  const fingerprint = fingerprints.at(-1) ?? '';
  const plan = await planOf(root);
  const role = (name: 'root' | 'targets' | 'snapshot' | 'timestamp', expires: string | null) => ({
    role: name as string,
    threshold: root.roles[name].threshold,
    keys: root.roles[name].keyids,
    expires,
  });
  const press = { role: 'press', threshold: 1, keys: [await keyId(pressKeyOf(targets))], expires: null };
  return {
    paper,
    sample,
    fingerprint,
    words: await fingerprintWords(fingerprint),
    root: { version: root.version, expires: root.expires },
    targets: { version: targets.version, expires: targets.expires },
    roles: [
      role('root', root.expires),
      role('targets', targets.expires),
      press,
      role('snapshot', null),
      role('timestamp', null),
    ],
    log,
    holders: await Promise.all(
      plan.holders.map(async (holder, at) => ({
        name: await holderName(holder),
        root: root.roles.root.keyids[at],
        targets: root.roles.targets.keyids[at],
      })),
    ),
    fingerprints: fingerprints.map((one, at) => ({ version: at + 1, fingerprint: one })),
    offlineHere: offlineFilesIn(folder),
    waiting: await waitingIn(folder, root),
  };
}

async function waitingIn(folder: string, root: Authority['root']) {
  const change = await readChange(folder);
  if (change === null) return null;
  const open = (await needsOf(change, root)).filter((need) => !isMet(need));
  return { what: change.what, begun: change.begun, open: open.map(openJson), told: explainNeeds(open) };
}
