import type { Command } from 'commander';
import { prepareMirror } from '#reach';
import type { Mirror, MirrorKind, MirrorUse, NewMirror } from '#reach';
import type { Act, Call } from '../call.ts';
import { UsageError } from '../out.ts';
import { untilStopped } from '../stopped.ts';
import { withRegister } from './open.ts';
import { openSecrets } from './secrets.ts';

type Options = {
  address: string;
  kind?: string;
  use?: string;
  spare?: boolean;
  region?: string;
  subdomain?: boolean;
  hostKey?: string;
};

export function defineAdd(command: Command, act: Act): void {
  command
    .command('add <id> <target>')
    .description('Add a mirror and get its place ready; the next push fills it')
    .requiredOption('--address <url>', 'where readers find it, ending in "/"')
    .option('--kind <kind>', 'folder, s3, sftp or rclone; left out, the target tells')
    .option(
      '--use <use>',
      'entry: readers may open it. data: it is only fetched from, as from a bucket on a shared host',
    )
    .option('--spare', 'keep it out of the list of mirrors, to take the place of one that is blocked')
    .option('--region <region>', 'of an S3 bucket', 'auto')
    .option('--subdomain', 'the S3 bucket is a name before the host, not a folder of it')
    .option('--host-key <fingerprint>', 'the key that an SFTP server has to show: SHA256:…')
    .addHelpText(
      'after',
      `
Secrets come from the environment or from "longwave mirror secret"; docs/SETTINGS.md names them.

Examples:
  longwave mirror add stick /media/usb/paper --address https://friend.example.org/
  longwave mirror add bucket https://s3.example.org/papers/far-shore --address https://s3.example.org/papers/far-shore/
  longwave mirror add host sftp://paper@host.example.org/srv/www --address https://host.example.org/
  longwave mirror add drive remote:paper --address https://files.example.org/paper/
`,
    )
    .action(
      act((call: Call, id: string, target: string, options: Options) => add(call, id, target, options)),
    );
}

async function add(call: Call, id: string, target: string, options: Options): Promise<void> {
  const { out } = call;
  const given = mirrorGiven(id, target, options);
  await withRegister(call, async ({ register }) => {
    const secrets = await openSecrets(call)(given);
    const { mirror, notes } = await untilStopped('Stopped; no mirror was added', (signal) =>
      prepareMirror(given, secrets, signal),
    );
    const added = await register.add(mirror, call.now());
    out.result({ mirror: added, notes }, () => told(call, added, notes));
  });
}

function told({ out }: Call, { id, kind, address, state }: Mirror, notes: readonly string[]): void {
  out.line(`${out.good('✓')} The mirror "${id}" (${kind}, ${state}) is added: ${address}`);
  for (const note of notes) out.line(`  · ${note}`);
  out.line(out.dim(`  "longwave mirror push ${id}" fills it now; "longwave serve" does after each edition`));
  if (state === 'listed') out.line(out.dim('  The list that readers get names it after the first push'));
}

function mirrorGiven(id: string, target: string, options: Options): NewMirror {
  const kind = kindGiven(target, options.kind);
  return {
    id,
    kind,
    target,
    address: options.address,
    use: useGiven(kind, options),
    state: options.spare === true ? 'spare' : 'listed',
    options: {
      ...(kind === 's3' ? { region: options.region ?? 'auto', pathStyle: options.subdomain !== true } : {}),
      ...(kind === 'sftp' && options.hostKey !== undefined ? { hostKey: hostKeyGiven(options.hostKey) } : {}),
    },
  };
}

function kindGiven(target: string, kind: string | undefined): MirrorKind {
  switch (kind) {
    case 'folder':
    case 's3':
    case 'sftp':
    case 'rclone':
      return kind;
    case undefined:
      break;
    default:
      throw new UsageError(`--kind is "${kind}"; give folder, s3, sftp or rclone`);
  }
  if (target.startsWith('sftp://')) return 'sftp';
  if (/^https?:\/\//.test(target)) return 's3';
  return /^[^/\\.:]+:/.test(target) ? 'rclone' : 'folder';
}

function useGiven(kind: MirrorKind, { use, subdomain }: Options): MirrorUse {
  if (use === 'entry' || use === 'data') {
    if (use === 'entry' && kind === 's3' && subdomain !== true)
      throw new UsageError(
        'A bucket that is a folder of its host shares it with strangers, so it can only be --use data',
      );
    return use;
  }
  if (use !== undefined) throw new UsageError(`--use is "${use}"; give entry or data`);
  return kind === 'folder' || kind === 'sftp' ? 'entry' : 'data';
}

function hostKeyGiven(text: string): string {
  if (/^SHA256:[A-Za-z0-9+/]{43}$/.test(text)) return text;
  throw new UsageError(`--host-key is "${text}"; give it as "ssh-keygen -lf" shows it, SHA256:…`);
}
