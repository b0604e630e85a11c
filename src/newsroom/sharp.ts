import type { default as Sharp } from 'sharp';

let loading: Promise<typeof Sharp> | null = null;

/** Loaded with the first picture and not before: the server starts and rests without it. */
export function loadSharp(): Promise<typeof Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    // Pictures are rendered once each: a cache would only hold memory, and threads would crowd out readers.
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  });
  return loading;
}

let turn: Promise<unknown> = Promise.resolve();

/** One picture is decoded at a time: a large one needs some 300 MB while it is. */
export function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work);
  turn = done.catch(() => null);
  return done;
}
