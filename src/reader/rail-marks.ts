import { html, trusted, type Html } from './html.ts';
import type { RailName } from './support-views.ts';

/* Signs for ways to pay, drawn for this program: no company's mark stands for any of them. */

const DRAWN: Record<RailName, string> = {
  card: 'M2 5h20v14H2zM2 9.500h20M5 15h5',
  transfer: 'M3 9l9-5 9 5H3M5 9v8M10 9v8M14 9v8M19 9v8M3 20h18M4 17h16',
  bitcoin:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M10 8h3a2 2 0 0 1 0 4h-3V8v8h3.500a2 2 0 0 0 0-4M11 6.500V8M13 6.500V8M11 16v1.500M13 16v1.500',
  till: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M9 10h.1M15 10h.1M9 14a4 4 0 0 0 6 0',
};

export const railMark = (rail: RailName): Html =>
  html`<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="${trusted(DRAWN[rail])}" /></svg>`;
