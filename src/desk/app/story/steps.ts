import type { StoryWords } from '../languages/story/en.ts';
import type { Act, State, StoryFile } from '../shapes.ts';

/** Something that can be done with a story now. */
export type Step = {
  id: string;
  word: Exclude<
    {
      [Name in keyof StoryWords['move']]: StoryWords['move'][Name] extends string ? Name : never;
    }[keyof StoryWords['move']],
    never
  >;
  does: keyof StoryWords['move']['does'];
  kind: 'move' | 'correct' | 'update';
  to: State;
  /** States that it passes on the way. */
  by: readonly State[];
  needs: 'nothing' | 'time' | 'reason' | 'public reason' | 'note';
  redact: boolean;
};

const step = (given: Partial<Step> & Pick<Step, 'word' | 'does' | 'to'>): Step => ({
  id: given.word,
  kind: 'move',
  by: [],
  needs: 'nothing',
  redact: false,
  ...given,
});

/** What can be done with the story by who looks at it, most likely first. */
export function stepsOf(file: Pick<StoryFile, 'story' | 'moves'>, acts: readonly Act[]): Step[] {
  const { story, moves } = file;
  const { state } = story;
  const may = (to: State) => moves.includes(to);
  const steps: Step[] = [];
  const newer = story.liveRevision !== null && story.revision > story.liveRevision;
  // Who runs the server may pass approval over; at the desk it is given first, in the same breath where one may do both.
  const unapproved = state === 'draft' || state === 'review';
  const lifted = state === 'embargoed';
  if (may('live') && state === 'withdrawn' && !story.redacted)
    steps.push(step({ word: 'restore', does: 'live', to: 'live', needs: 'reason' }));
  else if (state === 'live' || state === 'corrected') {
    // Readers are told of a change, unless somebody chooses that they are not.
    if (acts.includes('story.correct'))
      steps.push(step({ word: 'correct', does: 'correct', to: 'corrected', kind: 'correct', needs: 'note' }));
    if (acts.includes('story.update'))
      steps.push(step({ word: 'update', does: 'update', to: 'live', kind: 'update', needs: 'note' }));
    if (may('live') && newer) steps.push(step({ word: 'liveNewer', does: 'live', to: 'live' }));
  } else if (unapproved) {
    if (may('approved') && acts.includes('story.publish'))
      steps.push(step({ word: 'live', does: 'live', to: 'live', by: ['approved'] }));
  } else if (may('live')) steps.push(step({ word: 'live', does: 'live', to: 'live' }));
  if (may('review')) steps.push(step({ word: 'review', does: 'review', to: 'review' }));
  if (may('approved') && !lifted) steps.push(step({ word: 'approved', does: 'approved', to: 'approved' }));
  for (const to of ['scheduled', 'embargoed'] as const) {
    const act = to === 'scheduled' ? 'story.schedule' : 'story.embargo';
    const way = unapproved ? may('approved') && acts.includes(act) : may(to);
    const by = unapproved ? (['approved'] as const) : [];
    const word = state === to ? 'otherTime' : to;
    if (way) steps.push(step({ id: to, word, does: to, to, needs: 'time', by }));
  }
  if (may('approved') && lifted)
    steps.push(step({ word: 'lift', does: 'approved', to: 'approved', needs: 'reason' }));
  if (may('draft'))
    steps.push(
      state === 'killed'
        ? step({ word: 'revive', does: 'draft', to: 'draft', needs: 'reason' })
        : step({ word: 'draft', does: 'draft', to: 'draft', needs: lifted ? 'reason' : 'nothing' }),
    );
  if (may('withdrawn') && state !== 'withdrawn')
    steps.push(step({ word: 'withdrawn', does: 'withdrawn', to: 'withdrawn', needs: 'public reason' }));
  if (
    (state === 'live' || state === 'corrected' || state === 'withdrawn') &&
    !story.redacted &&
    acts.includes('story.redact')
  )
    steps.push(
      step({ word: 'redact', does: 'redact', to: 'withdrawn', needs: 'public reason', redact: true }),
    );
  if (may('killed')) steps.push(step({ word: 'killed', does: 'killed', to: 'killed', needs: 'reason' }));
  return steps;
}
