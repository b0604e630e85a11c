import type { Define } from '../call.ts';
import { defineAlterations } from '../keys/command-alter.ts';
import { defineCarrying } from '../keys/command-carry.ts';
import { defineCreate } from '../keys/command-create.ts';
import { defineShow } from '../keys/command-show.ts';

export const define: Define = (command, act) => {
  command.addHelpText(
    'after',
    `
Every holder keeps one file of offline keys under a passphrase, away from the server; docs/KEYS.md tells how to live
with them and what to do when one is lost or leaks.
`,
  );
  defineCreate(command, act);
  defineShow(command, act);
  defineAlterations(command, act);
  defineCarrying(command, act);
};
