import { crc32, deflateRawSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** Text by name; a name that ends in `@` is that of a link. */
export type Files = Record<string, string>;

/** A ZIP file: every other one of its files is deflated. */
export function zipOf(files: Files): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const [index, [name, text]] of Object.entries(files).entries()) {
    const raw = Buffer.from(text);
    const method = index % 2 === 0 ? 8 : 0;
    const packed = method === 8 ? deflateRawSync(raw) : raw;
    const isLink = name.endsWith('@');
    const label = Buffer.from(isLink ? name.slice(0, -1) : name);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(0x800, 2);
    about.writeUInt16LE(method, 4);
    about.writeUInt32LE(crc32(raw), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(raw.length, 18);
    about.writeUInt16LE(label.length, 22);
    const local = [Buffer.from('PK\u0003\u0004', 'latin1'), about, label, packed];
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(isLink ? 0o120777 * 65_536 : 0, 6);
    tail.writeUInt32LE(at, 10);
    list.push(Buffer.from('PK\u0001\u0002', 'latin1'), Buffer.from([20, 3]), about, tail, label);
    parts.push(...local);
    at += Buffer.concat(local).length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

/** A tar file with a link that leads out. */
export async function tarOf(files: Files): Promise<Buffer> {
  const packing = pack();
  for (const [name, text] of Object.entries(files)) packing.entry({ name }, text);
  packing.entry({ name: 'paper/way-out.md', type: 'symlink', linkname: '/etc/passwd' });
  packing.finalize();
  const parts: Buffer[] = [];
  for await (const part of packing) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
