/** What may be kept for letters to supporters, column by column: rule S5, as in `ledger/stored.ts`. */
export const STORED: Record<string, Record<string, RegExp>> = {
  failure_notice: {
    contribution: /^[0-9a-f]{32}$/,
    undo_hash: /^[0-9a-f]{64}$/,
    lang: /^[a-z]{2,3}(-[A-Za-z]{2,8})?$/,
    sealed_by: /^[\w-]{8}$/,
    // Of a length that tells nothing: filled up to blocks.
    sealed: /^[\w-]{8}\.[\w-]{123,}$/,
    sent: /^[012]$/,
    // Nine in the morning of a day, whenever it failed.
    next_at: /^\d+$/,
  },
};
