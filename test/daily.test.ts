import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_MS, sampleNewsroom, serving, until, type Serving } from './command.ts';
import { longwave } from './here.ts';

/*
 * An engineer's day by the command line, beside a server that runs.
 */

let data: { path: string; remove(): void };
let server: Serving;
let settings: Record<string, string>;

beforeAll(async () => {
  data = await sampleNewsroom();
  settings = { LONGWAVE_DATA: data.path };
  server = await serving(settings);
}, SAMPLE_MS);

afterAll(async () => {
  await server.stop();
  data.remove();
});

const page = (path: string): Promise<Response> =>
  fetch(new URL(path, server.address), { redirect: 'manual' });

type Shown = { story: { id: string; state: string; path: string | null; revision: number } };

function storyFile(name: string, text: string): string {
  const folder = join(data.path, 'work');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const FIRST = `---
headline: The Grey Heron sails again
standfirst: Nine passengers at six in the morning
section: society
tags: [ferries]
bylines: [marit-ovesand]
---

At six this morning the *Grey Heron* left Port Hallow with nine passengers.
`;

describe('a day by command', () => {
  let id = '';
  let path = '';

  it('answers its health when the clock runs', async () => {
    await until('the server is healthy', async () => (await page('/-/health')).status === 200);
    expect(await (await page('/-/health')).json()).toMatchObject({ ok: true });
  });

  it('adds a story that nobody sees', async () => {
    const added = await longwave(['story', 'add', storyFile('first.md', FIRST), '--json'], settings);
    expect(added.stderr).toBe('');
    expect(added.status).toBe(0);
    const { story } = added.json as Shown;
    expect(story.state).toBe('draft');
    id = story.id;
    expect(await (await page('/latest.html')).text()).not.toContain('Grey Heron sails again');
  });

  it('publishes it, and the running server shows it on its page, the front, the section and the feed', async () => {
    const published = await longwave(['story', 'publish', id, '--json'], settings);
    expect(published.status).toBe(0);
    path = (published.json as Shown).story.path ?? '';
    await until('the page is there', async () => (await page(`/${path}`)).status === 200);
    for (const where of [
      '/',
      '/section/society.html',
      '/tag/ferries.html',
      '/feed.xml',
      '/author/marit-ovesand.html',
      '/latest.html',
    ]) {
      expect(await (await page(where)).text(), where).toContain('The Grey Heron sails again');
    }
  });

  it('refuses a save on a stale base and loses nothing', async () => {
    const changed = FIRST.replace('nine passengers.', 'eleven passengers.');
    const first = await longwave(
      ['story', 'revise', id, storyFile('second.md', changed), '--json'],
      settings,
    );
    expect(first.status).toBe(0);
    const stale = await longwave(
      ['story', 'revise', id, storyFile('stale.md', FIRST.replace('six', 'seven')), '--base', '1'],
      settings,
    );
    expect(stale.status).toBe(1);
    expect(stale.stderr).toContain('nothing was overwritten');
    expect(await (await page(`/${path}`)).text()).toContain('nine passengers');
  });

  it('corrects it, and readers see the correction on the story and on the corrections page', async () => {
    const corrected = await longwave(
      [
        'story',
        'correct',
        id,
        '--text',
        'There were eleven passengers, not nine',
        '--before',
        'nine',
        '--after',
        'eleven',
        '--file',
        join(data.path, 'work', 'second.md'),
        '--json',
      ],
      settings,
    );
    expect(corrected.stderr).toMatch(/^\S+second\.md: The file does not say which revision .+\n$/);
    expect(corrected.status).toBe(0);
    await until('the correction shows', async () =>
      (await (await page(`/${path}`)).text()).includes('eleven passengers'),
    );
    expect(await (await page('/corrections.html')).text()).toContain('There were eleven passengers');
  });

  it('translates it, and each page names the other', async () => {
    const file = storyFile(
      'first.ru.md',
      FIRST.replace('headline: The Grey Heron sails again', 'lang: ru\nheadline: «Серая цапля» снова в море'),
    );
    const translated = await longwave(['story', 'translate', id, file, '--json'], settings);
    expect(translated.stderr).toBe('');
    const { story } = translated.json as Shown;
    const published = await longwave(['story', 'publish', story.id, '--json'], settings);
    const russian = (published.json as Shown).story.path ?? '';
    expect(russian.startsWith('ru/')).toBe(true);
    await until('the original names its translation', async () =>
      (await (await page(`/${path}`)).text()).includes(russian.slice(russian.lastIndexOf('/'))),
    );
    expect(await (await page(`/${russian}`)).text()).toContain(path.slice(path.lastIndexOf('/')));
  });

  it('lets a scheduled story go live on time, by itself', async () => {
    const added = await longwave(
      ['story', 'add', storyFile('later.md', FIRST.replace('Grey Heron sails', 'Tern sails')), '--json'],
      settings,
    );
    const { story } = added.json as Shown;
    const due = new Date(Date.now() + 4000).toISOString();
    const moved = await longwave(['story', 'move', story.id, 'scheduled', '--due', due, '--json'], settings);
    expect(moved.stderr).toBe('');
    expect(moved.status).toBe(0);
    expect(await (await page('/latest.html')).text()).not.toContain('Tern sails');
    await until('the scheduled story is live', async () =>
      (await (await page('/latest.html')).text()).includes('Tern sails'),
    );
  }, 60_000);

  it('raises and lowers a banner', async () => {
    expect((await longwave(['front', 'banner', 'Parliament votes tonight', '--json'], settings)).status).toBe(
      0,
    );
    await until('the banner is up', async () =>
      (await (await page('/')).text()).includes('Parliament votes tonight'),
    );
    expect((await longwave(['front', 'banner', '--lower', '--json'], settings)).status).toBe(0);
    await until(
      'the banner is down',
      async () => !(await (await page('/')).text()).includes('Parliament votes tonight'),
    );
  });

  it('withdraws it: a tombstone at its address and no trace in any list', async () => {
    expect(
      (await longwave(['story', 'withdraw', id, '--reason', 'The ferry never sailed', '--json'], settings))
        .status,
    ).toBe(0);
    await until('the tombstone stands', async () => (await page(`/${path}`)).status === 410);
    expect(await (await page(`/${path}`)).text()).toContain('The ferry never sailed');
    for (const where of ['/', '/section/society.html', '/feed.xml', '/latest.html', '/corrections.html']) {
      expect(await (await page(where)).text(), where).not.toContain('Grey Heron sails again');
    }
  });

  it('shows a story as Markdown that saves back as the same', async () => {
    const found = (
      await longwave(['story', 'list', '--state', 'live', '--lang', 'fa', '--limit', '1', '--json'], settings)
    ).json as { stories: { id: string; revision: number }[] };
    const story = found.stories[0];
    const shown = (await longwave(['story', 'show', String(story?.id), '--markdown', '--json'], settings))
      .json as { markdown: string };
    const saved = await longwave(
      ['story', 'revise', String(story?.id), storyFile('same.md', shown.markdown), '--json'],
      settings,
    );
    expect(saved.stderr).toBe('');
    expect((saved.json as { revision: { number: number } }).revision.number).toBe(story?.revision);
  });

  it('refuses the second of two people who wrote on the same revision, and loses nothing', async () => {
    const added = await longwave(
      ['story', 'add', storyFile('shared.md', FIRST.replace('Grey Heron sails', 'Petrel sails')), '--json'],
      settings,
    );
    const { story } = added.json as Shown;
    const show = async (): Promise<string> =>
      (await longwave(['story', 'show', story.id, '--markdown'], settings)).stdout;
    const written = await show();
    expect(written).toContain('\nrevision: 1\n');
    const b = storyFile('b.md', written.replace('nine passengers', 'ten passengers'));
    const c = storyFile('c.md', written.replace('At six', 'At seven'));
    const first = await longwave(['story', 'revise', story.id, b, '--json'], settings);
    expect(first.stderr).toBe(`${b}: Set "revision: 2" in it before you save it again\n`);
    expect((first.json as { revision: { number: number } }).revision.number).toBe(2);
    for (const args of [
      ['story', 'revise', story.id, c],
      ['story', 'correct', story.id, '--text', 'It was seven', '--file', c],
      ['story', 'update', story.id, '--text', 'It was seven', '--file', c],
    ]) {
      const second = await longwave(args, settings);
      expect(second.status).toBe(1);
      expect(second.stderr).toContain('nothing was overwritten');
      expect(second.stderr).toContain('set "revision: 2" in it');
    }
    const now = await show();
    expect(now).toContain('\nrevision: 2\n');
    expect(now).toContain('ten passengers');
    expect(now).not.toContain('At seven');
    const merged = storyFile('c.md', now.replace('At six', 'At seven'));
    expect((await longwave(['story', 'revise', story.id, merged], settings)).status).toBe(0);
    expect(await show()).toMatch(/revision: 3\n[^]*At seven[^]*ten passengers/);
    const ahead = storyFile('ahead.md', written.replace('revision: 1', 'revision: 9'));
    expect((await longwave(['story', 'revise', story.id, ahead], settings)).stderr).toContain(
      'has no revision 9; its newest is 3',
    );
  }, 60_000);

  it('warns of a language that the site does not have', async () => {
    const file = storyFile('welsh.md', FIRST.replace('headline:', 'lang: cy\nheadline:'));
    const added = await longwave(['story', 'add', file, '--json'], settings);
    expect(added.status).toBe(0);
    expect(added.stderr).toMatch(
      /The site is not published in "cy", only in "en".*add the language to the site/,
    );
    const { story } = added.json as Shown;
    const translated = await longwave(
      ['story', 'translate', story.id, storyFile('t.md', FIRST.replace('headline:', 'lang: eo\nheadline:'))],
      settings,
    );
    expect(translated.stderr).toContain('The site is not published in "eo"');
  });

  it('publishes without a byline only what says so', async () => {
    const text = FIRST.replace('bylines: [marit-ovesand]\n', '');
    const bare = (await longwave(['story', 'add', storyFile('bare.md', text), '--json'], settings))
      .json as Shown;
    const refused = await longwave(['story', 'publish', bare.story.id], settings);
    expect(refused.stderr).toContain('set `unsigned: true`');
    const shown = (await longwave(['story', 'show', bare.story.id, '--markdown'], settings)).stdout;
    const file = storyFile('bare.md', shown.replace('headline:', 'unsigned: true\nheadline:'));
    expect((await longwave(['story', 'revise', bare.story.id, file], settings)).status).toBe(0);
    expect((await longwave(['story', 'show', bare.story.id, '--markdown'], settings)).stdout).toContain(
      'unsigned: true',
    );
    expect((await longwave(['story', 'publish', bare.story.id], settings)).status).toBe(0);
  });

  it('says of a file that cannot be taken what it is and where', async () => {
    const add = async (file: string): Promise<string> =>
      (await longwave(['story', 'add', file], settings)).stderr;
    expect(await add('nowhere/gone.md')).toContain('There is no file "nowhere/gone.md"');
    expect(await add(data.path)).toContain(
      'is a folder; name one Markdown file, or import the folder with longwave import',
    );
    const faulty = storyFile('faulty.md', FIRST.replace('section: society', 'section: [society'));
    expect(await add(faulty)).toContain(`${faulty}:`);
    const long = storyFile('long.md', FIRST.replace('The Grey Heron sails again', 'a'.repeat(2000)));
    expect(await add(long)).toContain('The headline has 2,000 characters; it may have at most 500');
    const pictures = storyFile('pictures.md', `${FIRST}\n${'[x](ftp://quay)\n\n'.repeat(30)}`);
    const warned = await add(pictures);
    expect(warned.trim().split('\n')).toHaveLength(1);
    expect(warned).toContain('(30 times, here first)');
  }, 60_000);

  it('never writes an address of a reader', () => {
    expect(server.stderr()).not.toMatch(/127\.0\.0\.1|::1/);
  });
});

describe('wrong ways of calling', () => {
  it.each([
    [['story', 'publish'], 2, /Missing required argument/],
    [['story', 'shout', 'x'], 2, /Unknown command/],
    [['story', 'publish', 'nosuchstory'], 1, /There is no story "nosuchstory"/],
    [['story', 'list', '--state', 'liv'], 2, /"liv" is no state/],
    [['story', 'move', 'x', 'scheduled', '--due', 'tomorrow'], 1, /There is no story|no time/],
    [['import', '/nowhere/at/all'], 1, /nowhere/],
    [['restore', '/nowhere/at/all'], 1, /There is no backup/],
    [['press', '--fast'], 2, /Unknown option/],
  ])('%j ends with %i and says what to do', async (args, status, message) => {
    const ran = await longwave(args, settings);
    expect(ran.stderr).toMatch(message);
    expect(ran.status).toBe(status);
    expect(ran.stderr).not.toContain('    at ');
  });

  it('says with --json what was wrong as one object', async () => {
    const ran = await longwave(['story', 'publish', 'nosuchstory', '--json'], settings);
    expect(ran.json).toMatchObject({ error: { message: 'There is no story "nosuchstory"' } });
  });

  it('names a misspelled setting', async () => {
    const ran = await longwave(['doctor'], { ...settings, LONGWAVE_PROT: '1' });
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('"LONGWAVE_PROT" is no setting');
  });

  it('gives every command a help with an example', async () => {
    const { stdout } = await longwave(['--help'], settings);
    const names = [...stdout.matchAll(/^ {2}(\w+)/gm)]
      .map((match) => match[1] ?? '')
      .filter((name) => name !== 'help');
    expect(names.length).toBeGreaterThan(9);
    for (const name of names) {
      const help = await longwave([name, '--help'], settings);
      expect(help.status, name).toBe(0);
      expect(help.stdout, name).toMatch(/Example|Commands:/);
    }
  });
});

describe('the doctor', () => {
  it('finds nothing bad in the sample, and says what is wrong with a damaged edition', async () => {
    const well = await longwave(['doctor', '--deep', '--json'], settings);
    expect(well.json).toMatchObject({ ok: true });
    expect(well.status).toBe(0);
    expect(readFileSync(join(data.path, 'edition', 'head'), 'utf8')).not.toBe('');
  });
});
