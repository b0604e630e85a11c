import { stretchesOf, type History, type Lane, type MirrorHistory } from './history.ts';
import { VERDICTS, type Verdict } from './probe/verdict.ts';
import { PICTURE_STYLE, SIGNS } from './picture-signs.ts';
import { ticksOf, utcMinute } from './picture-time.ts';

/** Pixels of the picture's parts. */
const [WIDTH, LEFT, RIGHT, TOP, LANE, GAP, AXIS, LEGEND] = [1120, 240, 24, 84, 20, 16, 34, 44];
/** Side of a sign's tile. */
const TILE = 17;

/**
 * What was seen of the mirrors as an SVG: a row for each mirror, a lane for each vantage, time from left to right.
 * Readable without colour, on light and dark ground, and as text: title, description, a title for each stretch.
 */
export function drawHistory(history: History, paper: string): string {
  const lanes = history.mirrors.map(({ lanes: own }) => Math.max(1, own.length));
  const bottom = TOP + lanes.reduce((sum, count) => sum + count * LANE + GAP, 0);
  const height = bottom + AXIS + LEGEND;
  let y = TOP;
  const rows = history.mirrors.map((mirror, nth) => {
    const row = drawMirror(history, mirror, y);
    y += (lanes[nth] ?? 1) * LANE + GAP;
    return row;
  });
  const title = `Mirrors of ${paper}, ${utcMinute(history.from)} to ${utcMinute(history.to)} UTC`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escape(title)}</title>`,
    `<desc id="desc">${escape(describe(history))}</desc>`,
    `<style>${PICTURE_STYLE}</style>`,
    `<defs>${VERDICTS.map(patternOf).join('')}</defs>`,
    `<rect class="ground" width="${WIDTH}" height="${height}"/>`,
    `<text class="title" x="24" y="38">Mirrors of ${escape(paper)}</text>`,
    `<text class="small" x="24" y="60">What probes found, ${utcMinute(history.from)} to ${utcMinute(history.to)}; the worst of each ${escape(spanText(history.intervalMs))}</text>`,
    drawAxis(history, bottom),
    ...rows,
    drawLegend(bottom + AXIS),
    '</svg>\n',
  ].join('\n');
}

function drawMirror(history: History, mirror: MirrorHistory, y: number): string {
  const { id, state, lanes } = mirror;
  const name = `<text class="name" x="24" y="${y + 14}">${escape(id)}</text><text class="small" x="24" y="${y + 30}">${state}</text>`;
  const nothing =
    lanes.length === 0
      ? `<text class="small" x="${LEFT + 6}" y="${y + 14}">not probed in this time</text>`
      : '';
  const drawn = lanes.map((lane, nth) => drawLane(history, id, lane, y + nth * LANE));
  return `<g>${name}${nothing}${drawn.join('')}</g>`;
}

function drawLane({ from, intervalMs }: History, id: string, lane: Lane, y: number): string {
  const cell = (WIDTH - LEFT - RIGHT) / lane.verdicts.length;
  const cells = stretchesOf(lane.verdicts).map(({ verdict, start, end }) => {
    const [begins, ends] = [from + start * intervalMs, from + end * intervalMs];
    const told = `${id} from ${lane.vantage}: ${verdict}, ${utcMinute(begins)} to ${utcMinute(ends)} UTC`;
    const block = drawBlock(verdict, (end - start) * cell);
    return `<g class="${verdict}" transform="translate(${(LEFT + start * cell).toFixed(2)} ${y})"><title>${escape(told)}</title>${block}</g>`;
  });
  const line = `<line class="line" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y + LANE / 2 - 1.5}" y2="${y + LANE / 2 - 1.5}"/>`;
  return `${line}<text class="vantage" x="${LEFT - 12}" y="${y + 13}">${escape(lane.vantage)}</text>${cells.join('')}`;
}

/** A stretch in the verdict's colour, with as many whole signs as fit, at least one. */
function drawBlock(verdict: Verdict, width: number): string {
  const fill = `<rect class="fill" width="${width.toFixed(2)}" height="${TILE}" rx="2"/>`;
  if (SIGNS[verdict] === '') return fill;
  const count = Math.floor(width / TILE);
  const from = `translate(${((width - Math.max(1, count) * TILE) / 2).toFixed(2)} 0)`;
  if (count < 2) return `${fill}<path class="sign" transform="${from}" d="${SIGNS[verdict]}"/>`;
  return `${fill}<rect transform="${from}" width="${count * TILE}" height="${TILE}" fill="url(#${verdict})"/>`;
}

/** A tile with the verdict's sign. */
const patternOf = (verdict: Verdict): string =>
  `<pattern id="${verdict}" width="${TILE}" height="${TILE}" patternUnits="userSpaceOnUse" class="${verdict}"><path class="sign" d="${SIGNS[verdict]}"/></pattern>`;

function drawAxis({ from, to }: History, bottom: number): string {
  const scale = (WIDTH - LEFT - RIGHT) / (to - from);
  const marks = ticksOf(from, to).map(({ at, label }) => {
    const x = (LEFT + (at - from) * scale).toFixed(1);
    return `<line class="tick" x1="${x}" x2="${x}" y1="${TOP - 8}" y2="${bottom}"/><text class="label" x="${x}" y="${bottom + 16}">${label}</text>`;
  });
  return `<g>${marks.join('')}<text class="axis" x="24" y="${bottom + 16}">mirror, vantage</text><text class="axis end" x="${WIDTH - RIGHT}" y="${TOP - 14}">time, UTC →</text></g>`;
}

function drawLegend(y: number): string {
  const meanings: Record<Verdict, string> = {
    ok: 'ok',
    slow: 'slow',
    stale: 'stale: genuine, but old',
    blocked: 'blocked',
    poisoned: 'poisoned: not the paper',
  };
  const widths = [84, 96, 204, 120, 216];
  let x = LEFT;
  const entries = VERDICTS.map((verdict, nth) => {
    const entry = `<g class="${verdict}" transform="translate(${x} ${y})">${drawBlock(verdict, TILE)}<text class="small" x="25" y="13">${meanings[verdict]}</text></g>`;
    x += widths[nth] ?? 0;
    return entry;
  });
  return `<g>${entries.join('')}<line class="line" x1="${x}" x2="${x + 17}" y1="${y + 8.5}" y2="${y + 8.5}"/><text class="small" x="${x + 25}" y="${y + 13}">not probed</text></g>`;
}

/** The picture in words: each mirror from each vantage, how it is now and how often it was how. */
export function describe({ mirrors }: History): string {
  const lanes = mirrors.flatMap(({ id, state, lanes: own }) =>
    own.length === 0
      ? [`${id} (${state}): not probed.`]
      : own.map(({ vantage, verdicts, last }) => {
          const known = verdicts.filter((verdict) => verdict !== null);
          const counts = VERDICTS.flatMap((verdict) => {
            const count = known.filter((one) => one === verdict).length;
            return count === 0 ? [] : [`${verdict} in ${count} of ${known.length} intervals`];
          });
          return `${id} (${state}) from ${vantage}: now ${last.verdict}, ${counts.join(', ')}.`;
        }),
  );
  return lanes.length === 0 ? 'There is no mirror yet.' : lanes.join(' ');
}

export function spanText(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours < 1) return `${Math.round(hours * 60)} minutes`;
  if (hours < 48) return `${Number(hours.toFixed(1))} hours`;
  return `${Number((hours / 24).toFixed(1))} days`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
