/** Run by a test as a process of its own, with little memory: reads a statement of some megabytes that it makes as it goes. */
import { statementXml, TODAY } from '../testing.ts';
import { readStatements } from './read.ts';

const [megabytes = '1'] = process.argv.slice(2);
const size = Number(megabytes) * 1024 * 1024;
const entries = [
  { day: '2026-11-03', amount: 5, words: ['x'.repeat(140), 'y'.repeat(100)], name: 'Anna Varn' },
];
const whole = statementXml([{ openingOn: '2026-10-31', opening: 0, closingOn: '2026-11-30', entries }]);
const [from, until] = [whole.indexOf('<Ntry>'), whole.indexOf('</Ntry>') + '</Ntry>'.length];
const [entry, count] = [whole.slice(from, until), Math.ceil(size / (until - from))];
const closing = `<Amt Ccy="EUR">${((count * 5) / 100).toFixed(2)}</Amt>`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* file(): AsyncGenerator<Uint8Array> {
  yield bytes(whole.slice(0, from).replace('<Amt Ccy="EUR">0.05</Amt>', closing));
  for (let n = 0; n < count; n++) yield await Promise.resolve(bytes(entry));
  yield bytes(whole.slice(until));
}

let lines = 0;
let read = 0;
for await (const told of readStatements(file(), { today: TODAY, progress: (done) => (read = done) }))
  if (told.kind === 'line') lines += 1;
console.log(JSON.stringify({ lines, expected: count, read }));
