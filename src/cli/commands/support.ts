import type { Define } from '../call.ts';
import { defineBank } from '../support/command-bank.ts';
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
  defineBank(
    command.command('bank').description('Bank transfers: the newsroom’s accounts, statements, what waits'),
    act,
  );
  defineSwitch(command, act);
  defineSwitched(command, act);
  defineBank(
    command.command('bank').description('Bank transfers: the newsroom’s accounts, statements, what waits'),
    act,
  );
};
