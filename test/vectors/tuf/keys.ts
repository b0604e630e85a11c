import { keyId, signerFromSeed, toHex } from '#edition';
import type { Signer, TufKey } from '#edition';

/* Signers for the tests of TUF. Runs in browsers too. */

/** Signer number 0, 1, 2 …: always the same keys. */
export async function signerOf(number: number): Promise<Signer> {
  const seed = new TextEncoder().encode(`Longwave test key ${number}`.padEnd(32, '.'));
  return signerFromSeed(seed);
}

export async function ecdsaSigner(): Promise<Signer> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return platformSigner('ecdsa', 'ecdsa-sha2-nistp256', pair, algorithm, derSignature);
}

export async function rsaSigner(modulusLength = 2048): Promise<Signer> {
  const algorithm = {
    name: 'RSA-PSS',
    modulusLength,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
    saltLength: 32,
  };
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return platformSigner('rsa', 'rsassa-pss-sha256', pair, algorithm, (bytes) => bytes);
}

async function platformSigner(
  keytype: string,
  scheme: string,
  pair: { publicKey: CryptoKey; privateKey: CryptoKey },
  algorithm: { name: string },
  encode: (bytes: Uint8Array) => Uint8Array,
): Promise<Signer> {
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const lines = btoa(String.fromCharCode(...spki)).replaceAll(/.{64}(?=.)/g, '$&\n');
  const pem = `-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`;
  const key: TufKey = { keytype, scheme, keyval: { public: pem } };
  return {
    keyid: await keyId(key),
    key,
    sign: async (bytes) =>
      encode(new Uint8Array(await crypto.subtle.sign(algorithm, pair.privateKey, new Uint8Array(bytes)))),
  };
}

/** WebCrypto's two numbers of 32 bytes as the DER that TUF wants. */
export function derSignature(raw: Uint8Array): Uint8Array {
  const integer = (bytes: Uint8Array): number[] => {
    const digits = [...bytes];
    while (digits.length > 1 && digits[0] === 0) digits.shift();
    if ((digits[0] ?? 0) >= 0x80) digits.unshift(0);
    return [2, digits.length, ...digits];
  };
  const body = [...integer(raw.subarray(0, 32)), ...integer(raw.subarray(32))];
  return Uint8Array.of(0x30, body.length, ...body);
}

export const hashOf = async (name: 'SHA-256' | 'SHA-512', bytes: Uint8Array): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.digest(name, new Uint8Array(bytes))));
