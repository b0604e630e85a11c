import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyBody } from '#body';
import { Trouble } from '../client.ts';
import type { Draft } from '../draft.ts';
import { Writer } from './writer.ts';
import type { DeviceText, Origins, WriterParts, Writing } from './writer.ts';

const text = (headline: string): Draft => ({
  headline,
  standfirst: '',
  kicker: '',
  summary: '',
  slug: '',
  dateline: { place: null, date: null },
  section: null,
  tags: [],
  series: null,
  bylines: [],
  lead: null,
  picks: [],
  body: emptyBody(() => 0.5),
});

/** A server that answers as it is told, a device that keeps. */
function bench(first = text('One')) {
  const device = new Map<string, DeviceText>();
  const states: Writing[] = [];
  const sent: { base: number; headline: string }[] = [];
  const origins: Origins[] = [];
  const server: { answer: (base: number, draft: Draft) => Promise<number> } = {
    answer: (base) => Promise.resolve(base + 1),
  };
  const parts: WriterParts = {
    story: 's',
    base: 1,
    draft: first,
    sitting: 'a-sitting-of-mine',
    save: (base, draft, from) => {
      origins.push(from);
      sent.push({ base, headline: draft.headline });
      return server.answer(base, draft);
    },
    device: {
      put: (one) => Promise.resolve(void device.set(one.story, one)),
      drop: (story) => Promise.resolve(void device.delete(story)),
    },
    onState: (state) => states.push(state),
    now: () => 7,
  };
  const writer = new Writer(parts);
  return {
    writer,
    parts,
    device,
    states,
    sent,
    origins,
    server,
    kinds: () => states.map(({ kind }) => kind),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('keeps a change on the device at once and sends it within a second', async () => {
  const { writer, device, sent, kinds } = bench();
  writer.write(text('Two'));
  expect(device.get('s')).toMatchObject({ base: 1, draft: { headline: 'Two' }, at: 7 });
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([{ base: 1, headline: 'Two' }]);
  expect(kinds()).toEqual(['unsaved', 'saving', 'saved']);
  expect(device.size).toBe(0);
  expect(writer.base).toBe(2);
});

it('does not put a save off while somebody types on', async () => {
  const { writer, sent } = bench();
  for (let key = 0; key < 20; key += 1) {
    writer.write(text(`Word ${key}`));
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(sent.length).toBeGreaterThanOrEqual(2);
});

it('sends what was written during a save with the revision that the save made', async () => {
  const { writer, sent, server } = bench();
  const answers: ((revision: number) => void)[] = [];
  server.answer = () => new Promise((resolve) => answers.push(resolve));
  writer.write(text('Two'));
  await vi.advanceTimersByTimeAsync(1_000);
  writer.write(text('Three'));
  answers.shift()?.(5);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([
    { base: 1, headline: 'Two' },
    { base: 5, headline: 'Three' },
  ]);
});

it('tries again while nobody answers, and loses nothing', async () => {
  const { writer, device, sent, server, kinds } = bench();
  server.answer = () => Promise.reject(new Trouble(0, null));
  writer.write(text('Two'));
  await vi.advanceTimersByTimeAsync(4_500);
  expect(sent.length).toBeGreaterThanOrEqual(3);
  expect(writer.state).toEqual({ kind: 'offline', why: 'unreachable' });
  writer.write(text('Three'));
  expect(device.get('s')?.draft.headline).toBe('Three');
  expect(kinds().at(-1)).toBe('offline');
  server.answer = (base) => Promise.resolve(base + 1);
  writer.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent.at(-1)).toEqual({ base: 1, headline: 'Three' });
  expect(writer.state.kind).toBe('saved');
  expect(device.size).toBe(0);
});

it('says that the disk of the server is full, and saves by itself once there is room', async () => {
  const { writer, device, sent, server } = bench();
  const error = { code: 'disk_full', message: '' };
  server.answer = () => Promise.reject(new Trouble(507, { error }));
  writer.write(text('Two'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(writer.state).toEqual({ kind: 'offline', why: 'full' });
  expect(device.get('s')?.draft.headline).toBe('Two');
  server.answer = (base) => Promise.resolve(base + 1);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(sent.at(-1)).toEqual({ base: 1, headline: 'Two' });
  expect([writer.state.kind, device.size]).toEqual(['saved', 0]);
});

it('says that somebody was signed out, and goes on once they are back', async () => {
  const { writer, server } = bench();
  server.answer = () => Promise.reject(new Trouble(401, null));
  writer.write(text('Two'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(writer.state).toEqual({ kind: 'offline', why: 'signedOut' });
  server.answer = (base) => Promise.resolve(base + 1);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(writer.state.kind).toBe('saved');
});

it('stops at a conflict and goes on from what was decided', async () => {
  const { writer, device, sent, server } = bench();
  const conflict = { reasons: [], current: { number: 4 }, kept: 'k', diff: { fields: [], body: [] } };
  server.answer = () => Promise.reject(new Trouble(409, conflict));
  writer.write(text('Mine'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(writer.state).toMatchObject({ kind: 'conflict', conflict: { kept: 'k' } });
  writer.write(text('Mine, longer'));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sent).toHaveLength(1);
  expect(device.get('s')?.draft.headline).toBe('Mine, longer');
  server.answer = (base) => Promise.resolve(base + 1);
  writer.resolve(4, text('Both'), text('Theirs'));
  await vi.advanceTimersByTimeAsync(10);
  expect(sent.at(-1)).toEqual({ base: 4, headline: 'Both' });
  expect(device.size).toBe(0);
});

it('drops the text of the device where somebody decided for the one that is saved', async () => {
  const { writer, device, server } = bench();
  server.answer = () => Promise.reject(new Trouble(409, { current: { number: 4 } }));
  writer.write(text('Mine'));
  await vi.advanceTimersByTimeAsync(1_000);
  writer.resolve(4, text('Theirs'), text('Theirs'));
  expect(writer.state.kind).toBe('saved');
  expect(device.size).toBe(0);
});

it('freezes with its text safe when somebody took over', async () => {
  const { writer, device, sent, server } = bench();
  server.answer = () => Promise.reject(new Trouble(423, { lock: {}, kept: 'kept-1' }));
  writer.write(text('Two'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(writer.state).toEqual({ kind: 'frozen', kept: 'kept-1' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
  expect(device.get('s')?.draft.headline).toBe('Two');
});

it('hands over what is not saved yet when somebody takes over, and sends nothing after that', async () => {
  const { writer, device, sent, states } = bench();
  writer.write(text('Two'));
  await writer.freeze();
  expect(sent).toEqual([{ base: 1, headline: 'Two' }]);
  expect([states.at(-1), device.size]).toEqual([{ kind: 'frozen', kept: null }, 0]);
  writer.write(text('Three'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
  expect(device.get('s')?.draft.headline).toBe('Three');
});

it('says what was refused and tries again with the next change', async () => {
  const { writer, sent, server } = bench();
  server.answer = () => Promise.reject(new Trouble(422, { error: { code: 'invalid_draft', message: 'No' } }));
  writer.write(text('Two'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toHaveLength(1);
  expect(writer.state).toMatchObject({ kind: 'refused', error: { code: 'invalid_draft' } });
  server.answer = (base) => Promise.resolve(base + 1);
  writer.write(text('Three'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(writer.state.kind).toBe('saved');
});

it('sends a text of the device with the revision that it was made from, and after what it was written', async () => {
  const { writer, sent, origins } = bench();
  writer.takeUp({ story: 's', base: 1, draft: text('From the device'), at: 5, sitting: 'a-dead-sitting' });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([{ base: 1, headline: 'From the device' }]);
  writer.write(text('Longer'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(origins).toMatchObject([
    { sitting: { id: 'a-sitting-of-mine' }, after: { id: 'a-dead-sitting', at: 5 } },
    { sitting: { id: 'a-sitting-of-mine' }, after: undefined },
  ]);
});

it('tells each text from the one before it, whatever the clock says', async () => {
  const { writer, origins, server, device } = bench();
  server.answer = () => Promise.reject(new Trouble(0, null));
  writer.write(text('Two'));
  await vi.advanceTimersByTimeAsync(1_000);
  writer.write(text('Three'));
  expect(device.get('s')).toMatchObject({ sitting: 'a-sitting-of-mine', at: 8 });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(origins.map(({ sitting }) => sitting.at)).toEqual([7, 8]);
});

it('rests where what was written is taken back before it was sent', async () => {
  const { writer, device, sent, kinds } = bench();
  writer.write(text('Two'));
  writer.write(text('One'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([]);
  expect(kinds()).toEqual(['unsaved', 'unsaved', 'saved']);
  expect(device.size).toBe(0);
});

it('goes on from what is saved where a text of the device is taken back', async () => {
  const { writer, sent } = bench();
  await vi.advanceTimersByTimeAsync(0);
  writer.resolve(6, text('One'), text('One'));
  writer.takeUp({ story: 's', base: 2, draft: text('From the device'), at: 5 });
  writer.write(text('One'));
  await vi.advanceTimersByTimeAsync(1_000);
  writer.write(text('Two'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([{ base: 6, headline: 'Two' }]);
});

it('sends what was written while the device let go of the text before', async () => {
  const { writer, sent, parts, device } = bench();
  let dropped: () => void = () => undefined;
  parts.device.drop = () => new Promise((resolve) => (dropped = resolve));
  writer.write(text('Two'));
  await vi.advanceTimersByTimeAsync(1_000);
  writer.write(text('Three'));
  dropped();
  parts.device.drop = (story) => Promise.resolve(void device.delete(story));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent.map(({ headline }) => headline)).toEqual(['Two', 'Three']);
  expect(writer.state.kind).toBe('saved');
});
