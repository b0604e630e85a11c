import type { Client } from 'ssh2';

/** More than the names and hashes of the files of one command. */
const MOST = 1_000_000;

/**
 * Asks the server's shell for the SHA-256 of files, in hexadecimal and in the given order.
 *
 * @param files full paths, none of which holds a line end
 * @param late milliseconds after which no answer is waited for
 * @returns null where the user has no shell, the server no `sha256sum`, or one of the files is gone
 */
export function hashesThere(
  client: Client,
  files: readonly string[],
  late: number,
): Promise<string[] | null> {
  return new Promise((resolve) => {
    client.exec(`sha256sum -- ${files.map(quoted).join(' ')}`, (error, channel) => {
      if (error) return resolve(null);
      let said = '';
      const timer = setTimeout(() => channel.destroy(), late);
      channel.on('data', (piece: Buffer) => {
        said += piece.toString('utf8');
        if (said.length > MOST) channel.destroy();
      });
      channel.stderr.resume();
      channel.on('close', () => {
        clearTimeout(timer);
        resolve(read(said, files));
      });
      // A server that speaks SFTP on every channel waits for something to answer.
      channel.end();
    });
  });
}

/** Only what is said of exactly these files, line by line, is believed. */
function read(said: string, files: readonly string[]): string[] | null {
  const lines = said.split('\n').filter((line) => line !== '');
  const sums = lines.map((line, at) => {
    const [, hex, name] = /^([0-9a-f]{64}) [ *](.*)$/.exec(line) ?? [];
    return name === files[at] ? hex : undefined;
  });
  return sums.length === files.length && sums.every((sum) => sum !== undefined) ? sums : null;
}

/** One word for any shell of the kind that servers have; nothing in it is obeyed. */
const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;
