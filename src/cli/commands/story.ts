import type { Command } from 'commander';
import type { Act, Define } from '../call.ts';
import { diffStory, historyOf, listStories, showStory } from '../story/see.ts';
import { addStory, reviseStory, translateStory } from '../story/write.ts';
import { correctStory, moveStory, publishStory, updateStory, withdrawStory } from '../story/move.ts';

export const define: Define = (command, act) => {
  seeing(command, act);
  writing(command, act);
  moving(command, act);
  command.addHelpText(
    'after',
    `
Examples:
  longwave story list --state review
  longwave story add talks.md
  longwave story publish 4kq7c2mzt5ra
  longwave story correct 4kq7c2mzt5ra --text "The vote was on 3 May" --before "4 May" --after "3 May"

<id> is a story's id, its address or its slug. Stories are written in Markdown with front matter: docs/MARKDOWN.md. What a change makes public is pressed at once;
--no-press leaves that to the server or to "longwave press".
`,
  );
};

function seeing(command: Command, act: Act): void {
  command
    .command('list')
    .description('List stories, the newest change first')
    .option('--state <state>', 'only this state, e.g. draft, review, live')
    .option('--lang <lang>', 'only this language')
    .option('--section <id>', 'only this section')
    .option('--tag <id>', 'only this tag')
    .option('--text <words>', 'only stories with these words in the headline')
    .option('--limit <number>', 'at most so many', '30')
    .addHelpText('after', '\nExample:\n  longwave story list --state live --lang ru --limit 10\n')
    .action(act(listStories));
  command
    .command('show <id>')
    .description('Show a story: what it says, its state, its translations and notes')
    .option('--revision <number>', 'an older revision')
    .option('--markdown', 'the whole story as Markdown, ready to be changed and given to "story revise"')
    .addHelpText('after', '\nExample:\n  longwave story show 4kq7c2mzt5ra --markdown > talks.md\n')
    .action(act(showStory));
  command
    .command('history <id>')
    .description('Show the revisions of a story and the states it went through')
    .addHelpText('after', '\nExample:\n  longwave story history 4kq7c2mzt5ra\n')
    .action(act(historyOf));
  command
    .command('diff <id> [from] [to]')
    .description('Show what changed between two revisions; without numbers, from what is live to the newest')
    .addHelpText('after', '\nExample:\n  longwave story diff 4kq7c2mzt5ra 2 3\n')
    .action(act(diffStory));
}

function writing(command: Command, act: Act): void {
  command
    .command('add <file>')
    .description('Add a story from a Markdown file; it starts as a draft')
    .addHelpText('after', '\nExample:\n  longwave story add talks.md\n')
    .action(act(addStory));
  command
    .command('revise <id> <file>')
    .description('Save a new revision from a Markdown file; readers see it when it is published')
    .option(
      '--base <number>',
      'the revision that the file was written on, instead of the "revision:" in its front matter; a newer one in between is never overwritten',
    )
    .addHelpText('after', '\nExample:\n  longwave story revise 4kq7c2mzt5ra talks.md --base 3\n')
    .action(act(reviseStory));
  command
    .command('translate <id> <file>')
    .description('Add a translation of a story from a Markdown file in another language')
    .addHelpText('after', '\nExample:\n  longwave story translate 4kq7c2mzt5ra talks.ru.md\n')
    .action(act(translateStory));
}

function moving(command: Command, act: Act): void {
  command
    .command('move <id> <state>')
    .description('Move a story to another state: draft, review, approved, scheduled, embargoed, live, killed')
    .option('--due <time>', 'when a scheduled or embargoed story goes live, e.g. 2026-12-01T06:00:00+02:00')
    .option('--reason <text>', 'why, kept in the story’s history')
    .option('--no-press', 'do not press now')
    .addHelpText(
      'after',
      '\nExample:\n  longwave story move 4kq7c2mzt5ra embargoed --due 2026-12-01T06:00:00+02:00\n',
    )
    .action(act(moveStory));
  command
    .command('publish <id>')
    .description('Make the newest revision live, now')
    .option('--no-press', 'do not press now')
    .addHelpText('after', '\nExample:\n  longwave story publish 4kq7c2mzt5ra\n')
    .action(act(publishStory));
  command
    .command('correct <id>')
    .description('Say publicly that the story was wrong; with a file, publish the corrected text too')
    .requiredOption('--text <text>', 'the correction as readers see it')
    .option('--before <text>', 'what stood there')
    .option('--after <text>', 'what is right')
    .option('--file <file>', 'the corrected story as Markdown')
    .option('--no-press', 'do not press now')
    .addHelpText(
      'after',
      '\nExample:\n  longwave story correct 4kq7c2mzt5ra --text "The vote was on 3 May, not 4 May" --file talks.md\n',
    )
    .action(act(correctStory));
  command
    .command('update <id>')
    .description('Say publicly that the news moved; with a file, publish the new text too')
    .requiredOption('--text <text>', 'the update as readers see it')
    .option('--file <file>', 'the story as Markdown')
    .option('--no-press', 'do not press now')
    .addHelpText(
      'after',
      '\nExample:\n  longwave story update 4kq7c2mzt5ra --text "Adds the ministry’s answer"\n',
    )
    .action(act(updateStory));
  command
    .command('withdraw <id>')
    .description('Take a live story back; a tombstone with the reason stands at its address')
    .requiredOption('--reason <text>', 'why, as readers see it')
    .option('--redact', 'leave no headline, address or text in what is public')
    .option('--no-press', 'do not press now')
    .addHelpText(
      'after',
      '\nExample:\n  longwave story withdraw 4kq7c2mzt5ra --reason "A source is in danger" --redact\n',
    )
    .action(act(withdrawStory));
}
