import type { StoryId } from '#newsroom';
import { withAll, type Opened } from '../open.ts';
import { Refusal, UsageError } from '../out.ts';
import { pressNow } from '../pressing.ts';
import { minute, storyOf } from '../story/see.ts';
import type { Call, Define } from '../call.ts';

type Lang = { lang?: string; press: boolean };

export const define: Define = (command, act) => {
  command
    .command('show')
    .description('Show what an editor put on the front, and the banner')
    .option('--lang <lang>', 'the front of this language; the default language when left out')
    .addHelpText('after', '\nExample:\n  longwave front show --lang ru\n')
    .action(act((call: Call, options: Lang) => show(call, options)));
  command
    .command('set [stories...]')
    .description(
      'Put these stories on the front, the first as the lead; the newest fill what is left. None: all by time',
    )
    .option('--lang <lang>', 'the front of this language')
    .option('--no-press', 'do not press now')
    .addHelpText(
      'after',
      '\nExamples:\n  longwave front set 4kq7c2mzt5ra 7hx2p9qdn3wb\n  longwave front set\n',
    )
    .action(act((call: Call, stories: string[], options: Lang) => set(call, stories, options)));
  command
    .command('banner [text]')
    .description('Raise a breaking banner on the front and the sections, or lower it with --lower')
    .option('--lang <lang>', 'the front of this language')
    .option('--link <target>', 'where it leads: a path of the edition or an address')
    .option('--hours <number>', 'after how many hours it goes', '6')
    .option('--lower', 'take the banner away')
    .option('--no-press', 'do not press now')
    .addHelpText('after', '\nExample:\n  longwave front banner "Parliament votes tonight" --hours 3\n')
    .action(
      act((call: Call, text: string | undefined, options: Lang & Banner) => banner(call, text, options)),
    );
};

type Banner = { link?: string; hours: string; lower?: boolean };

async function langOf(opened: Opened, lang: string | undefined): Promise<string> {
  const site = await opened.newsroom.site.get();
  if (!site) throw new Refusal('The newsroom has no name and address yet', ['Run "longwave init"']);
  const found = lang ?? site.defaultLang;
  if (!site.languages.includes(found))
    throw new UsageError(`"${found}" is none of the newsroom’s languages: ${site.languages.join(', ')}`);
  return found;
}

async function show(call: Call, options: Lang): Promise<void> {
  const { out } = call;
  await withAll(
    call.settings,
    call.now,
    async (opened) => {
      const lang = await langOf(opened, options.lang);
      const slots = await opened.newsroom.front.slots(lang);
      const raised = await opened.newsroom.front.banner(lang);
      const cards = new Map(
        (await opened.newsroom.live.cards(slots.map((slot) => slot.story))).map((card) => [card.story, card]),
      );
      out.result({ lang, slots, banner: raised }, () => {
        out.line(raised ? `Banner: ${raised.text} (until ${minute(raised.expiresAt)})` : 'No banner');
        if (slots.length === 0) out.line('All by time: no story was put on the front');
        else
          out.table(
            slots.map((slot, at) => [
              String(at + 1),
              slot.story,
              cards.get(slot.story)?.headline ?? '(not live)',
            ]),
            ['', 'id', 'headline'],
          );
      });
    },
    { reads: true },
  );
}

async function set(call: Call, stories: string[], options: Lang): Promise<void> {
  const { out } = call;
  await withAll(call.settings, call.now, async (opened) => {
    const lang = await langOf(opened, options.lang);
    const chosen: StoryId[] = [];
    for (const named of stories) chosen.push((await storyOf(opened.newsroom, named)).id);
    const known = new Set((await opened.newsroom.live.cards(chosen)).map((card) => card.story));
    const unknown = stories.filter((_, at) => !known.has(chosen[at] ?? ('' as StoryId)));
    if (unknown.length > 0)
      throw new Refusal(
        'Only live stories can stand on the front',
        unknown.map((story) => `"${story}" is not live`),
      );
    await opened.newsroom.front.setSlots(
      lang,
      chosen.map((story) => ({ story, until: null })),
    );
    const report = options.press ? await pressNow(call, opened, { full: false }) : null;
    out.result({ lang, stories, edition: report?.edition ?? null }, () =>
      out.line(`${out.good('✓')} The front of ${lang} has ${stories.length} chosen stories`),
    );
  });
}

async function banner(call: Call, text: string | undefined, options: Lang & Banner): Promise<void> {
  const { out, now } = call;
  const hours = Number(options.hours);
  if (!(hours > 0 && hours <= 168))
    throw new UsageError(`--hours is "${options.hours}"; give a number from 1 to 168`);
  if (text === undefined && options.lower !== true)
    throw new UsageError('Give the banner’s text, or --lower');
  await withAll(call.settings, now, async (opened) => {
    const lang = await langOf(opened, options.lang);
    if (options.lower === true) await opened.newsroom.front.lowerBanner(lang);
    else {
      await opened.newsroom.front.raiseBanner({
        lang,
        text: text ?? '',
        link: options.link ?? null,
        expiresAt: now() + hours * 3_600_000,
      });
    }
    const report = options.press ? await pressNow(call, opened, { full: false }) : null;
    out.result(
      { lang, banner: await opened.newsroom.front.banner(lang), edition: report?.edition ?? null },
      () =>
        out.line(
          `${out.good('✓')} The banner is ${options.lower === true ? 'lowered' : `up for ${hours} h`}`,
        ),
    );
  });
}
