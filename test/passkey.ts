import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A passkey's secret half, as a device keeps it. */
export const newPasskey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** The key of the curve's generator: everybody knows its secret. */
export const everybodysPasskey = (): KeyObject =>
  createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: 'axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY',
      y: 'T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
      d: Buffer.concat([Buffer.alloc(31), Buffer.from([1])]).toString('base64url'),
    },
  });

/** Its public half as the desk keeps it: COSE, base64url. */
export function publicHalf(passkey: KeyObject): string {
  const { x = '', y = '' } = passkey.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]).toString('base64url');
}

/** What a browser sends to sign in at a desk. */
export function assertion(
  passkey: KeyObject,
  { id, challenge, desk }: { id: string; challenge: string; desk: string },
) {
  const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin: desk }));
  const party = createHash('sha256').update(new URL(desk).hostname).digest();
  // Somebody was there and was known by a finger, a face or a PIN.
  const device = Buffer.concat([party, Buffer.from([5, 0, 0, 0, 0])]);
  const signed = Buffer.concat([device, createHash('sha256').update(client).digest()]);
  return {
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: device.toString('base64url'),
      signature: sign('sha256', signed, passkey).toString('base64url'),
    },
  };
}
