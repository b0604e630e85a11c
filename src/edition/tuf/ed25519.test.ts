import { afterEach, describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../bytes.ts';
import { isEd25519, openSeed, useFallback } from './ed25519.ts';

/** RFC 8032, 7.1, tests 1 to 3. */
const VECTORS = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    key: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
];

/** The order of the curve's group, low byte first. */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

afterEach(() => useFallback(false));

describe.each([
  ['by the platform', false],
  ['in JavaScript', true],
])('Ed25519 %s', (_, fallback) => {
  test.each(VECTORS)('RFC 8032: message "$message"', async ({ seed, key, message, signature }) => {
    useFallback(fallback);
    const opened = await openSeed(fromHex(seed));
    expect(toHex(opened.publicKey)).toBe(key);
    expect(toHex(await opened.sign(fromHex(message)))).toBe(signature);
    expect(await isEd25519(fromHex(key), fromHex(message), fromHex(signature))).toBe(true);
    expect(await isEd25519(fromHex(key), fromHex(`${message}00`), fromHex(signature))).toBe(false);
  });

  test('a signature has one spelling: S + L is refused', async () => {
    useFallback(fallback);
    const [vector] = VECTORS;
    const bytes = fromHex(vector?.signature ?? '');
    let s = bytes.subarray(32).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) + ORDER;
    for (let at = 32; at < 64; at++, s /= 256n) bytes[at] = Number(s % 256n);
    expect(await isEd25519(fromHex(vector?.key ?? ''), new Uint8Array(0), bytes)).toBe(false);
  });

  test('keys of small order, for which one signature would fit every message, verify nothing', async () => {
    useFallback(fallback);
    // One, zero, minus one, and one spelt as p + 1.
    const small = [
      [1],
      [],
      [0xec, ...Array.from({ length: 30 }, () => 0xff), 0x7f],
      [0xee, ...Array.from({ length: 30 }, () => 0xff), 0x7f],
    ];
    const padded = small.map((bytes) => Uint8Array.of(...bytes, ...new Uint8Array(32 - bytes.length)));
    for (const key of padded) {
      for (const point of padded) {
        const signature = Uint8Array.of(...point, ...new Uint8Array(32));
        expect(await isEd25519(key, Uint8Array.of(1), signature)).toBe(false);
      }
    }
  });

  test('what is no key, or no signature, is false and no error', async () => {
    useFallback(fallback);
    const none = new Uint8Array(0);
    // Two is the y of no point.
    const noPoint = Uint8Array.of(2, ...new Uint8Array(31));
    expect(await isEd25519(noPoint, none, new Uint8Array(64))).toBe(false);
    expect(await isEd25519(new Uint8Array(31), none, new Uint8Array(64))).toBe(false);
    expect(await isEd25519(new Uint8Array(32).fill(255), none, new Uint8Array(64).fill(255))).toBe(false);
    expect(await isEd25519(fromHex(VECTORS[0]?.key ?? ''), none, new Uint8Array(63))).toBe(false);
  });
});
