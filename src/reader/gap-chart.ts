import type { Figure } from '#gap';
import { formatMonthShort, formatNumber } from './dates.ts';
import { html, type Html } from './html.ts';

const WIDTH = 360;
const ROW = 30;
const BAR = { from: 92, to: 304, height: 14 };

/** What came in of what each month cost, as bars from the first month down; its figures stand in a table beside it. */
export function gapChart(
  figures: readonly Figure[],
  { lang, rtl, label }: { lang: string; rtl: boolean; label: string },
): Html {
  const whole = Math.max(1, ...figures.flatMap(({ cost, receipts }) => [cost, receipts]));
  const height = figures.length * ROW + 4;
  const scale = (amount: number): number =>
    Math.round((Math.max(0, amount) / whole) * (BAR.to - BAR.from) * 10) / 10;
  const at = (x: number, width = 0): number => (rtl ? WIDTH - x - width : x);
  const rect = (name: string, y: number, width: number): Html =>
    html`<rect class="${name}" x="${at(BAR.from, width)}" y="${y}" width="${width}" height="${BAR.height}" rx="2"/>`;
  const rows = figures.map(({ month, cost, receipts }, index) => {
    const y = index * ROW + 9;
    const share =
      cost === 0 ? '' : `${formatNumber(lang, Math.floor((100 * Math.max(0, receipts)) / cost))} %`;
    const end = BAR.from + scale(Math.max(cost, receipts)) + 6;
    return html`<text x="${at(0)}" y="${y + 12}">${formatMonthShort(lang, month)}</text>${rect('due', y, scale(cost))}${rect('came', y, scale(receipts))}<text x="${at(end)}" y="${y + 12}">${share}</text>`;
  });
  return html`<svg class="gap-chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}" direction="${rtl ? 'rtl' : 'ltr'}">${rows}</svg>`;
}
