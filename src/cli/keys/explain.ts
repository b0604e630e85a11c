import { fingerprintOf, holderName, keyId, planOf, pressKeyOf } from '#edition';
import type { Holder, PaperRoot, RootPlan, Targets } from '#edition';
import type { RoleNeed } from './change.ts';
import type { Request } from './request.ts';

/** What a change means, in sentences for the person who is asked to sign it. */
export async function explain(request: Request): Promise<string[]> {
  const { before, root, targets } = request;
  const after = root?.signed ?? before?.root.signed;
  if (after === undefined) return [];
  const { paper, sample } = after.longwave;
  const lines = [`For the paper "${paper}"${sample ? ', a SAMPLE whose keys protect nothing' : ''}:`];
  if (before !== null) lines.push(...(await nameChange(before.root.signed, after)));
  if (root !== null) lines.push(...(await rootLines(before?.root.signed ?? null, root.signed)));
  if (targets !== null) lines.push(...(await targetsLines(before?.targets.signed ?? null, targets.signed)));
  return lines;
}

async function nameChange(before: PaperRoot, after: PaperRoot): Promise<string[]> {
  const lines = [
    `It follows version ${before.version} of the root, fingerprint ${await fingerprintOf(before)}`,
  ];
  if (before.longwave.paper !== after.longwave.paper) {
    lines.push(`The paper was called "${before.longwave.paper}"`);
  }
  if (before.longwave.sample !== after.longwave.sample) {
    lines.push(`Careful: it turns ${before.longwave.sample ? 'sample into real' : 'real into sample'} keys`);
  }
  return lines;
}

async function rootLines(before: PaperRoot | null, after: PaperRoot): Promise<string[]> {
  const plan = await planOf(after);
  const lines = [
    before === null ? 'It is the first root of this paper' : `It makes version ${after.version} of the root`,
  ];
  if (before === null) {
    const names = await Promise.all(plan.holders.map(holderName));
    lines.push(`The holders of offline keys are ${names.join(', ')}`, thresholdLine(plan));
  } else {
    lines.push(...(await planLines(await planOf(before), plan)));
  }
  lines.push(
    `This root is good until ${day(after.expires)}; its fingerprint is ${await fingerprintOf(after)}`,
  );
  return lines;
}

async function planLines(before: RootPlan, after: RootPlan): Promise<string[]> {
  const lines: string[] = [];
  for (const holder of before.holders.filter((one) => !after.holders.some((two) => sameHolder(one, two)))) {
    lines.push(`It takes back the keys of holder ${await holderName(holder)}`);
  }
  for (const holder of after.holders.filter((one) => !before.holders.some((two) => sameHolder(one, two)))) {
    lines.push(`It trusts holder ${await holderName(holder)}, with new keys`);
  }
  const { thresholds } = before;
  if (thresholds.root !== after.thresholds.root || thresholds.targets !== after.thresholds.targets) {
    lines.push(`Until now: ${thresholdLine(before)}`, `From now on: ${thresholdLine(after)}`);
  }
  if (before.snapshot.keyval.public !== after.snapshot.keyval.public) lines.push('It has a new snapshot key');
  if (before.timestamp.keyval.public !== after.timestamp.keyval.public)
    lines.push('It has a new timestamp key');
  if (!Buffer.from(before.log).equals(Buffer.from(after.log))) lines.push('It has a new key of the log');
  if (lines.length === 0) lines.push('It changes no key: it only lives longer');
  return lines;
}

async function targetsLines(before: Targets | null, after: Targets): Promise<string[]> {
  const press = pressKeyOf(after);
  const name = (await keyId(press)).slice(0, 8);
  const lines = [`It makes version ${after.version} of the targets, good until ${day(after.expires)}`];
  if (before === null) lines.push(`The press signs editions with the key ${name}`);
  else if (pressKeyOf(before).keyval.public === press.keyval.public) lines.push('The press keeps its key');
  else lines.push(`The press gets a new key, ${name}`);
  if (Object.keys(after.targets).length > 0 || (after.delegations?.roles?.length ?? 0) !== 1) {
    lines.push('Careful: these targets trust more than the press; Longwave never makes such targets');
  }
  return lines;
}

/** What is still open, in sentences. */
export function explainNeeds(needs: readonly RoleNeed[]): string[] {
  return needs.map(({ role, whose, signed, threshold, open }) => {
    const keys = whose === 'before' && role === 'root' ? 'present root' : role;
    return `${signed.length} of ${threshold} signatures of the ${keys} keys; these can sign: ${open.map((keyid) => keyid.slice(0, 8)).join(', ')}`;
  });
}

const thresholdLine = ({ holders, thresholds }: RootPlan): string =>
  `the root needs ${thresholds.root} of ${holders.length} signatures, the targets ${thresholds.targets} of ${holders.length}`;

const sameHolder = (a: Holder, b: Holder): boolean =>
  a.root.keyval.public === b.root.keyval.public && a.targets.keyval.public === b.targets.keyval.public;

export const day = (date: string): string => date.slice(0, 10);
