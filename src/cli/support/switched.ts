import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { verifyEd25519 } from '#edition';
import { findFault } from '#support';
import type { SealedLine, Signature } from '#support';
import type { Act, Call } from '../call.ts';
import { EXIT, Refusal } from '../out.ts';
import { openSwitchOf } from './open.ts';
import { runJson } from './switch.ts';
import { withSupport } from './with-support.ts';

export function defineSwitched(command: Command, act: Act): void {
  command
    .command('switched [id]')
    .description('List what was switched, or print the log of one')
    .option('--verify <file>', 'tell whether a log is what was written, and which key signed it')
    .addHelpText(
      'after',
      `
Examples:
  longwave support switched
  longwave support switched 5f0c… > switch.log
  longwave support switched --verify switch.log
`,
    )
    .action(
      act((call: Call, id: string | undefined, { verify }: { verify?: string }) =>
        verify === undefined ? show(call, id) : check(call, verify),
      ),
    );
}

async function show(call: Call, id: string | undefined): Promise<void> {
  const { out, now } = call;
  await withSupport(call, async ({ store, house }) => {
    const designation = await openSwitchOf({ store, now, keys: null }, house);
    if (id !== undefined) {
      const log = await designation.log(id);
      out.result(
        {
          log: log
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as unknown),
        },
        () => out.text(log.trimEnd()),
      );
      return;
    }
    const runs = await designation.runs();
    out.result({ switched: runs.map(runJson) }, () => {
      if (runs.length === 0) return out.line('Nothing was switched yet');
      out.table(
        runs.map((run) => [
          run.id,
          run.countries.join(' '),
          new Date(run.begunAt).toISOString(),
          run.endedAt === null ? 'goes on' : new Date(run.endedAt).toISOString(),
          String(run.counts['stopped'] ?? 0),
        ]),
        ['id', 'countries', 'begun', 'ended', 'stopped'],
      );
    });
  });
}

/** Looks at a log alone: every line, and the signature under the last. */
async function check({ out }: Call, file: string): Promise<number> {
  const { lines, signature } = readLog(file);
  const fault = findFault(lines);
  if (fault !== null) throw new Refusal(`The log is altered: ${fault}`);
  if (signature === null)
    throw new Refusal('Every line is what was written, but nobody signed the log', [
      'It was printed while the switch went on, or the newsroom had no keys then',
    ]);
  const last = lines.at(-1);
  const wanted = JSON.stringify({ run: last?.run, number: last?.number, chain: last?.chain });
  if (signature.signed !== wanted) throw new Refusal('The signature is not of this log');
  await verifyEd25519(
    Buffer.from(signature.keyid, 'hex'),
    new TextEncoder().encode(wanted),
    Buffer.from(signature.sig, 'hex'),
  ).catch((error: unknown) => {
    throw new Refusal('The signature is not of this log', [error instanceof Error ? error.message : '']);
  });
  out.result({ lines: lines.length, key: signature.keyid }, () => {
    out.line(
      `${out.good('✓')} ${lines.length} lines are what was written, signed by the log key ${signature.keyid}`,
    );
    out.line(out.dim('  Whose key that is, "longwave keys show" tells; every edition names it too'));
  });
  return EXIT.done;
}

function readLog(file: string): { lines: SealedLine[]; signature: Signature | null } {
  const lines: SealedLine[] = [];
  let signature: Signature | null = null;
  for (const [at, text] of readFileSync(file, 'utf8').trim().split('\n').entries()) {
    const value = readLine(text);
    if (value === null) throw new Refusal(`Line ${at + 1} of "${file}" is not of a log of the switch`);
    if ('sig' in value) signature = value;
    else lines.push(value);
  }
  return { lines, signature };
}

function readLine(text: string): SealedLine | Signature | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (value === null || typeof value !== 'object') return null;
  const has = (name: string, type: string): boolean =>
    typeof (value as Record<string, unknown>)[name] === type;
  if (has('sig', 'string') && has('keyid', 'string') && has('signed', 'string')) return value as Signature;
  const isLine =
    has('run', 'string') && has('number', 'number') && has('at', 'string') && has('chain', 'string');
  if (!isLine) return null;
  const line = value as Omit<SealedLine, 'at'> & { at: string };
  return { ...line, at: Date.parse(line.at) };
}
