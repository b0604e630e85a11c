/** What may be kept for the wall, column by column: rule S5, as in `ledger/stored.ts`. */
export const STORED: Record<string, Record<string, RegExp>> = {
  wall_name: {
    contribution: /^[0-9a-f]{32}$/,
    // The one place for words of a supporter: what she wants everybody to read.
    name: /^[^\p{Cc}@<>]{1,160}$/u,
    shows_amount: /^[01]$/,
    state: /^(waiting|shown|refused)$/,
    month: /^\d{4}-\d\d$/,
  },
};
