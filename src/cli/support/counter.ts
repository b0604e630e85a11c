import type { Counter } from '#counter';
import type { Site } from '#newsroom';
import type { Store } from '#store';
import type { Call } from '../call.ts';
import { openRemindersOf, tellingNames } from '../mail/reminders.ts';
import { openSupport } from './open.ts';

/** What the server does for supporters under `/-/`, made when it is first asked for. */
export async function openCounterOf(call: Call, store: Store): Promise<Counter> {
  const { now, out } = call;
  const [{ openCounter, remindGroup, supportGroup }, { newsroomOn, prefixOf }, { stylesheetOf }] =
    await Promise.all([import('#counter'), import('#newsroom'), import('#press')]);
  const newsroom = newsroomOn({ store, folder: call.settings.data, now, random: Math.random });
  const { contributions, safety } = await openSupport({ store, now });
  const failed = (error: unknown): void =>
    out.note(`A rail failed: ${error instanceof Error ? error.message : String(error)}`);
  const siteOf = async (): Promise<Site> => {
    const site = await newsroom.site.get();
    if (site === null) throw new Error('The newsroom has no name and address yet; run "longwave init" first');
    return site;
  };
  const langOf = (site: Site, wanted: string): string =>
    site.languages.includes(wanted) ? wanted : site.defaultLang;
  const paper = async (wanted: string) => {
    const site = await siteOf();
    const lang = langOf(site, wanted);
    return {
      name: site.names[lang] ?? site.names[''] ?? Object.values(site.names)[0] ?? '',
      lang,
      front: `/${prefixOf(site, lang)}`,
      stylesheet: `/${stylesheetOf(site)}`,
    };
  };
  return openCounter({
    now,
    groups: [
      remindGroup({
        reminders: await openRemindersOf(call, { store, safety }),
        paper,
        names: async () => tellingNames(await siteOf()),
      }),
      supportGroup({
        contributions,
        safety,
        card: null,
        now,
        paper,
        supportPage: async (wanted) => {
          const site = await siteOf();
          return `/${prefixOf(site, langOf(site, wanted))}support/`;
        },
        arrived: (rail) => void contributions.read(rail).catch(failed),
        failed,
      }),
    ],
  });
}
