/*
 * Marks of direction that turn letters around. Whoever can put an override into a caption makes "gnp.exe" read as
 * something else, and one that never ends turns what stands after it. Isolates and embeddings that are closed turn
 * nothing but what they hold, as Persian with Latin names in it needs; the joiners and marks that Persian, Hindi and
 * emoji are written with are no matter of this.
 */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** Nothing of it can be seen: spaces, controls, marks of direction, joiners without letters. */
const UNSEEN = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u;

const [EMBED, OVERRIDE, ISOLATE] = ['embed', 'override', 'isolate'] as const;
type Open = { kind: typeof EMBED | typeof OVERRIDE | typeof ISOLATE; at: number };

const OPENS: Readonly<Record<string, Open['kind']>> = {
  '\u202a': EMBED,
  '\u202b': EMBED,
  '\u202d': OVERRIDE,
  '\u202e': OVERRIDE,
  '\u2066': ISOLATE,
  '\u2067': ISOLATE,
  '\u2068': ISOLATE,
};
const [POP, POP_ISOLATE] = ['\u202c', '\u2069'];

/** A label as it is kept: calm, and empty where nothing of it can be seen. */
export function calmLabel(text: string): string {
  return UNSEEN.test(text) ? '' : calm([text]).join('');
}

/** The same of each line of a longer text. */
export const calmLines = (text: string): string =>
  UNSEEN.test(text)
    ? ''
    : text
        .split('\n')
        .map((line) => calm([line]).join(''))
        .join('\n');

/**
 * Texts that follow each other in one block, without overrides and without marks of direction that are not closed, or
 * close nothing, within them. No other character goes.
 */
export function calm(texts: readonly string[]): string[] {
  const whole = texts.join('');
  if (whole.search(TURNING) === -1) return [...texts];
  const gone = goneIn(whole);
  let before = 0;
  return texts.map((text) => {
    const from = before;
    before += text.length;
    return text.replace(TURNING, (sign, at: number) => (gone.has(from + at) ? '' : sign));
  });
}

/** Places of the marks that go, by the rules X1 to X8 of Unicode's bidirectional algorithm. */
function goneIn(text: string): Set<number> {
  const gone = new Set<number>();
  const open: Open[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    const kind = OPENS[sign];
    if (kind !== undefined) open.push({ kind, at });
    else if (sign === POP) close(open, at, gone);
    else if (sign === POP_ISOLATE) closeIsolate(open, at, gone);
  }
  for (const { at } of open) gone.add(at);
  return gone;
}

function close(open: Open[], at: number, gone: Set<number>): void {
  const last = open.at(-1);
  if (last === undefined || last.kind === ISOLATE) {
    gone.add(at);
    return;
  }
  open.pop();
  if (last.kind === OVERRIDE) gone.add(last.at).add(at);
}

/** What was opened within an isolate ends with it. */
function closeIsolate(open: Open[], at: number, gone: Set<number>): void {
  const from = open.findLastIndex(({ kind }) => kind === ISOLATE);
  if (from === -1) gone.add(at);
  else for (const { kind, at: opened } of open.splice(from)) if (kind !== ISOLATE) gone.add(opened);
}
