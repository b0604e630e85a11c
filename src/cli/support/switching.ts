import type { DesignationSwitch } from '#support';

/** Goes on with switches, each once at a time in this process, whoever asks for it. */
export type Switching = {
  /** Waits until nothing is left to stop. */
  run(id: string): Promise<void>;
};

export function openSwitching(open: () => Promise<DesignationSwitch>): Switching {
  const running = new Map<string, Promise<void>>();
  return {
    run(id) {
      const known = running.get(id);
      if (known !== undefined) return known;
      const done = open()
        .then((designation) => designation.run(id))
        .then(() => undefined)
        .finally(() => running.delete(id));
      running.set(id, done);
      return done;
    },
  };
}
