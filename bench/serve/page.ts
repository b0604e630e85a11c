/** A page of 800 invented words in the shape of a story page; the same at every run. */
export function storyPage(words: number): string {
  const syllables = [
    'ka',
    're',
    'lo',
    'ven',
    'ti',
    'mur',
    'sha',
    'del',
    'on',
    'pri',
    'est',
    'ga',
    'lin',
    'or',
    'du',
  ];
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const word = (): string => Array.from({ length: 1 + next(4) }, () => syllables[next(15)]).join('');
  const paragraphs = Array.from(
    { length: words / 50 },
    () => `<p>${Array.from({ length: 50 }, word).join(' ')}.</p>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${word()}</title></head><body><article>${paragraphs.join('\n')}</article></body></html>\n`;
}
