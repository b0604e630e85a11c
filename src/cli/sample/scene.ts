import type { Colour } from './colour.ts';
import type { Random } from './random.ts';

/** What a picture is made of: light and air by the pixel, everything with an edge as SVG over it. */
export type Scene = {
  /** The colour behind everything at 0..1 from left and top; asked for a coarse grid and smoothed. */
  ground: (x: number, y: number) => Colour;
  svg: string;
  /** Strength of the paper's grain, in steps of 255. */
  grain: number;
  /** How much darker the corners are, 0..1. */
  vignette: number;
};

export type Draw = (random: Random) => Scene;
