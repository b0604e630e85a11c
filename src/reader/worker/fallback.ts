import { verifyAsync } from '@noble/ed25519';
import type { Verify } from './ed25519.ts';

/* Ed25519 for phones whose browser has none: a file of its own, so that nobody else pays for it. */

declare const self: { LONGWAVE_VERIFY?: Verify };

self.LONGWAVE_VERIFY = verifyAsync;
