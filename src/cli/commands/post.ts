import type { Call, Define } from '../call.ts';
import { bounce, keys, status, test } from '../mail/commands.ts';

export const define: Define = (command, act) => {
  command
    .command('status')
    .description('Show how letters leave, what waits, and what came of the last thirty days')
    .addHelpText('after', '\nExample:\n  longwave post status\n')
    .action(act((call: Call) => status(call)));
  command
    .command('test <address>')
    .description('Send one letter at once and say what the mail server answered')
    .option('--lang <lang>', 'its language', 'en')
    .addHelpText(
      'after',
      `
Nothing of it is kept. Look at the letter's source in the mailbox: it has to say "dkim=pass".

Examples:
  longwave post test me@example.org
  longwave post test me@example.org --lang fa
`,
    )
    .action(act((call: Call, address: string, options: { lang: string }) => test(call, address, options)));
  command
    .command('keys')
    .description('Make the keys that are missing, and show what has to stand in the DNS')
    .option('--another', 'make another key for addresses; the older one goes on opening what it sealed')
    .addHelpText(
      'after',
      `
There are two: one seals addresses of readers, one signs letters (DKIM). They lie with the other keys, apart from data
and backups. Start "longwave serve" anew afterwards.

Examples:
  longwave post keys
  longwave post keys --another
`,
    )
    .action(act((call: Call, options: { another?: boolean }) => keys(call, options)));
  command
    .command('bounce')
    .description('Take in a message that came back, from standard input')
    .option('--to <address>', 'the address it came to, where the mail server tells')
    .addHelpText(
      'after',
      `
For a mail server that hands every message to LONGWAVE_MAIL_BOUNCES to a command (docs/POST.md). What is no bounce is
left alone. Ends with status 0 whatever it was, so that nothing comes back again.

Example, in /etc/aliases:
  bounces: "|/opt/longwave/script/longwave post bounce"
`,
    )
    .action(act((call: Call, options: { to?: string }) => bounce(call, options)));
};
