import type { Colours, Palette } from './types.ts';

/** What a page draws with, made of the three colours that a newsroom chooses. */
export type FullPalette = Palette & { tint: string; soft: string; rule: string; mark: string };

/** A pair that is too weak to be read: `found` to 1, where `wanted` to 1 is the least (WCAG 2.2, 1.4.3). */
export type WeakPair = {
  scheme: keyof Colours;
  text: 'ink' | 'soft' | 'accent';
  ground: 'paper' | 'tint' | 'mark';
  found: number;
  wanted: number;
};

const WANTED = 4.5;
/** What is marked is yellow in any newsroom; how much of it shows depends on the paper. */
const YELLOW = { light: '#ffe680', dark: '#7a6410' } as const;

type Channels = readonly [number, number, number];

function channels(hex: string): Channels {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** So much of one colour, and the rest of the other. */
function mixed(one: string, share: number, other: string): string {
  const [a, b] = [channels(one), channels(other)];
  const parts = a.map((channel, at) => Math.round(channel * share + (b[at] ?? 0) * (1 - share)));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance, from 0 for black to 1 for white. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channels(hex).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 for two that are alike to 21 for black on white. */
export function contrastOf(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

export function fullPalette({ paper, ink, accent }: Palette, scheme: keyof Colours): FullPalette {
  return {
    paper,
    ink,
    accent,
    tint: mixed(ink, 0.05, paper),
    soft: mixed(ink, 0.74, paper),
    rule: mixed(ink, 0.17, paper),
    mark: mixed(YELLOW[scheme], 0.5, paper),
  };
}

/** Every pair of text and ground of the reader's pages that is too weak, the weakest first. */
export function weakPairs(colours: Colours): WeakPair[] {
  const found = (['light', 'dark'] as const).flatMap((scheme) => {
    const full = fullPalette(colours[scheme], scheme);
    const pairs = [
      ['ink', 'paper'],
      ['ink', 'tint'],
      ['ink', 'mark'],
      ['soft', 'paper'],
      ['soft', 'tint'],
      ['accent', 'paper'],
      ['accent', 'tint'],
    ] as const;
    return pairs.map(([text, ground]) => {
      const contrast = Math.floor(contrastOf(full[text], full[ground]) * 100) / 100;
      return { scheme, text, ground, found: contrast, wanted: WANTED };
    });
  });
  return found.filter((pair) => pair.found < pair.wanted).toSorted((a, b) => a.found - b.found);
}
