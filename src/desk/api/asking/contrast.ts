import { contrastOf } from '#newsroom';
import type { Reason } from '#newsroom';
import type { SiteColours } from '#press';

/** The least that is let stand, to 1 (WCAG 2.2, 1.4.3). */
export const WANTED = 4.5;

/** What stands on what in an appeal: its words, its small print, its links, its button. */
const PAIRS = [
  { part: 'text', over: 'ink', ground: 'tint' },
  { part: 'small', over: 'soft', ground: 'tint' },
  { part: 'link', over: 'accent', ground: 'tint' },
  { part: 'button', over: 'paper', ground: 'accent' },
] as const;

export type Contrast = {
  scheme: 'light' | 'dark';
  part: (typeof PAIRS)[number]['part'];
  /** To 1, rounded down to hundredths. */
  found: number;
  good: boolean;
};

/** How well an appeal can be read in the paper's colours, by day and by night. */
export function contrastsIn(colours: SiteColours): Contrast[] {
  return (['light', 'dark'] as const).flatMap((scheme) =>
    PAIRS.map(({ part, over, ground }) => {
      const [one = '', other = ''] = [colours[scheme][over], colours[scheme][ground]];
      const found = Math.floor(contrastOf(one, other) * 100) / 100;
      return { scheme, part, found, good: found >= WANTED };
    }),
  );
}

/** Why an appeal may not be shown in these colours; null where it can be read. */
export function tooWeak(contrasts: readonly Contrast[]): Reason | null {
  const weak = contrasts.filter(({ good }) => !good);
  if (weak.length === 0) return null;
  const said = weak.map(({ scheme, part, found }) => `${part} (${scheme}) ${found} to 1`).join(', ');
  return {
    code: 'contrast',
    message: `In the paper's colours this cannot be read: ${said}, where ${WANTED} to 1 is the least; change the colours first`,
  };
}
