import type { CardForm, CardTesting, Counter } from '#counter';
import type { Site } from '#newsroom';
import type { Store } from '#store';
import type { Contribution, Contributions } from '#support';
import type { Call } from '../call.ts';
import { openLettersOf, openRemindersOf, tellingNames } from '../mail/reminders.ts';
import { openSupport } from './open.ts';

/** `cardTesting`: what this process has seen of stolen cards tried in bulk, for the desk. */
export type SupportCounter = Counter & { cardTesting: () => CardTesting };

/** What the server does for supporters under `/-/`, made when it is first asked for. */
export async function openCounterOf(call: Call, store: Store): Promise<SupportCounter> {
  const { now, out } = call;
  const [
    { hookGroup, openCounter, openGuard, remindGroup, supportGroup },
    { newsroomOn, prefixOf },
    { stylesheetOf },
    { openAppealCounts, openWall, STRIPE_VERSION },
  ] = await Promise.all([import('#counter'), import('#newsroom'), import('#press'), import('#support')]);
  const newsroom = newsroomOn({ store, folder: call.settings.data, now, random: Math.random });
  const { settings } = call;
  const { contributions, safety, card, bitcoin, transfer } = await openSupport({ store, now, settings });
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
  const counts = openAppealCounts({ store, now });
  const arrived = (rail: Contribution['rail']): void => reading.ask(rail);
  const reading = openReading(contributions.read, failed);
  const hinting = settings.stripeWebhookSecret === '' ? null : card;
  const isDenied = (contribution: string): Promise<boolean> => transfer.isDenied(contribution);
  const letters = await openLettersOf(call, {
    store,
    safety,
    siteOf,
    isDenied,
  });
  const guard = openGuard({ now, told: (line) => out.note(line) });
  const counter = openCounter({
    now,
    groups: [
      hookGroup({
        hint: hinting === null ? null : (what) => hinting.readHint({ ...what, at: now() }) !== null,
        arrived,
      }),
      remindGroup({
        reminders: await openRemindersOf(call, { store, safety }),
        letters,
        paper,
        names: async () => tellingNames(await siteOf()),
      }),
      supportGroup({
        contributions,
        safety,
        guard,
        wall: openWall({ store, safety, isDenied, now }),
        letters,
        hint: null,
        card: card === null ? null : stripeForm(STRIPE_VERSION, settings.stripePublishableKey),
        transferDetails: (order) => transfer.details(order),
        payTo: bitcoin === null ? null : (contribution) => bitcoin.payTo(contribution),
        now,
        paper,
        supportPage: async (wanted) => {
          const site = await siteOf();
          return `/${prefixOf(site, langOf(site, wanted))}support/`;
        },
        arrived,
        led: (source) => void counts.count(source).catch(failed),
        failed,
      }),
    ],
  });
  return { ...counter, cardTesting: () => guard.cardTesting() };
}

/** Reads a rail's list when somebody asks for it: one reading at a time, and one more for all who asked meanwhile. */
function openReading(read: Contributions['read'], failed: (error: unknown) => void) {
  type RailName = Contribution['rail'];
  const busy = new Map<RailName, 'reading' | 'again'>();
  const run = async (rail: RailName): Promise<void> => {
    do {
      busy.set(rail, 'reading');
      await read(rail).catch(failed);
    } while (busy.get(rail) === 'again');
    busy.delete(rail);
  };
  return {
    ask(rail: RailName): void {
      if (busy.has(rail)) busy.set(rail, 'again');
      else void run(rail);
    },
  };
}

/** Where the card form comes from: the release of their script that goes with the version that the server speaks. */
function stripeForm(version: string, publishableKey: string): CardForm {
  const release = version.slice(version.indexOf('.') + 1);
  const hosts = ['https://js.stripe.com', 'https://*.js.stripe.com'];
  return {
    publishableKey,
    script: `https://js.stripe.com/${release}/stripe.js`,
    guests: {
      scripts: hosts,
      frames: [...hosts, 'https://hooks.stripe.com'],
      connect: ['https://api.stripe.com'],
    },
  };
}
