import type { WorkerWords } from '../worker/data.ts';

export const enWorker: WorkerWords = {
  genuine: 'Genuine: edition {edition} of {published}, {place}.',
  unconfirmed: 'Genuine, but not confirmed newer than {confirmed}: edition {edition}, {place}.',
  kept: 'You read what was kept on {at}: edition {edition}, not confirmed newer than {confirmed}.',
  mirror: 'by way of {host}',
  own: 'from this address',
  sample: 'A sample newsroom.',
  more: 'How to stay reachable',
  lost: 'This page cannot be reached now',
  lostKnown:
    'The last edition that was proven here is number {edition}, confirmed on {at}. This page was not kept.',
  lostNothing: 'Nothing genuine could be had from any address yet.',
  lostDo: 'Try again later or in another network, or with a VPN or Tor Browser.',
  again: 'Try again',
  lostKept: 'What you kept',
  lostElsewhere: 'Other addresses of ours',
  lostTried: 'What was tried',
  states: {
    blocked: 'no answer, or blocked',
    slow: 'too slow',
    stale: 'has only an older edition',
    poisoned: 'gave something that is not ours',
  },
};
