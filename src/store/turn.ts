/** One at a time, in the order of asking. */
export interface Turn {
  /** Resolves when it is the caller's turn, with the function that ends it. */
  take(): Promise<() => void>;
}

export function createTurn(): Turn {
  let last: Promise<void> = Promise.resolve();
  return {
    async take() {
      const before = last;
      let end = (): void => {};
      last = new Promise((resolve) => {
        end = resolve;
      });
      await before;
      return end;
    },
  };
}
