import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openStore } from '#store';
import { newsroomOn } from '../../open.ts';
import { chance, SITE } from '../../testing.ts';
import { storyFromMarkdown, storyToMarkdown } from '../markdown.ts';

const TEXT = `---
lang: en
headline: "A crossing: the first"
standfirst: It leaves
section: world
tags: [ferries]
bylines: [Ada Harbourer]
dateline: { place: Quayside, date: 2025-02-03 }
series: { slug: crossings, part: 2 }
published: 2025-02-03T12:00:00Z
lead: { file: quay.png, alt: A quay, credit: Ivo Brandt }
picks: [nobody]
colour: red
---

A **ferry** left. {#abcd2345}

![A quay](quay.png "The quay"){credit="Ivo Brandt"}

![Gone](gone.png)
`;

test('a story file is read, written out, and read again as the same draft', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'longwave-story-'));
  const store = await openStore({
    url: `sqlite:${join(folder, 'newsroom.db')}`,
    now: () => 1_800_000_000_000,
  });
  try {
    const newsroom = newsroomOn({ store, folder, now: () => 1_800_000_000_000, random: chance(5) });
    await newsroom.site.set(SITE);
    await mkdir(join(folder, 'stories'));
    const file = join(folder, 'stories/first.md');
    await sharp({ create: { width: 30, height: 20, channels: 3, background: '#246' } }).toFile(
      join(folder, 'stories/quay.png'),
    );
    const random = chance(6);
    const read = await storyFromMarkdown({
      text: TEXT,
      file,
      newsroom,
      random,
      now: () => 1_800_000_000_000,
    });
    if (!read.ok) throw new Error(JSON.stringify(read.reasons));
    expect(read.warnings.map(({ line, message }) => `${line}: ${message}`)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^13: The field "colour" is unknown/),
        expect.stringMatching(/gone\.png: Its file was not found/),
        expect.stringMatching(/The author "ada-harbourer" is new/),
        expect.stringMatching(/No story has the id "nobody"/),
      ]),
    );
    expect(read.draft).toMatchObject({
      bylines: ['ada-harbourer'],
      section: 'world',
      series: { id: 'crossings', part: 2 },
      lead: { alt: 'A quay' },
    });
    const story = await newsroom.stories.create({ lang: read.lang, draft: read.draft });
    const revision = await newsroom.stories.revision(story.id, 1);
    if (!revision) throw new Error('The story has no revision');
    const written = await storyToMarkdown(story, revision, newsroom);
    const again = await storyFromMarkdown({
      text: written,
      file: join(folder, 'elsewhere/x.md'),
      newsroom,
      random,
    });
    if (!again.ok) throw new Error(JSON.stringify(again.reasons));
    expect(again.warnings).toEqual([]);
    expect(again.draft).toEqual(read.draft);
    expect(read).toMatchObject({ id: null, revision: null });
    expect(again).toMatchObject({ id: story.id, revision: 1 });
    const strange = await storyFromMarkdown({
      text: TEXT.replace('colour: red', 'revision: second'),
      file,
      newsroom,
    });
    expect(strange).toMatchObject({
      ok: true,
      revision: null,
      warnings: expect.arrayContaining([
        expect.objectContaining({
          line: 13,
          message: expect.stringMatching(/"revision" is no whole number/),
        }),
      ]),
    });
    const bad = await storyFromMarkdown({
      text: TEXT.replace('2025-02-03T12:00:00Z', 'soon'),
      file,
      newsroom,
    });
    expect(bad).toMatchObject({
      ok: false,
      reasons: [{ code: 'markdown', message: expect.stringMatching(/first\.md:10: "soon" is no time/) }],
    });
    await writeFile(file, TEXT);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
});
