import type { Define } from '../call.ts';
import { defineCosts } from '../support/command-costs.ts';
import { defineGap } from '../support/command-gap.ts';
import { defineLedger } from '../support/command-ledger.ts';
import { defineProve } from '../support/command-prove.ts';
import { defineVerify } from '../support/command-verify.ts';

export const define: Define = (command, act) => {
  command.addHelpText('after', '\ndocs/SUPPORT.md tells how money is taken, booked and proven.\n');
  defineGap(command, act);
  defineVerify(command, act);
  defineProve(command, act);
  defineCosts(command.command('costs').description('What the paper has committed itself to pay'), act);
  defineLedger(command.command('ledger').description('The books: export, check, close a month'), act);
};
