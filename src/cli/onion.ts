import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Call } from './call.ts';
import { UsageError } from './out.ts';
import { ONION, type Settings } from './settings.ts';

/** Where Debian's tor may keep the key of an onion: its own profile lets it write nowhere else. */
const SERVICE_FOLDER = '/var/lib/tor/longwave';
const INCLUDED = '/etc/tor/longwave.conf';

/**
 * Writes what Debian's tor has to be told so that the paper has an onion, and says what to do with it. Nothing of the
 * newsroom changes, and a second time gives the same file.
 *
 * @param folder where tor keeps the onion's key; default `/var/lib/tor/longwave`
 */
export async function prepareOnion(call: Call, folder = SERVICE_FOLDER): Promise<void> {
  const { settings, out } = call;
  if (settings.port === 0)
    throw new UsageError(
      'LONGWAVE_PORT is 0, which takes any free port; set the port that tor should lead to',
    );
  if (!isAbsolute(folder) || /[\s"#]/.test(folder))
    throw new UsageError(`"${folder}" cannot be tor's folder; give a whole path without spaces`);
  const file = join(settings.data, 'tor', 'longwave.conf');
  await writeWhole(file, configuration(settings, folder));
  const hostname = await readHostname(folder);
  out.result({ file, folder, hostname }, () => {
    out.line(`${out.good('✓')} What tor has to be told is in ${file}`);
    if (hostname === null) for (const step of steps(file, folder)) out.line(`  ${step}`);
    else if (settings.onion === hostname)
      out.line(`  The paper's onion is http://${hostname}/, and its pages tell of it`);
    else {
      out.line(`  The paper's onion is http://${hostname}/`);
      out.line(`  Set LONGWAVE_ONION=${hostname} and start "longwave serve" again, so that pages tell of it`);
    }
  });
}

function configuration({ host, port }: Settings, folder: string): string {
  // Tor comes from this machine, whatever other addresses the server listens on.
  const target = host === '::1' ? `[::1]:${port}` : `127.0.0.1:${port}`;
  return [
    '# The onion of this newsroom; made by "longwave init --onion", which writes it anew.',
    `# Include it from /etc/tor/torrc: %include ${INCLUDED}`,
    `HiddenServiceDir ${folder}`,
    'HiddenServiceVersion 3',
    `HiddenServicePort 80 ${target}`,
    '',
  ].join('\n');
}

const steps = (file: string, folder: string): string[] => [
  'Then, as root:',
  '  apt-get install tor',
  `  install -m 644 "${file}" ${INCLUDED}`,
  `  grep -qx '%include ${INCLUDED}' /etc/tor/torrc || echo '%include ${INCLUDED}' >> /etc/tor/torrc`,
  '  systemctl restart tor',
  `  cat ${folder}/hostname`,
  'That is the onion: set LONGWAVE_ONION to it and start "longwave serve" again.',
  `Whoever has ${folder} has the onion: keep a copy where you keep the keys.`,
];

/** @returns null where tor has made none yet, or does not let us see it */
async function readHostname(folder: string): Promise<string | null> {
  try {
    const name = (await readFile(join(folder, 'hostname'), 'utf8')).trim();
    return ONION.test(name) ? name : null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR') return null;
    throw error;
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const handle = await open(`${file}.part`, 'w', 0o644);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
}
