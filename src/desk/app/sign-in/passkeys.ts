import { startRegistration } from '@simplewebauthn/browser';
import type { InferRequestType } from 'hono/client';
import { desk, told } from '../client.ts';

type Asked = Parameters<typeof startRegistration>[0]['optionsJSON'];
type Proof = InferRequestType<typeof desk.passkeys.verify.$post>['json'];

/** Makes a passkey on this device and hands its public half to the server. */
export async function makePasskey(name: string): Promise<void> {
  const asked = await told(desk.passkeys.options.$post());
  // What passes between the two halves of the library is theirs.
  const made = await startRegistration({ optionsJSON: asked as unknown as Asked });
  const credential = { ...made, response: { ...made.response } } as unknown as Proof['credential'];
  await told(desk.passkeys.verify.$post({ json: { name, credential } }));
}

/** A name for the passkey of this device that its owner will know again. */
export function deviceName(): string {
  const agent = navigator.userAgent;
  const system = /iPhone|iPad|Android|Mac|Windows|CrOS|Linux/.exec(agent)?.[0] ?? '';
  const browser = /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0].replace('Edg', 'Edge') ?? '';
  return [browser, system].filter(Boolean).join(', ') || 'Passkey';
}
