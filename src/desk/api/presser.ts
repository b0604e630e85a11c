import type { PressedEdition } from '../options.ts';
import type { Bus } from './bus.ts';
import { failureOf } from './errors.ts';

/** Presses after what was published, and tells those at the desk. */
export type Presser = {
  /** Asks for an edition and does not wait for it. */
  ask(): void;
  /** Settles when nothing is under way. */
  idle(): Promise<void>;
};

/** One press at a time; whatever is published while one is under way comes with the next. */
export function openPresser({
  press,
  bus,
  log,
}: {
  press: () => Promise<PressedEdition>;
  bus: Bus;
  log: (text: string) => void;
}): Presser {
  let running: Promise<void> | null = null;
  let again = false;
  const once = async (): Promise<void> => {
    bus.tell({ type: 'pressing' });
    try {
      const { edition } = await press();
      bus.tell({ type: 'pressed', edition, more: again });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log(`An edition could not be pressed: ${message}`);
      bus.tell({ type: 'press-failed', message: failureOf(error).message });
    }
  };
  const run = async (): Promise<void> => {
    do {
      again = false;
      await once();
    } while (again);
    running = null;
  };
  return {
    ask() {
      if (running === null) running = run();
      else again = true;
    },
    idle: async () => {
      while (running !== null) await running;
    },
  };
}
