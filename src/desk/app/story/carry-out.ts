import { desk, told } from '../client.ts';
import type { Texts } from './MoveDialog.tsx';
import type { Step } from './steps.ts';

type Filled = Texts & { due: number | null; which: 'live' | 'newest' };

/** Does a step, with the states that it passes on the way. Throws `Trouble` where it is refused. */
export async function carryOut(id: string, step: Step, filled: Filled): Promise<void> {
  const param = { id };
  const note = filled.note.trim();
  if (step.kind === 'correct') {
    const before = filled.before.trim();
    const after = filled.after.trim();
    const json = {
      text: note,
      revision: filled.which,
      ...(before === '' ? {} : { before }),
      ...(after === '' ? {} : { after }),
    };
    await told(desk.stories[':id'].correct.$post({ param, json }));
  } else if (step.kind === 'update') {
    await told(desk.stories[':id'].update.$post({ param, json: { text: note, revision: filled.which } }));
  } else {
    const reason = filled.reason.trim();
    const json = {
      to: step.to,
      ...(step.by.includes('approved') ? { by: 'approved' as const } : {}),
      ...(step.needs === 'time' && filled.due !== null ? { due: filled.due } : {}),
      ...(reason === '' ? {} : { reason }),
      ...(step.redact ? { redact: true } : {}),
    };
    await told(desk.stories[':id'].move.$post({ param, json }));
  }
}
