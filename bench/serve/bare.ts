/*
 * The measure: node:http that sends one fixed buffer with the header lines it is given.
 *   node bench/serve/bare.ts BODY FIELDS PORT
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [body = '', fields = '', port = '0'] = process.argv.slice(2);
const bytes = readFileSync(body);
const lines = readFileSync(fields, 'utf8').trimEnd().split('\n');
const server = createServer((_, response) => {
  response.writeHead(200, lines);
  response.end(bytes);
});
server.listen({ port: Number(port), host: '127.0.0.1', backlog: 4096 }, () => process.send?.('ready'));
process.once('disconnect', () => process.exit());
