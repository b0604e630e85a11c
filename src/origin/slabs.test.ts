import { describe, expect, it } from 'vitest';
import { Slabs } from './slabs.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('memory in large pieces', () => {
  it('keeps copies, many in one piece', () => {
    const slabs = new Slabs<string>(16_000);
    const given = bytes('a page');
    const first = slabs.keep('a', given, 0);
    const second = slabs.keep('b', bytes('another'), 0);
    given.fill(0);
    expect([first, second].map(String)).toEqual(['a page', 'another']);
    expect(second.buffer).toBe(first.buffer);
    expect(slabs.cost).toBe(1_000);
  });

  it('counts what is beside the bytes, and nothing of a piece that went', () => {
    const slabs = new Slabs<string>(16_000);
    slabs.keep('a', bytes('a page'), 300);
    expect(slabs.cost).toBe(1_300);
    expect([...(slabs.dropOldest()?.owners ?? [])]).toEqual(['a']);
    expect(slabs.cost).toBe(0);
    expect(slabs.dropOldest()).toBeNull();
  });

  it('gives large bytes a piece of their own and goes on filling the open one', () => {
    const slabs = new Slabs<string>(16_000);
    const small = slabs.keep('small', bytes('x'), 0);
    const large = slabs.keep('large', Buffer.alloc(5_000, 7), 0);
    const next = slabs.keep('next', bytes('y'), 0);
    expect(large.buffer.byteLength).toBe(5_000);
    expect(next.buffer).toBe(small.buffer);
  });

  it('lets the oldest piece go first, with everyone who is in it', () => {
    const slabs = new Slabs<string>(16_000);
    for (const owner of ['a', 'b', 'c', 'd', 'e', 'f']) slabs.keep(owner, Buffer.alloc(250), 0);
    expect([...(slabs.dropOldest()?.owners ?? [])]).toEqual(['a', 'b', 'c', 'd']);
    expect(String(slabs.keep('g', bytes('still there'), 0))).toBe('still there');
    expect([...(slabs.dropOldest()?.owners ?? [])]).toEqual(['e', 'f', 'g']);
  });
});
