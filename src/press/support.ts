import {
  accountPath,
  askingPath,
  bankPath,
  carefulPath,
  formatDay,
  type OfferView,
  refusedPath,
  type ReminderView,
  renderAccountPage,
  renderAskingPage,
  renderBankPage,
  renderCarefulPage,
  renderRefusedPage,
  renderSupportPage,
  renderWallPage,
  type SiteView,
  supportForPath,
  supportPath,
  type SupportView,
  wallPath,
} from '#reader';
import {
  type Appeal,
  calendarLink,
  COUNTRIES,
  coverOf,
  minor,
  type Offer,
  presetField,
  type SupportShown,
} from '#support';
import { type Asking, gapFor, isOpen, moneyView } from './asking.ts';
import { HTML, type Output } from './output.ts';

/** Everything that stands under `support/` in each language; nothing where no way to pay is open. */
export function supportOutputs(
  sites: readonly SiteView[],
  asking: Asking | null,
  onion: string | null,
): Output[] {
  if (asking === null || !isOpen(asking)) return [];
  const hosts = sites.map(({ address }) => new URL(address).host);
  const names = [...new Set([...sites.map(({ name }) => name), ...hosts])];
  return sites.flatMap((site) => outputsOf(site, asking, { onion, names }));
}

/** `names`: what would tell whoever looks into a calendar. */
type Around = { onion: string | null; names: readonly string[] };

function outputsOf(site: SiteView, asking: Asking, around: Around): Output[] {
  const { shown } = asking;
  const { prefix } = site;
  const view = supportView(asking, site, around);
  const page = (path: string, text: string): Output => ({ path, type: HTML, text });
  const pages = [
    page(supportPath(prefix), renderSupportPage(site, view)),
    page(askingPath(prefix), renderAskingPage(site)),
    ...shown.appeals.appeals
      .filter(({ presets }) => Object.keys(presets).length > 0)
      .map((appeal) => {
        const path = supportForPath(prefix, appeal.id);
        return page(path, renderSupportPage(site, view, { path, offers: offersOf(shown, appeal.presets) }));
      }),
    page(refusedPath(prefix), renderRefusedPage(site, view)),
    ...(view.wall.length === 0 ? [] : [page(wallPath(prefix), renderWallPage(site, view.wall))]),
  ];
  if (view.account === null) return pages;
  return [
    ...pages,
    page(bankPath(prefix), renderBankPage(site, view)),
    page(accountPath(prefix), renderAccountPage(site, view, view.account)),
    page(carefulPath(prefix), renderCarefulPage(site, view)),
  ];
}

function supportView(asking: Asking, site: SiteView, { onion, names }: Around): SupportView {
  const { shown } = asking;
  const fixed = Object.entries(shown.fees.fixed).map(([currency, amount]) => moneyView(amount, currency));
  return {
    offers: offersOf(shown, {}),
    fees: { share: shown.fees.share, fixed },
    statement: shown.statement,
    rails: shown.rails,
    countries: shown.countries,
    allCountries: COUNTRIES,
    account: shown.rails.some(({ name }) => name === 'transfer') ? shown.account : null,
    gap: gapFor(asking, site),
    form: shown.form,
    onionForm:
      onion === null || shown.form === null ? null : new URL(new URL(shown.form).pathname, onion).href,
    reminders: remindersOf(asking, site, names),
    wall: shown.wall.map(({ name, month, gift }) => ({
      name,
      month,
      gift: gift === null ? null : { money: moneyView(gift.amount, gift.currency), rhythm: gift.rhythm },
    })),
    remindByMail: shown.remind === null ? null : `${shown.remind}?lang=${site.lang}`,
  };
}

/** A paper whose names are all neutral words is offered no calendar. */
function remindersOf({ days }: Asking, { lang }: SiteView, names: readonly string[]): ReminderView[] {
  return days.flatMap((day) => {
    const link = calendarLink({ day, lang, names });
    return link === null ? [] : [{ label: formatDay(lang, day), href: link.href, fileName: link.fileName }];
  });
}

const RHYTHMS = ['once', 'monthly', 'yearly'] as const;

const takes = ({ currencies }: SupportShown['rails'][number], currency: string): boolean =>
  currencies === null || currencies.includes(currency);

/**
 * What is offered in the currencies that an open way to pay takes, an appeal's own amounts in place of those of the
 * terms where these would be taken.
 */
function offersOf({ offers, fees, rails }: SupportShown, presets: Appeal['presets']): OfferView[] {
  const open = RHYTHMS.filter((rhythm) => rails.some(({ rhythms }) => rhythms.includes(rhythm)));
  const amountsOf = (offer: Offer, rhythm: (typeof RHYTHMS)[number]): readonly number[] => {
    const own =
      presets[offer.currency]?.[rhythm]?.filter((one) => one >= offer.floor && one <= offer.most) ?? [];
    return own.length > 0 ? own : offer[rhythm];
  };
  const taken = offers.filter(({ currency }) => rails.some((rail) => takes(rail, currency)));
  return taken.map((offer) => {
    const { currency } = offer;
    const money = (amount: number) => moneyView(amount, currency);
    return {
      currency,
      floor: money(offer.floor),
      rhythms: open.map((rhythm) => ({
        rhythm,
        field: presetField(rhythm, currency),
        presets: amountsOf(offer, rhythm).map((amount) => ({
          money: money(amount),
          adds: money(coverOf({ fees }, { amount: minor(amount), currency })),
          yearly: money(amount * 12),
        })),
      })),
    };
  });
}
