import type { Newsroom, Refused, State, Story } from '#newsroom';
import { editionFolder, withAll, type Opened } from '../open.ts';
import { Refusal, UsageError } from '../out.ts';
import { pressNow } from '../pressing.ts';
import type { Call } from '../call.ts';
import { minute, storyOf } from './see.ts';
import { refusalOf, saveFile } from './write.ts';

type Pressing = { press: boolean };

export async function moveStory(
  call: Call,
  id: string,
  to: string,
  options: Pressing & { due?: string; reason?: string },
): Promise<void> {
  const { STATES } = await import('#newsroom');
  const state = STATES.find((one) => one === to);
  if (!state) throw new UsageError(`"${to}" is no state; it is one of ${STATES.join(', ')}`);
  if (state === 'corrected' || state === 'withdrawn') {
    throw new UsageError(
      `A story becomes ${state} by "longwave story ${state === 'corrected' ? 'correct' : 'withdraw'}", which asks for what readers are told`,
    );
  }
  await change(call, id, options, `moved to ${state}`, (newsroom, story) =>
    newsroom.stories.move({
      story: story.id,
      to: state,
      ...(options.due === undefined ? {} : { due: timeOf(options.due) }),
      ...(options.reason === undefined ? {} : { reason: options.reason }),
    }),
  );
}

/** A time with its zone. @throws UsageError */
function timeOf(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at) || !/(Z|[+-]\d{2}:?\d{2})$/.test(text)) {
    throw new UsageError(`"${text}" is no time with a zone; write it like 2026-12-01T06:00:00+02:00`);
  }
  return at;
}

export async function publishStory(call: Call, id: string, options: Pressing): Promise<void> {
  await change(call, id, options, 'published', (newsroom, story) =>
    newsroom.stories.move({ story: story.id, to: 'live' satisfies State }),
  );
}

export async function correctStory(
  call: Call,
  id: string,
  options: Pressing & { text: string; before?: string; after?: string; file?: string },
): Promise<void> {
  const { text, before, after, file } = options;
  await change(call, id, options, 'corrected', async (newsroom, story) => {
    if (file !== undefined) await saveFile(call, newsroom, id, file);
    return newsroom.stories.correct({
      story: story.id,
      text,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      revision: file === undefined ? 'live' : 'newest',
    });
  });
}

export async function updateStory(
  call: Call,
  id: string,
  options: Pressing & { text: string; file?: string },
): Promise<void> {
  const { text, file } = options;
  await change(call, id, options, 'updated', async (newsroom, story) => {
    if (file !== undefined) await saveFile(call, newsroom, id, file);
    return newsroom.stories.update({
      story: story.id,
      text,
      revision: file === undefined ? 'live' : 'newest',
    });
  });
}

export async function withdrawStory(
  call: Call,
  id: string,
  options: Pressing & { reason: string; redact?: boolean },
): Promise<void> {
  await change(
    call,
    id,
    options,
    options.redact === true ? 'withdrawn and redacted' : 'withdrawn',
    (newsroom, story) =>
      newsroom.stories.withdraw({ story: story.id, reason: options.reason, redact: options.redact === true }),
    options.redact === true ? (opened) => forget(call, opened, options) : undefined,
  );
}

/** Takes what was redacted out of the packs as well, and says who may still hold it. */
async function forget({ out, settings }: Call, { depot }: Opened, { press }: Pressing): Promise<void> {
  if (press) {
    try {
      await depot.gc({ keep: 1 });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      out.note(
        `Its old bytes still lie in the packs of "${editionFolder(settings)}", where no reader gets them: ${why}`,
      );
    }
  } else out.note('Readers still have it: run "longwave press"');
  out.note(
    'Neither its words nor its address stand in any page, feed, list or log of the edition now. It is still in',
  );
  out.note(' · the newsroom’s own database, which no reader sees, with every revision');
  out.note(' · backups from before: make a new one, then delete those');
  out.note(' · exported folders, mirrors and readers’ devices, until they have this edition');
  out.note(' · copies that others made, which nobody can call back');
}

/** One change of state: made, then pressed unless asked not to, then told. */
async function change(
  call: Call,
  id: string,
  options: Pressing,
  done: string,
  act: (newsroom: Newsroom, story: Story) => Promise<{ ok: true } | Refused>,
  after: (opened: Opened) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { out } = call;
  await withAll(call.settings, call.now, async (opened) => {
    const result = await act(opened.newsroom, await storyOf(opened.newsroom, id));
    if (!result.ok) throw refusalOf(`Story "${id}" was not ${done}`, result);
    const story = await storyOf(opened.newsroom, id);
    const edition = options.press ? await pressed(call, opened) : null;
    out.result({ story, edition }, () => {
      out.line(
        `${out.good('✓')} Story ${story.id} is ${done}${story.dueAt === null ? '' : `, due ${minute(story.dueAt)}`}`,
      );
      if (story.path !== null) out.line(`  ${story.path}`);
      if (edition) out.line(out.dim(`  ${editionLine(edition)}`));
    });
    await after(opened);
  });
}

type Pressed = { edition: number; files: number; ms: number; current: boolean };

/** Nothing to press: no reader sees the change, or a server or another command has pressed it meanwhile. */
function editionLine({ edition, files, ms, current }: Pressed): string {
  return current
    ? `Edition ${edition} is current: nothing was left to press`
    : `Edition ${edition}: ${files} ${files === 1 ? 'file' : 'files'} in ${ms} ms`;
}

async function pressed(call: Call, opened: Opened): Promise<Pressed> {
  const started = call.now();
  try {
    const report = await pressNow(call, opened, { full: false });
    const { edition, added, changed, removed } = report;
    const files = added.length + changed.length + removed.length;
    return { edition, files, ms: call.now() - started, current: files === 0 };
  } catch (error) {
    throw new Refusal('The change is kept, but no edition was made of it', [
      error instanceof Error ? error.message : String(error),
      'Mend that and run "longwave press"',
    ]);
  }
}
