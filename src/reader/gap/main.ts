import { type Answer, compute, openSpeech } from './compute.ts';
import { type PageData, readData } from './data.ts';
import { answerFile, MOST_BYTES } from './file.ts';

/*
 * The script of the page about the gap. It asks the place that the page is of for one file, and nobody else; files that a
 * reader chooses stay where they are, and nothing is kept.
 */

async function published(data: PageData): Promise<string> {
  const response = await fetch(data.record, { cache: 'no-cache', credentials: 'omit' });
  if (!response.ok) throw new Error(String(response.status));
  const text = await response.text();
  if (text.length > MOST_BYTES) throw new Error(data.words.large);
  return text;
}

function start(data: PageData, section: HTMLElement): void {
  const { words } = data;
  const speech = openSpeech(data);
  let turn = 0;
  const run = async (work: () => Promise<Answer>): Promise<void> => {
    turn += 1;
    const mine = turn;
    show(section, { good: true, heading: words.working, steps: [] }, 'working');
    const began = performance.now();
    const answer = await work().catch((error: unknown): Answer => {
      const why = error instanceof Error ? error.message : String(error);
      return { good: false, heading: words.wrong, steps: [speech.say(words.malformed, { why })] };
    });
    const ms = Math.max(1, Math.round(performance.now() - began));
    if (mine !== turn) return;
    answer.steps.push(speech.say(words.took, { ms }), words.sent);
    show(section, answer, answer.good ? 'good' : 'bad');
  };
  const button = find('gap-compute', HTMLButtonElement);
  button.addEventListener('click', () => {
    void run(async () => {
      let text: string;
      try {
        text = await published(data);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return { good: false, heading: speech.say(words.unreachable, { why }), steps: [] };
      }
      return compute(data, text, speech);
    });
  });
  const input = find('gap-file', HTMLInputElement);
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file === undefined) return;
    void run(async () => {
      if (file.size > MOST_BYTES) return { good: false, heading: words.large, steps: [] };
      const here = await published(data).catch(() => null);
      return answerFile(data, speech, { text: await file.text(), published: here });
    });
    // The same file may be chosen again after it was changed.
    input.value = '';
  });
  find('gap-tools', HTMLElement).hidden = false;
}

/** Everything goes in as text: what is checked may be hostile. */
function show(section: HTMLElement, { heading, steps }: Answer, tone: string): void {
  const head = document.createElement('h3');
  head.textContent = heading;
  const list = document.createElement('ol');
  for (const step of steps) {
    const item = document.createElement('li');
    item.textContent = step;
    list.append(item);
  }
  section.className = `gap-answer ${tone}`;
  section.replaceChildren(head, ...(steps.length > 0 ? [list] : []));
  section.hidden = false;
}

function find<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no "${id}"`);
}

const element = document.getElementById('gap-data');
if (element !== null) start(readData(element), find('gap-answer', HTMLElement));
