import { html } from '#reader';
import type { Html } from '#reader';
import type { SupportParts } from './context.ts';
import { openForm, type Said, show, wrong } from './said.ts';
import { type GivenName, wallForm } from './wall-views.ts';

/** Takes the name that a supporter chose, or says why not. */
export async function chooseName(
  { contributions, wall }: SupportParts,
  said: Said,
  { code, form }: { code: string; form: Map<string, string> },
): Promise<Response> {
  const words = said.words.mine.wall;
  const { contribution } = await contributions.open(code);
  if (contribution.state === 'open' || contribution.state === 'stopped')
    return wrong(said, 409, said.words.errors.state);
  const given: GivenName = {
    name: form.get('name') ?? '',
    showsAmount: form.has('amount'),
    country: form.get('country') ?? '',
  };
  const chosen = await wall.choose(contribution, given);
  const page = (status: number, text: string | Html, below: Html): Response =>
    show(
      said,
      words.title,
      html`<section class="card${status === 200 ? '' : ' warn'}" role="${status === 200 ? 'status' : 'alert'}"><p>${text}</p></section>
        ${below}`,
      { status },
    );
  switch (chosen.kind) {
    case 'waiting':
      return page(200, words.chosen, openForm(said, code, said.words.thanks.open));
    case 'wrong':
      return page(422, words.wrong, wallForm(said, code, given));
    case 'refused': {
      const grounds = chosen.grounds.map((ground) => said.words.refused.grounds[ground]).join(' ');
      const text = chosen.unknown ? words.unknown : `${words.refused} ${grounds}`.trim();
      return page(403, text, openForm(said, code, said.words.thanks.open));
    }
  }
}
