import { expireBanner, expireSlots } from './front.ts';
import { turnNotice } from './notices.ts';
import type { Room } from './room.ts';
import { renderNext } from './renditions.ts';
import { publishDue } from './states.ts';
import type { MediaId, StoryId } from './types.ts';

export type Handlers = Record<string, (payload: unknown) => Promise<void>>;

/** What to do when one of the newsroom's jobs is due, by kind. */
export function handlersOf(room: Room): Handlers {
  return {
    'story.due': async (payload) => {
      await publishDue(room, field(payload, 'story') as StoryId);
    },
    'banner.expire': async (payload) => {
      await expireBanner(room, field(payload, 'lang'));
    },
    'front.slot.expire': async (payload) => {
      await expireSlots(room, field(payload, 'lang'));
    },
    'notice.turn': async (payload) => {
      await turnNotice(room, field(payload, 'notice'));
    },
    'media.render': async (payload) => {
      await renderNext(room, field(payload, 'media') as MediaId);
    },
  };
}

function field(payload: unknown, name: string): string {
  const value = (payload as Record<string, unknown> | null)?.[name];
  if (typeof value !== 'string') throw new Error(`A job came without its "${name}"`);
  return value;
}
