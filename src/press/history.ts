import type { LiveStory, PublicEvent, PublicVersion } from '#newsroom';
import { changesPath, type HistoryEvent, type HistoryView, type VersionView } from '#reader';
import { noteView } from './notes.ts';
import type { PageKey } from './keys.ts';
import type { Output } from './output.ts';

/** A story's public life as its page of changes shows it. */
export function historyView({ history, recordedSince }: LiveStory): HistoryView {
  return { events: history.map(eventView), since: recordedSince };
}

function eventView(event: PublicEvent): HistoryEvent {
  if (event.kind === 'withdrawn') return event;
  const notes = event.notes.map(noteView);
  return event.kind === 'noted'
    ? { ...event, notes }
    : { ...event, notes, version: versionView(event.version) };
}

/** Names of authors, sections and tags are compared by their ids: a new name is no change of the story. */
function versionView(version: PublicVersion): VersionView {
  const { headline, standfirst, kicker, dateline, body, section, tags, series, bylines, lead, summary } =
    version;
  return {
    headline,
    standfirst,
    kicker,
    dateline,
    body,
    details: {
      byline: JSON.stringify(bylines),
      section: section ?? '',
      tags: JSON.stringify(tags),
      series: JSON.stringify(series),
      picture: JSON.stringify(lead),
      summary,
    },
  };
}

/** Where a page of changes may have stood that what was rendered now does not have. */
export function emptiedChanges(key: PageKey, outputs: readonly Output[]): string[] {
  if (key.kind === 'forwarding') return [changesPath(key.path)];
  const [story] = outputs;
  return key.kind === 'story' && story !== undefined ? [changesPath(story.path)] : [];
}
