import type { Command } from 'commander';
import { text } from 'node:stream/consumers';
import type { Act, Call } from '../call.ts';
import { askOf } from '../keys/passphrase.ts';
import { UsageError } from '../out.ts';
import { MIRROR_SECRETS } from '../settings.ts';
import { keepSecrets } from './secrets.ts';

type Options = { passphraseFile?: string; remove?: boolean };

export function defineSecret(command: Command, act: Act): void {
  command
    .command('secret <id> [name]')
    .description('Keep a secret of a mirror in a file under a passphrase, beside the keys')
    .option('--passphrase-file <file>', 'its first line is the passphrase of the file of secrets')
    .option('--remove', 'forget all secrets of this mirror')
    .addHelpText(
      'after',
      `
The secret is asked for, or read from standard input. Names: ${MIRROR_SECRETS.join(', ')}.
"longwave serve" opens the file with LONGWAVE_MIRRORS_PASSPHRASE.

Examples:
  longwave mirror secret bucket SECRET_KEY
  longwave mirror secret host KEY < ~/.ssh/id_paper
`,
    )
    .action(
      act((call: Call, id: string, name: string | undefined, options: Options) =>
        secret(call, id, name, options),
      ),
    );
}

async function secret(call: Call, id: string, name: string | undefined, options: Options): Promise<void> {
  const { out } = call;
  if (options.remove === true) {
    await keepSecrets(call, id, null, options.passphraseFile);
    out.result({ mirror: id, secrets: [] }, () =>
      out.line(`${out.good('✓')} The secrets of "${id}" are forgotten`),
    );
    return;
  }
  if (name === undefined || !MIRROR_SECRETS.includes(name)) {
    throw new UsageError(`Give the secret's name, one of ${MIRROR_SECRETS.join(', ')}`);
  }
  const value = await valueOf(call, `${name} of the mirror "${id}"`);
  if (value === '') throw new UsageError('The secret is empty; nothing was kept');
  await keepSecrets(call, id, { [name]: value }, options.passphraseFile);
  out.result({ mirror: id, secrets: [name] }, () => out.line(`${out.good('✓')} ${name} of "${id}" is kept`));
}

async function valueOf(call: Call, what: string): Promise<string> {
  const ask = askOf(call);
  if (ask !== null) return (await ask(what)).trim();
  const given = await text(call.stdin);
  // A private key ends in a line end; a password does not have one.
  return given.includes('PRIVATE KEY') ? given : given.trim();
}
