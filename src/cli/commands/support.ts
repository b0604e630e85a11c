import type { Define } from '../call.ts';
import { defineBank } from '../support/command-bank.ts';
import { defineBitcoin } from '../support/command-bitcoin.ts';
import { defineCosts } from '../support/command-costs.ts';
import { defineGap } from '../support/command-gap.ts';
import { defineLedger } from '../support/command-ledger.ts';
import { defineProve } from '../support/command-prove.ts';
import { defineVerify } from '../support/command-verify.ts';
import { defineWall } from '../support/command-wall.ts';
import { defineSwitch } from '../support/switch.ts';
import { defineSwitched } from '../support/switched.ts';

export const define: Define = (command, act) => {
  command.addHelpText(
    'after',
    `
What readers give, and the books of it. With no rail of its own a newsroom has the till, which moves play money.
docs/SUPPORT.md tells how money is taken, booked and proven.
`,
  );
  defineGap(command, act);
  defineVerify(command, act);
  defineProve(command, act);
  defineCosts(command.command('costs').description('What the paper has committed itself to pay'), act);
  defineLedger(command.command('ledger').description('The books: export, check, close a month'), act);
  defineBank(
    command.command('bank').description('Bank transfers: the newsroom’s accounts, statements, what waits'),
    act,
  );
  defineWall(
    command
      .command('wall')
      .description('Names that supporters want to be seen by: looked at first, shown or not'),
    act,
  );
  defineBitcoin(
    command.command('bitcoin').description('Bitcoin: whether BTCPay is ready, and what leaves the wallet'),
    act,
  );
  defineSwitch(command, act);
  defineSwitched(command, act);
};
