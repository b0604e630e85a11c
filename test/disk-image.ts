import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own, which is taken out in the end and read byte by byte. */
export type Disk = {
  /** Where it is mounted. */
  path: string;
  /** False where nobody may mount one: then it is a folder, and what was deleted there cannot be looked for. */
  isWhole: boolean;
  /** Takes it out. @returns its bytes without the blocks in which nothing ever was; of a folder, those of its files */
  takeOut(): Buffer;
  remove(): void;
};

const BLOCK = 4_096;

export function openDisk(megabytes: number): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'longwave-image-'));
  const [image, path] = [join(folder, 'disk.img'), join(folder, 'disk')];
  mkdirSync(path);
  const isWhole = process.getuid?.() === 0 && mounted(image, path, megabytes);
  let isIn = isWhole;
  const unmount = (...how: string[]): void => {
    process.off('exit', atExit);
    if (isIn) execFileSync('umount', [...how, path]);
    isIn = false;
  };
  // A test that ran out of time leaves it in, and whoever still works on it.
  const atExit = (): void => unmount('-l');
  process.once('exit', atExit);
  return {
    path,
    isWhole,
    takeOut() {
      if (!isWhole) return Buffer.concat(filesUnder(path).map((file) => readFileSync(file)));
      unmount();
      return written(readFileSync(image));
    },
    remove() {
      unmount();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function mounted(image: string, path: string, megabytes: number): boolean {
  try {
    execFileSync('truncate', ['-s', `${megabytes}M`, image]);
    execFileSync('mkfs.ext4', ['-q', '-F', '-E', 'lazy_itable_init=0,nodiscard', image], { stdio: 'pipe' });
    // What is deleted stays where it was, as on a plain disk.
    execFileSync('mount', ['-o', 'loop,nodiscard', image, path], { stdio: 'pipe' });
    return true;
  } catch {
    // A container without loop devices.
    return false;
  }
}

function written(bytes: Buffer): Buffer {
  const nothing = Buffer.alloc(BLOCK);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK);
    if (!block.equals(nothing)) parts.push(block);
  }
  return Buffer.concat(parts);
}

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
