/** A bar for a terminal: what came in of what is needed, and how much of it in words. */
export function drawnBar(done: number, whole: number, cells = 40): string {
  const share = whole <= 0 ? 1 : Math.max(0, Math.min(1, done / whole));
  // A cell is full only where all of it is.
  const full = Math.floor(share * cells);
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)} ${Math.floor(share * 100)} %`;
}
