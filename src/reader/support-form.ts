import { html, nothing, type Html } from './html.ts';
import { formatMoney, listOf } from './money.ts';
import type { Making } from './support-page.ts';
import type { OfferView, SupportView } from './support-views.ts';
import { railMark } from './rail-marks.ts';

/** A native radio button with its label beside it, which the stylesheet draws as one thing. */
export function choice(
  { name, value, id, checked }: { name: string; value: string | number; id: string; checked: boolean },
  label: Html,
): Html {
  return html`<span class="choice"><input type="radio" name="${name}" value="${value}" id="${id}"${checked ? html` checked` : nothing} /><label for="${id}">${label}</label></span>`;
}

/**
 * The amounts of every currency and rhythm, each a group of its own, of which the stylesheet shows the one that was
 * chosen. Where a browser cannot, all stand there, each with its name.
 */
export function amounts(making: Making, offers: readonly OfferView[]): Html {
  const { place, words, say } = making;
  const { page } = words;
  const { lang } = place.site;
  const groups = offers.map(
    (offer, at) =>
      html`<div class="c${at}">
        ${offer.rhythms.map((one) => presets(making, offer, one, at))}
        <p class="floor"><small>${say(page.floor, { amount: formatMoney(lang, offer.floor) })}</small></p>
      </div>`,
  );
  return html`<div class="amounts">
    ${groups}
    <p class="own">
      <label for="own">${page.own}</label>
      <input type="text" name="own" id="own" inputmode="decimal" maxlength="16" placeholder=" " dir="ltr" />
      <span class="codes">${offers.map(({ currency }, at) => html`<span class="c${at}">${currency}</span>`)}</span>
    </p>
  </div>`;
}

type Rhythm = OfferView['rhythms'][number];

function presets({ place, words, say }: Making, { currency }: OfferView, one: Rhythm, offer: number): Html {
  const { page } = words;
  const { lang } = place.site;
  const { rhythm, field } = one;
  const [first] = one.presets;
  const rising = [...one.presets].sort((a, b) => a.money.amount - b.money.amount);
  const chips = rising.map((preset, at) => {
    const { money, adds, yearly } = preset;
    const beside =
      rhythm === 'monthly'
        ? html` <small>${say(page.yearly, { amount: formatMoney(lang, yearly) })}</small>`
        : nothing;
    return choice(
      { name: field, value: money.amount, id: `${rhythm[0] ?? ''}${offer}-${at}`, checked: preset === first },
      html`<b>${formatMoney(lang, money)}</b>${beside} <small class="adds">${say(page.adds, { amount: formatMoney(lang, adds) })}</small>`,
    );
  });
  return html`<fieldset class="chips ${rhythm}">
    <legend>${page.amountOf[rhythm]}<span class="code"> (${currency})</span></legend>
    ${chips}
  </fieldset>`;
}

const TAKES_ALL = 3;

/** The rails that are open. With one alone there is nothing to choose, and it is shown. */
export function railChoices({ view, words, place }: Making): Html {
  const { page } = words;
  const rows = view.rails.map((rail, at) => {
    const { what, why } = page.rails[rail.name];
    const limits = [
      rail.rhythms.length < TAKES_ALL
        ? listOf(
            place.site.lang,
            rail.rhythms.map((one) => page.only[one]),
            'conjunction',
          )
        : '',
      rail.currencies === null
        ? ''
        : page.onlyCurrencies.replace('{currencies}', () =>
            listOf(place.site.lang, rail.currencies ?? [], 'conjunction'),
          ),
    ].filter((limit) => limit !== '');
    const limited = limits.length === 0 ? nothing : html` <small>(${limits.join('; ')})</small>`;
    const label = html`${railMark(rail.name)}<b>${what}</b>${limited} <small>${why}</small>`;
    const row = choice({ name: 'rail', value: rail.name, id: `rail-${rail.name}`, checked: at === 0 }, label);
    return html`<div class="${refusals(rail)}">${row}</div>`;
  });
  return html`<fieldset class="rows-of">
    <legend>${page.rail}</legend>
    ${rows}
  </fieldset>`;
}

/** Classes by which the stylesheet takes away a rail that does not go with the rhythm that was chosen. */
function refusals({ rhythms }: SupportView['rails'][number]): string {
  const not = (['once', 'monthly', 'yearly'] as const).filter((one) => !rhythms.includes(one));
  return ['rail', ...not.map((one) => `not-${one}`)].join(' ');
}
