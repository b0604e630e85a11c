import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { derSignature, ecdsaSigner, rsaSigner } from '../../../test/vectors/tuf/keys.ts';
import { fromHex } from '../bytes.ts';
import { isEcdsa, isRsaPss, rawSignature } from './pem.ts';

describe('ECDSA signatures in DER', () => {
  test('come back as they went in, whatever their numbers', () => {
    const scalar = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const short = fc.uint8Array({ maxLength: 2 }).map((end) => {
      const bytes = new Uint8Array(32);
      bytes.set(end, 32 - end.length);
      return bytes;
    });
    const number = fc.oneof(scalar, short).filter((bytes) => bytes.some((byte) => byte !== 0));
    fc.assert(
      fc.property(number, number, (r, s) => {
        const raw = Uint8Array.of(...r, ...s);
        expect(rawSignature(derSignature(raw))).toEqual(raw);
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['another tag', '3106020101020101'],
    ['a wrong length', '3007020101020101'],
    ['more after the end', '300602010102010100'],
    ['one number', '3003020101'],
    ['three numbers', '3009020101020101020101'],
    ['a number that ends too late', '3006020101020201'],
    ['a negative number', '3006020181020101'],
    ['a needless zero', '300702020001020101'],
    ['an empty number', '30050200020101'],
    ['zero, which no signature holds', '3006020100020101'],
    ['a number of 33 bytes', `3026022101${'00'.repeat(32)}020101`],
  ])('are refused with %s', (_, hex) => {
    expect(rawSignature(fromHex(hex))).toBe(null);
  });

  test('any bytes are read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(rawSignature(bytes)?.length ?? 64).toBe(64);
      }),
    );
  });
});

describe('keys in PEM', () => {
  const message = Uint8Array.of(1, 2, 3);

  test('of the other kind do not verify', async () => {
    const [ecdsa, rsa] = [await ecdsaSigner(), await rsaSigner()];
    const pemOf = (signer: typeof rsa): string => signer.key.keyval.public;
    const [bySmall, byLarge] = [await ecdsa.sign(message), await rsa.sign(message)];
    expect(await isEcdsa(pemOf(ecdsa), message, bySmall)).toBe(true);
    expect(await isRsaPss(pemOf(rsa), message, byLarge)).toBe(true);
    expect(await isEcdsa(pemOf(ecdsa), message, byLarge)).toBe(false);
    expect(await isRsaPss(pemOf(rsa), message, bySmall)).toBe(false);
    await expect(isEcdsa(pemOf(rsa), message, bySmall)).rejects.toThrow(DOMException);
    await expect(isRsaPss(pemOf(ecdsa), message, byLarge)).rejects.toThrow(DOMException);
  });

  test('without their frame are no keys', async () => {
    const signer = await ecdsaSigner();
    const signature = await signer.sign(message);
    const bare = signer.key.keyval.public.replaceAll(/-----[^-]+-----|\n/g, '');
    expect(await isEcdsa(bare, message, signature)).toBe(false);
    expect(await isRsaPss(bare, message, signature)).toBe(false);
  });
});
