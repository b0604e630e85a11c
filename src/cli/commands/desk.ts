import type { Account, Role } from '#desk';
import type { Call, Define } from '../call.ts';
import { deskAddressOf } from '../desk-door.ts';
import { withAll } from '../open.ts';
import { Refusal, UsageError } from '../out.ts';
import { minute } from '../story/see.ts';

type LinkOptions = { role?: string[] };

export const define: Define = (command, act) => {
  command
    .command('link <name>')
    .description('Make a link with which somebody signs in once, and the account where there is none')
    .option(
      '--role <role...>',
      'what a new account may do: reporter, editor, publisher, engineer; default: reporter',
    )
    .addHelpText(
      'after',
      `
The link stands for a day and opens once. It is for somebody new, and for somebody whose passkey was lost; earlier
links of the same account open nothing any more.

Examples:
  longwave desk link "Mara Lindqvist" --role editor
  longwave desk link Ivo
`,
    )
    .action(act((call: Call, name: string, options: LinkOptions) => link(call, name, options)));
  command
    .command('accounts')
    .description('List the accounts of the desk')
    .addHelpText('after', '\nExample:\n  longwave desk accounts\n')
    .action(act((call: Call) => accounts(call)));
  command
    .command('sessions [name]')
    .description('List who is signed in, and where; with --end sign them out')
    .option('--end', 'end these sessions')
    .addHelpText('after', '\nExamples:\n  longwave desk sessions\n  longwave desk sessions Ivo --end\n')
    .action(
      act((call: Call, name: string | undefined, options: { end?: boolean }) =>
        sessions(call, name, options.end === true),
      ),
    );
  command
    .command('panic')
    .description('Sign everybody out, at once, and void every link')
    .addHelpText('after', '\nExample:\n  longwave desk panic\n')
    .action(act((call: Call) => panicNow(call)));
};

async function link(call: Call, name: string, { role }: LinkOptions): Promise<void> {
  const { settings, now, out } = call;
  await withAll(settings, now, async ({ store }) => {
    const { accountNamed, addAccount, linkAddress, makeLink } = await import('#desk');
    const known = await accountNamed(store, name);
    if (known !== null && role !== undefined)
      throw new UsageError(`There is an account "${known.name}"; change its roles at the desk, under People`);
    if (known !== null && known.closedAt !== null)
      throw new Refusal(`The account "${known.name}" is closed`, ['A publisher opens it again at the desk']);
    if (name.trim() === '') throw new UsageError('Say whose link it is');
    const roles = await rolesOf(role ?? ['reporter']);
    const account = known ?? (await addAccount(store, { name, roles, at: now() }));
    const made = await makeLink(store, { account, at: now() });
    const address = linkAddress(deskAddressOf(settings), made.secret);
    const { expiresAt } = made;
    out.result({ account: account.id, name: account.name, roles: account.roles, address, expiresAt }, () => {
      out.line(address);
      out.note(`For ${account.name} (${account.roles.join(', ')}), once, until ${minute(expiresAt)}`);
    });
  });
}

async function rolesOf(given: readonly string[]): Promise<Role[]> {
  const { ROLES } = await import('#desk');
  const unknown = given.find((role) => !(ROLES as readonly string[]).includes(role));
  if (unknown !== undefined)
    throw new UsageError(`"${unknown}" is no role; the roles are ${ROLES.join(', ')}`);
  return ROLES.filter((role) => given.includes(role));
}

async function accounts(call: Call): Promise<void> {
  const { settings, now, out } = call;
  await withAll(settings, now, async ({ store }) => {
    const { listAccounts } = await import('#desk');
    const all = await listAccounts(store);
    out.result({ accounts: all }, () => {
      if (all.length === 0) return out.line('Nobody has an account; "longwave desk link" makes one');
      out.table(
        all.map(({ name, roles, passkeys, sessions: open, closedAt }) => [
          name,
          roles.join(', '),
          `${passkeys}`,
          `${open}`,
          closedAt === null ? '' : `closed ${minute(closedAt)}`,
        ]),
        ['name', 'roles', 'passkeys', 'sessions', ''],
      );
    });
  });
}

async function sessions(call: Call, name: string | undefined, end: boolean): Promise<void> {
  const { settings, now, out } = call;
  await withAll(settings, now, async ({ store }) => {
    const { accountNamed, endSessions, listAccounts, listSessions } = await import('#desk');
    let whose: Account | null = null;
    if (name !== undefined) {
      whose = await accountNamed(store, name);
      if (whose === null)
        throw new Refusal(`Nobody is called "${name}"`, ['"longwave desk accounts" lists the names']);
    }
    const which = whose === null ? {} : { account: whose.id };
    if (end) {
      const ended = await endSessions(store, which);
      return out.result({ ended }, () => out.line(`${out.good('✓')} ${ended} ended`));
    }
    const names = new Map((await listAccounts(store)).map((account) => [account.id, account.name]));
    const open = await listSessions(store, whose?.id);
    out.result({ sessions: open }, () => {
      if (open.length === 0) return out.line('Nobody is signed in');
      out.table(
        open.map((session) => [
          names.get(session.account) ?? '',
          session.browser,
          minute(session.createdAt),
          minute(session.usedAt),
        ]),
        ['name', 'browser', 'since', 'last used, to the hour'],
      );
    });
  });
}

async function panicNow(call: Call): Promise<void> {
  const { settings, now, out } = call;
  await withAll(settings, now, async ({ store }) => {
    const { panic } = await import('#desk');
    const ended = await panic(store, settings.data);
    out.result(ended, () => {
      out.line(`${out.good('✓')} ${ended.sessions} signed out; ${ended.links} links void`);
      out.line(out.dim('  "longwave desk link" lets somebody in again; passkeys stand as they were'));
    });
  });
}
