import type { Define } from '../call.ts';
import { defineBank } from '../support/command-bank.ts';

export const define: Define = (command, act) => {
  command.addHelpText('after', '\ndocs/SUPPORT.md tells how money is taken, booked and proven.\n');
  defineBank(
    command.command('bank').description('Bank transfers: the newsroom’s accounts, statements, what waits'),
    act,
  );
};
