import { gunzipSync } from 'node:zlib';

/*
 * Words that stand for what nobody may find: of names, mailboxes, streets, accounts, cards, addresses on the network and
 * programs. Each is looked for as it is and in every form that it could have been written in.
 */

export const MARKS = {
  name: 'qanaria',
  mailbox: 'qanpost',
  street: 'qanstreet',
  account: 'QNRY60161331',
  card: '400000739155',
  network: '198.18.2',
  program: 'qanagent',
} as const;

/** What one supporter is called and has, all of it marked. */
export function canaryOf(number: number) {
  const digits = String(number).padStart(6, '0');
  return {
    name: `Mara Qanaria ${number} of qanaria`,
    email: `${MARKS.mailbox}.${number}@mail.example`,
    line1: `${number} ${MARKS.street}`,
    iban: ibanOf(`${MARKS.account}${digits}00`),
    card: `${MARKS.card}${digits.slice(2)}`,
    // A network of its own for each: servers count those who come from one together.
    network: `${MARKS.network}${number % 50}.${Math.floor(number / 50)}`,
    program: `Mozilla/5.0 ${MARKS.program}/${number}`,
  };
}

/** An account in the United Kingdom with its check digits: a bank of four letters, and fourteen digits. */
function ibanOf(account: string): string {
  const own = account.slice(0, 18);
  const number = `${own}GB00`.replaceAll(/[A-Z]/g, (letter) => String(Number.parseInt(letter, 36)));
  return `GB${String(98n - (BigInt(number) % 97n)).padStart(2, '0')}${own}`;
}

type Needle = { what: string; bytes: Buffer };

function formsOf(mark: string, text: string): Needle[] {
  const plain = Buffer.from(text);
  const hex = plain.toString('hex');
  const percent = (code: string): string => code.replaceAll(/../g, '%$&');
  const named: [string, Buffer][] = [
    ['plain', plain],
    ['capitals', Buffer.from(text.toUpperCase())],
    ['small letters', Buffer.from(text.toLowerCase())],
    ['hex', Buffer.from(hex)],
    ['HEX', Buffer.from(hex.toUpperCase())],
    ['percent', Buffer.from(percent(hex))],
    ['PERCENT', Buffer.from(percent(hex.toUpperCase()))],
    ['UTF-16LE', Buffer.from(text, 'utf16le')],
    ['UTF-16BE', Buffer.from(text, 'utf16le').swap16()],
    ['spaced', Buffer.from(text.replaceAll(/(.{4})/g, '$1 ').trim())],
  ];
  for (const before of [0, 1, 2])
    for (const form of ['base64', 'base64url'] as const) {
      // Characters at both ends depend on what stands beside it.
      const whole = Buffer.concat([Buffer.alloc(before), plain])
        .toString(form)
        .replaceAll('=', '');
      const from = Math.ceil((before * 8) / 6);
      named.push([form, Buffer.from(whole.slice(from, Math.floor(((before + plain.length) * 8) / 6)))]);
    }
  return named.map(([form, bytes]) => ({ what: `${mark} as ${form}`, bytes }));
}

const NEEDLES = Object.entries(MARKS).flatMap(([mark, text]) => formsOf(mark, text));
const GZIP = Buffer.of(0x1f, 0x8b, 8);
const MOST_UNPACKED = 64 * 1024 * 1024;

/** What of them is in there, also in what was packed by gzip: in a file, or in a whole disk. */
export function canariesIn(bytes: Buffer, depth = 0): string[] {
  const found = new Set(NEEDLES.filter((needle) => bytes.includes(needle.bytes)).map(({ what }) => what));
  for (let at = bytes.indexOf(GZIP); at >= 0 && depth < 2; at = bytes.indexOf(GZIP, at + 1)) {
    const inner = unpacked(bytes.subarray(at));
    for (const what of inner === null ? [] : canariesIn(inner, depth + 1)) found.add(`${what}, packed`);
  }
  return [...found];
}

/** Null: only looked like the beginning of something packed. */
function unpacked(bytes: Buffer): Buffer | null {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED });
  } catch (error) {
    // What follows it on a disk is not its own.
    if (error instanceof RangeError) throw error;
    return null;
  }
}
