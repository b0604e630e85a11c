/** A small seeded generator, so that every machine draws the same picture. */
export type Random = {
  /** 0 ≤ value < 1. */
  next(): number;
  between(low: number, high: number): number;
  chance(share: number): boolean;
};

/** Mulberry32: 32 bits of state, good enough for waves and windows. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    chance: (share) => next() < share,
  };
}

const LATTICE = 256;

/** Smooth noise over the plane, 0..1, summed over octaves. */
export function clouds(random: Random, octaves: number): (x: number, y: number) => number {
  const lattice = Float32Array.from({ length: LATTICE * LATTICE }, () => random.next());
  const at = (x: number, y: number): number => lattice[(y & 255) * LATTICE + (x & 255)] ?? 0;
  const single = (x: number, y: number): number => {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const fx = fade(x - left);
    const fy = fade(y - top);
    const upper = at(left, top) * (1 - fx) + at(left + 1, top) * fx;
    const lower = at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx;
    return upper * (1 - fy) + lower * fy;
  };
  return (x, y) => {
    let sum = 0;
    let weight = 0.5;
    let scale = 1;
    for (let octave = 0; octave < octaves; octave++) {
      sum += weight * single(x * scale + octave * 17.3, y * scale + octave * 9.1);
      weight /= 2;
      scale *= 2.03;
    }
    return sum / (1 - 0.5 ** octaves);
  };
}

function fade(t: number): number {
  return t * t * (3 - 2 * t);
}
