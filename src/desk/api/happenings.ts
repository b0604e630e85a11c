import type { Happening } from '../options.ts';
import type { Parts } from './parts.ts';
import { tellMoved } from './telling.ts';

/** Milliseconds between two words on how far a push is. */
const STEP = 250;

/** Tells those at the desk what the server does by itself. @returns the function that stops listening */
export function hearHappenings(parts: Parts): () => void {
  const { bus, newsroom, options, now } = parts;
  const told = new Map<string, number>();
  const hear = async (happening: Happening): Promise<void> => {
    if (happening.what === 'due') {
      const story = await newsroom.stories.get(happening.story);
      if (story) await tellMoved(parts, story);
    } else if (happening.what === 'pressed') {
      bus.tell({ type: 'pressed', edition: happening.edition, more: true });
    } else if (happening.what === 'pushing') {
      const { mirror, done, total } = happening;
      if (now() - (told.get(mirror) ?? 0) < STEP) return;
      told.set(mirror, now());
      bus.tell({ type: 'pushing', mirror, done, total });
    } else {
      const { mirror, edition, error } = happening;
      told.delete(mirror);
      bus.tell({ type: 'pushed', mirror, edition, error });
    }
  };
  return (
    options.happenings?.((happening) => {
      hear(happening).catch((error: unknown) => {
        options.log?.(
          `Nobody could be told of what happened: ${error instanceof Error ? error.name : 'error'}`,
        );
      });
    }) ?? (() => undefined)
  );
}
