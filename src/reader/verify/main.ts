import { openBoard } from './answer.ts';
import type { Answer, Board } from './answer.ts';
import { openSay } from '../say.ts';
import { readData } from './data.ts';
import type { Desk } from './desk.ts';
import { chosen, dropped, editionIn } from './dropped.ts';
import type { Dropped } from './dropped.ts';
import { answerEdition } from './folder.ts';
import { answerLink } from './link.ts';
import { answerLoose } from './loose.ts';
import { askHere } from './mirror.ts';
import type { Here } from './mirror.ts';
import { answerSave } from './save.ts';
import { answerStory } from './story.ts';

/*
 * The script of the page that verifies. It asks the copy of the site that the page is of, and the host of a link that a
 * reader pastes; files stay where they are, and nothing is kept.
 */

function openDesk(element: Element): Desk {
  const data = readData(element);
  const base = new URL(data.up || './', location.href).href;
  let here: Promise<Here> | undefined;
  const anchor = { root: data.root };
  return { data, say: openSay(data), anchor, base, here: () => (here ??= askHere(base, anchor)) };
}

async function answerFiles(desk: Desk, files: readonly Dropped[], board: Board): Promise<Answer> {
  const { verdicts, noFiles } = desk.data.words;
  const [first] = files;
  if (first === undefined) return { tone: 'unknown', heading: verdicts.unknown, lines: [noFiles] };
  const edition = editionIn(files);
  if (edition !== null) return answerEdition(desk, edition, board);
  const answers: Answer[] = [];
  for (const { path, file } of files.slice(0, MOST)) {
    answers.push((await answerStory(desk, file)) ?? (await answerLoose(desk, file, path)));
  }
  const [only] = answers;
  return answers.length === 1 && only !== undefined ? only : together(desk, answers);
}

const MOST = 200;

/** One answer to several files: the best that holds for all of them. */
function together({ data }: Desk, answers: readonly Answer[]): Answer {
  const tones = new Set(answers.map(({ tone }) => tone));
  const [one = 'unknown'] = tones;
  const tone = tones.size === 1 ? one : 'mixed';
  return {
    tone,
    heading: data.words.verdicts[tone === 'working' ? 'unknown' : tone],
    list: answers.map(({ what = '', heading }) => ({ name: what, said: heading })),
  };
}

function start(desk: Desk, board: Board): void {
  const { words } = desk.data;
  let turn = 0;
  const run = async (work: () => Promise<Answer>, working = words.working): Promise<void> => {
    turn += 1;
    const mine = turn;
    board.progress(working, 0, 0);
    let answer: Answer;
    try {
      answer = await work();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      answer = {
        tone: 'unknown',
        heading: words.verdicts.unknown,
        lines: [desk.say(words.failed, { why })],
      };
    }
    // Whoever asks again wants no answer to the first question.
    if (mine === turn) board.show(answer);
  };
  const tools = find('verify-tools', HTMLFormElement);
  tools.hidden = false;
  tools.addEventListener('submit', (event) => {
    event.preventDefault();
    const { value } = find('verify-link', HTMLInputElement);
    void run(() => answerLink(desk, value));
  });
  for (const id of ['verify-files', 'verify-folder']) {
    const input = find(id, HTMLInputElement);
    input.addEventListener('change', () => {
      const files = chosen(input.files ?? []);
      if (files.length > 0) void run(() => answerFiles(desk, files, board));
      // The same file may be chosen again after it was changed.
      input.value = '';
    });
  }
  const area = find('verify-drop', HTMLElement);
  const over = (event: DragEvent): void => {
    event.preventDefault();
    area.classList.add('over');
  };
  document.addEventListener('dragover', over);
  document.addEventListener('dragleave', () => area.classList.remove('over'));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    area.classList.remove('over');
    const { dataTransfer } = event;
    if (dataTransfer === null) return;
    const files = dropped(dataTransfer);
    void run(async () => answerFiles(desk, await files, board));
  });
  const save = (): void => {
    const path = /^#save=(.+)$/.exec(location.hash)?.[1];
    if (path !== undefined) void run(() => answerSave(desk, decodeURIComponent(path)), words.saving);
  };
  addEventListener('hashchange', save);
  save();
}

function find<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no "${id}"`);
}

const element = document.getElementById('verify-data');
if (element !== null) start(openDesk(element), openBoard(find('verify-answer', HTMLElement)));
