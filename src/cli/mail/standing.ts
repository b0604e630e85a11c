import { randomUUID } from 'node:crypto';
import type { Newsroom } from '#newsroom';
import type { Store } from '#store';
import type { Call } from '../call.ts';
import { type Clock, startClock } from '../clock.ts';
import { openSupport } from '../support/open.ts';
import { addressSeal } from './keys.ts';
import { openMail } from './open.ts';
import { openLettersOf, openRemindersOf } from './reminders.ts';

/** Milliseconds between two looks at the outbox, and at what is to be reminded of. */
const LOOK_MS = 2_000;
const REMIND_MS = 5_000;

const IDLE: Clock = { stop: () => Promise.resolve() };

/** Sends letters as long as the server runs, and makes letters of reminders in their month. */
export async function keepMail(
  call: Call,
  { store, newsroom }: { store: Store; newsroom: Newsroom },
): Promise<Clock> {
  const { settings, out, now } = call;
  // Whatever is wrong with mail, the newsroom opens.
  const opened = await Promise.all([openMail(settings), addressSeal(settings)]).catch((error: unknown) => {
    out.note(`No letters are sent: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });
  const [mail, seal] = opened ?? [null, null];
  if (mail === null) return IDLE;
  if (seal === null) {
    out.note('No letters are sent: there is no key for addresses; make one with "longwave post keys"');
    return IDLE;
  }
  const [{ openPostman, putLetter, reminderLetter }, { openSafety }, { prefixOf }] = await Promise.all([
    import('#post'),
    import('#support'),
    import('#newsroom'),
  ]);
  let told = '';
  const failed = (why: string): void => {
    if (why !== told) out.note(`A letter waits: ${why}`);
    told = why;
  };
  const { mailer, bounces } = mail;
  const holder = randomUUID();
  const { mailPerMinute: perMinute } = settings;
  const postman = openPostman({ store, seal, mailer, bounces, perMinute, holder, now, failed });
  const reminders = await openRemindersOf(call, { store, safety: openSafety({ store, now }) });
  const house = await openSupport({ store, now, settings });
  const letters = await openLettersOf(call, {
    store,
    safety: openSafety({ store, now }),
    async siteOf() {
      const site = await newsroom.site.get();
      if (site === null)
        throw new Error('The newsroom has no name and address yet; run "longwave init" first');
      return site;
    },
    isDenied: (contribution) => house.transfer.isDenied(contribution),
  });
  let looked = -Infinity;
  const remind = async (): Promise<void> => {
    const at = now();
    if (Math.abs(at - looked) < REMIND_MS) return;
    const site = await newsroom.site.get();
    if (site === null) return;
    await reminders.handOver(({ to, lang }, db) => {
      const paper = site.languages.includes(lang) ? lang : site.defaultLang;
      const address = `${site.address}/${prefixOf(site, paper)}support/`;
      return putLetter({ store, seal, at }, reminderLetter({ to, lang, address }), db);
    });
    await letters.sendDue();
    looked = at;
  };
  return startClock({
    jobs: {
      async runDue() {
        await remind();
        return postman.round();
      },
    },
    handlers: {},
    now,
    every: LOOK_MS,
    failed: (error) =>
      out.note(`Sending letters failed: ${error instanceof Error ? error.message : String(error)}`),
  });
}
