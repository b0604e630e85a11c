import type { Define } from '../call.ts';
import { defineAdd } from '../mirror/add.ts';
import { defineHand } from '../mirror/hand.ts';
import { defineList } from '../mirror/list.ts';
import { definePush } from '../mirror/push.ts';
import { defineRemove } from '../mirror/remove.ts';
import { defineSecret } from '../mirror/secret.ts';
import { defineCheck } from '../mirror/check.ts';
import { defineHistory } from '../mirror/history.ts';
import { defineReports } from '../mirror/reports.ts';
import { defineRule } from '../mirror/rule.ts';

export const define: Define = (command, act) => {
  command.addHelpText(
    'after',
    `
A mirror holds the whole edition at another place, where readers find it while the newsroom's own address is blocked.
"longwave serve" pushes each edition to every mirror by itself. docs/REACH.md tells which mirrors to get.
`,
  );
  defineAdd(command, act);
  defineList(command, act);
  definePush(command, act);
  defineCheck(command, act);
  defineHistory(command, act);
  defineReports(command, act);
  defineRule(command, act);
  defineHand(command, act);
  defineRemove(command, act);
  defineSecret(command, act);
};
