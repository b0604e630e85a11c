import { openDepot } from '#depot';
import { kindOf } from '../destinations/kinds.ts';
import { Manifest } from '../manifest.ts';
import type { MirrorKind } from '../mirrors.ts';
import { pushEdition } from '../push.ts';

/* For tests alone: one push in a process of its own, which may be killed. */

export type ChildPush = {
  depot: string;
  notes: string;
  kind: MirrorKind;
  target: string;
  options: Record<string, unknown>;
  secrets: Record<string, string>;
};

const {
  depot: folder,
  notes,
  kind,
  target,
  options,
  secrets,
} = JSON.parse(process.argv[2] ?? '') as ChildPush;
const { signal } = new AbortController();
const depot = await openDepot({ folder, now: Date.now });
const destination = await (
  await kindOf(kind)
).open({ mirror: { id: 'm', target, options }, secrets, signal });
await depot.withFolder((edition) =>
  pushEdition({
    folder: edition,
    destination,
    manifest: new Manifest(notes),
    random: Math.random,
    at: 0,
    signal,
  }),
);
await destination.close();
await depot.close();
