/**
 * How long the desk's list of stories takes to answer, by filter, over real HTTP: `node bench/desk-list.ts [stories]`.
 * Prints the median and the slowest of twenty answers in milliseconds.
 */
import { draft, openBench, stock } from '../test/desk.ts';
import { opener, type DatabaseName } from '../test/databases.ts';

const FILTERS = [
  '',
  '&state=draft&lang=en',
  '&section=home',
  '&tag=a',
  '&text=harbour+77',
  '&text=nowhere',
  '&mine=1',
];

async function measure(name: DatabaseName, stories: number): Promise<void> {
  const { open, clean } = opener(name);
  const desk = await openBench(open);
  await stock(desk);
  const person = await desk.person('Mara', 'editor');
  for (let from = 0; from < stories; from += 1000)
    await desk.newsroom.batch(async () => {
      for (let n = from; n < Math.min(from + 1000, stories); n++)
        await desk.newsroom.stories.create({
          lang: n % 3 === 0 ? 'ru' : 'en',
          draft: draft(`Story ${n} of the harbour`, {
            section: n % 5 === 0 ? 'home' : 'world',
            tags: n % 7 === 0 ? ['a', 'b'] : ['b'],
          }),
          account: n % 11 === 0 ? person.account.id : 'someone',
          at: desk.clock.now + n,
        });
    });
  for (const filter of FILTERS) {
    const times: number[] = [];
    for (let n = 0; n < 21; n++) {
      const from = performance.now();
      const { status, text } = await person.ask('GET', `/api/stories?limit=100${filter}`);
      times.push(performance.now() - from);
      if (status !== 200) throw new Error(text);
    }
    const sorted = times.slice(1).sort((a, b) => a - b);
    const [median = 0, worst = 0] = [sorted[10], sorted.at(-1)];
    console.log(`${name} ${stories} ${filter || '(all)'}: ${median.toFixed(0)} / ${worst.toFixed(0)} ms`);
  }
  await desk.close();
  await clean();
}

for (const name of ['sqlite', 'postgres'] as const) await measure(name, Number(process.argv[2] ?? 10_000));
