/** Red, green, blue, each 0..255. */
export type Colour = [number, number, number];

/** `#rrggbb` as numbers. */
export function colour(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export function mix(a: Colour, b: Colour, share: number): Colour {
  const t = Math.min(1, Math.max(0, share));
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

/** A way from the first colour to the last, evenly spaced. */
export function ramp(hexes: string[]): (t: number) => Colour {
  const stops = hexes.map(colour);
  const last = stops.length - 1;
  return (t) => {
    const place = Math.min(1, Math.max(0, t)) * last;
    const index = Math.min(last - 1, Math.floor(place));
    return mix(stops[index] ?? [0, 0, 0], stops[index + 1] ?? [0, 0, 0], place - index);
  };
}

/** 0 below `from`, 1 above `to`, a soft step between. */
export function rise(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
