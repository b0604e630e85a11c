import type { Command } from 'commander';
import type { Deed, Mirror, MirrorState } from '#reach';
import type { Act, Call } from '../call.ts';
import { UsageError } from '../out.ts';
import { withRegister } from './open.ts';

/** Characters that a reason may have. */
const LONGEST = 300;

const DEEDS: Record<Deed, string> = {
  use: 'Put a spare or a blocked mirror into the signed list',
  spare: 'Take a mirror out of the list, or back from retirement, and keep it to replace a blocked one',
  block: 'Take a mirror out of the list; the rule does not bring it back, and it is still pushed to',
  unblock: 'Put a blocked mirror back where it was: into the list, or among the spares',
  retire: 'Take a mirror out of the list and push there no longer; what stands there stays',
};

export function defineHand(command: Command, act: Act): void {
  for (const [deed, description] of Object.entries(DEEDS) as [Deed, string][]) {
    const one = command.command(`${deed} <id>`).description(description);
    if (deed === 'block') one.option('--reason <text>', 'why, for "longwave mirror list" alone');
    one
      .addHelpText(
        'after',
        `\nExample:\n  longwave mirror ${deed} oak${deed === 'block' ? ' --reason "Its host was bought"' : ''}\n`,
      )
      .action(
        act((call: Call, id: string, options: { reason?: string }) => move(call, id, deed, options.reason)),
      );
  }
}

async function move(call: Call, id: string, deed: Deed, reason: string | undefined): Promise<void> {
  const { out, now } = call;
  if (reason !== undefined && (reason.trim() === '' || reason.length > LONGEST))
    throw new UsageError(`--reason is empty or longer than ${LONGEST} characters`);
  const { mirror, from, left } = await withRegister(call, async ({ store, register }) => {
    const { moveByHand } = await import('#reach');
    const moved = await moveByHand(store, {
      id,
      deed,
      reason: reason?.replaceAll(/\s+/g, ' ').trim() ?? null,
      at: now(),
    });
    const listed = (await register.list()).filter(({ state }) => state === 'listed');
    return { ...moved, left: listed.length };
  });
  out.result({ mirror, from }, () => {
    out.line(`${out.good('✓')} ${WORDS[mirror.state](mirror)}`);
    if (from === 'listed' && left === 0)
      out.line(`${out.bad('!')} The list that readers get is empty now; "longwave mirror use" fills it`);
    if (from === 'listed' || mirror.state === 'listed')
      out.line(out.dim('  "longwave serve" signs the new list within seconds; "longwave press" does it now'));
    if (mirror.state === 'retired')
      out.line(
        out.dim(
          `  Its files are still at ${mirror.target}; delete them there, or readers keep finding old editions`,
        ),
      );
  });
}

const WORDS: Record<MirrorState, (mirror: Mirror) => string> = {
  listed: ({ id }) => `The mirror "${id}" stands in the list that readers get`,
  spare: ({ id }) => `The mirror "${id}" waits as a spare, known to nobody else`,
  blocked: ({ id }) => `The mirror "${id}" is blocked: no reader is sent there`,
  retired: ({ id }) => `The mirror "${id}" is retired`,
};
