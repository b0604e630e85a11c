import type { Curve } from './attrition.ts';
import { RATES } from './attrition.ts';
import type { BrowserName } from './reader-calls.ts';
import { TARGETS, type Summary } from './summary.ts';

/*
 * The scoreboard as one picture: times of each row, and the share of readers who keep the paper while mirrors go.
 */

const WIDTH = 960;
const ROW = 24;
const LEFT = 290;
const RIGHT = 130;
const TOP = 92;
/** Seconds that the axis shows; what took longer is drawn at its end. */
const MOST = 4;
const BELOW = 400;

const STYLE = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #24272e; }
  .paper { fill: #ffffff; } .title { font-size: 17px; font-weight: 650; } .quiet { fill: #6a707c; font-size: 12px; }
  .grid { stroke: #e4e6ea; } .target { stroke: #1a7f4b; stroke-dasharray: 4 3; } .good { fill: #1a7f4b; } .bad { fill: #c0392b; }
  .chromium { fill: #2563c9; stroke: #2563c9; } .firefox { fill: #d9730d; stroke: #d9730d; }
  .s0 { stroke: #c0392b; } .s1 { stroke: #8756c5; } .s2 { stroke: #1a7f4b; } .f0 { fill: #c0392b; } .f1 { fill: #8756c5; } .f2 { fill: #1a7f4b; }
  .curve { fill: none; stroke-width: 2.2; stroke-linejoin: round; } .worst { stroke-dasharray: 5 4; stroke-width: 1.6; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e8ec; } .paper { fill: #15171b; } .quiet { fill: #98a0ac; } .grid { stroke: #2c3037; }
    .target { stroke: #4fc38a; } .good { fill: #4fc38a; } .bad { fill: #ff8577; }
    .chromium { fill: #7aaeff; stroke: #7aaeff; } .firefox { fill: #ffad5c; stroke: #ffad5c; }
    .s0 { stroke: #ff8577; } .s1 { stroke: #c3a1f5; } .s2 { stroke: #4fc38a; } .f0 { fill: #ff8577; } .f1 { fill: #c3a1f5; } .f2 { fill: #4fc38a; }
  }`;

export function chartText(options: {
  summaries: readonly Summary[];
  curves: readonly Curve[];
  samples: number;
}): string {
  const { summaries, curves, samples } = options;
  const rows = [...new Set(summaries.map(({ row }) => row))];
  const middle = TOP + rows.length * ROW;
  const height = middle + 60 + BELOW;
  const title =
    'Times from block to story in each row of the lab, and readers who keep the paper under attrition';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${title}">
<title>${title}</title><style>${STYLE}</style>
<rect class="paper" width="${WIDTH}" height="${height}" rx="10"/>
${head(samples, summaries)}
${axis(middle)}
${rows
  .map((row, at) =>
    rowLines(
      summaries.filter((one) => one.row === row),
      row.technique,
      TOP + at * ROW + ROW / 2,
    ),
  )
  .join('\n')}
${attritionPanel(curves, middle + 60)}
</svg>
`;
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const n = (value: number): string => String(Math.round(value * 10) / 10);
const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${n(x)}" y="${n(y)}"${more}>${escape(words)}</text>`;

const across = (ms: number): number => LEFT + (Math.min(ms / 1000, MOST) / MOST) * (WIDTH - LEFT - RIGHT);

function head(samples: number, summaries: readonly Summary[]): string {
  const browsers = [...new Set(summaries.map(({ browser }) => browser))];
  const key = browsers.map((browser, at) => {
    const x = WIDTH - RIGHT - 110 * (browsers.length - at);
    return `<circle class="${browser}" cx="${x}" cy="56" r="5"/>${text(x + 10, 60, NAMES[browser])}`;
  });
  const measured = samples > 1 ? `median, and the line to p95, of ${samples} samples` : 'each row once';
  return [
    text(24, 36, 'From block to story', ' class="title"'),
    text(24, 60, `seconds, ${measured}`, ' class="quiet"'),
    ...key,
    text(WIDTH - RIGHT + 20, 60, 'plain site', ' class="quiet"'),
  ].join('');
}

const NAMES: Record<BrowserName, string> = { chromium: 'Chromium', firefox: 'Firefox' };

function axis(bottom: number): string {
  const ticks = Array.from({ length: MOST + 1 }, (_, second) => {
    const x = across(second * 1000);
    return `<path class="grid" d="M${n(x)} ${TOP}V${bottom}"/>${text(x, TOP - 8, `${second}`, ' class="quiet" text-anchor="middle"')}`;
  });
  const x = across(TARGETS.first);
  return `${ticks.join('')}<path class="target" d="M${n(x)} ${TOP}V${bottom}"/>${text(x, bottom + 18, `target: ${TARGETS.first / 1000} s at p95`, ' class="good" text-anchor="middle"')}`;
}

function rowLines(own: readonly Summary[], technique: string, y: number): string {
  const marks = own.map((summary, at) => mark(summary, y, own.length > 1 ? (at - 0.5) * 8 : 0));
  const plain = own.every((one) => one.plain === one.samples);
  return [
    text(LEFT - 14, y + 4, technique, ' text-anchor="end"'),
    ...marks,
    text(
      WIDTH - RIGHT + 44,
      y + 4,
      plain ? '✓' : '✗',
      ` class="${plain ? 'good' : 'bad'}" text-anchor="middle"`,
    ),
  ].join('');
}

/** Two browsers stand a little above and below the middle of their row. */
function mark({ row, browser, first, passed, samples }: Summary, middle: number, aside: number): string {
  const y = middle + aside;
  if (row.must === 'forged')
    return browser === 'chromium'
      ? text(
          LEFT + 8,
          middle + 4,
          'expected failure: forged at its own address; mirrors verify',
          ' class="quiet"',
        )
      : '';
  if (passed < samples && first === null)
    return text(
      LEFT + (browser === 'chromium' ? 8 : 190),
      middle + 4,
      `✗ not seen in ${NAMES[browser]}`,
      ' class="bad"',
    );
  if (first === null) return '';
  const [from, to] = [across(first.p50), across(first.p95)];
  const failed = passed < samples ? text(to + 10, y + 4, `✗ ${passed}/${samples}`, ' class="bad"') : '';
  const beyond =
    first.p95 > MOST * 1000 ? text(to + 8, y + 4, (first.p95 / 1000).toFixed(1), ' class="quiet"') : '';
  return `<path class="${browser}" stroke-width="2" d="M${n(from)} ${n(y)}H${n(to)}"/><circle class="${browser}" cx="${n(from)}" cy="${n(y)}" r="4"/>${failed}${beyond}`;
}

function attritionPanel(curves: readonly Curve[], top: number): string {
  const [left, right, up, down] = [70, WIDTH - 190, top + 70, top + BELOW - 60];
  const [slow, fast] = [Math.log(RATES[0] ?? 1), Math.log(RATES.at(-1) ?? 1)];
  const x = (every: number): number => left + ((slow - Math.log(every)) / (slow - fast)) * (right - left);
  const y = (share: number): number => down - share * (down - up);
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<path class="grid" d="M${left} ${n(y(share))}H${right}"/>${text(left - 10, y(share) + 4, `${share * 100} %`, ' class="quiet" text-anchor="end"')}`,
  );
  const ticks = Object.entries({
    1440: 'one a day',
    360: '6 h',
    120: '2 h',
    60: '1 h',
    30: '30 min',
    20: '20',
    10: '10 min',
  }).map(([every, words]) => text(x(Number(every)), down + 22, words, ' class="quiet" text-anchor="middle"'));
  const sizes = [...new Set(curves.map(({ live }) => live))];
  const lines = curves.map(({ live, order, points }) => {
    const d = points
      .map(({ every, share }, at) => `${at === 0 ? 'M' : 'L'}${n(x(every))} ${n(y(share))}`)
      .join('');
    return `<path class="curve s${sizes.indexOf(live)}${order === 'oldest' ? ' worst' : ''}" d="${d}"/>`;
  });
  const key = sizes.map((live, at) =>
    text(right + 24, up + 14 + at * 22, `list of ${live}`, ` class="f${at}" font-weight="600"`),
  );
  return [
    text(
      24,
      top + 20,
      'Readers who still find the paper while mirrors are blocked one by one',
      ' class="title"',
    ),
    text(
      24,
      top + 44,
      'share of visits in a simulated day, by how often a mirror is blocked; a spare follows two minutes later',
      ' class="quiet"',
    ),
    ...grid,
    ...ticks,
    ...lines,
    ...key,
    text(right + 24, up + 14 + sizes.length * 22 + 6, 'solid: any mirror', ' class="quiet"'),
    text(right + 24, up + 32 + sizes.length * 22 + 6, 'dashed: the best known', ' class="quiet"'),
    text((left + right) / 2, down + 44, 'time between two blocks', ' class="quiet" text-anchor="middle"'),
  ].join('');
}
