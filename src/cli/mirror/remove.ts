import type { Command } from 'commander';
import { forgetMirror, leavePress } from '#reach';
import type { Act, Call } from '../call.ts';
import { mirrorOf, reachFolder, withRegister } from './open.ts';

export function defineRemove(command: Command, act: Act): void {
  command
    .command('remove <id>')
    .description('Forget a mirror; what stands there stays until you delete it')
    .addHelpText('after', '\nExample:\n  longwave mirror remove bucket\n')
    .action(act((call: Call, id: string) => remove(call, id)));
}

async function remove(call: Call, id: string): Promise<void> {
  const { out } = call;
  const mirror = await withRegister(call, async ({ register, store }) => {
    const found = await mirrorOf(register, id);
    await register.remove(id);
    if (found.state === 'listed') await leavePress(store, call.now());
    return found;
  });
  forgetMirror({ folder: reachFolder(call.settings) }, id);
  out.result({ removed: id, target: mirror.target }, () => {
    out.line(`${out.good('✓')} The mirror "${id}" is forgotten`);
    out.line(
      out.dim(
        `  Its files are still at ${mirror.target}; delete them there, or readers keep finding old editions`,
      ),
    );
  });
}
