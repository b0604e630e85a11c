import { Trouble } from '../client.ts';
import type { desk, Told } from '../client.ts';

type Sent = Told<ReturnType<typeof desk.money.statements.$post>>;
export type FileReport = Sent['reports'][number];

/** Brings statements to the server in one request, one after the other. Throws `Trouble`. */
export async function sendStatements(files: readonly File[]): Promise<Sent> {
  const about = JSON.stringify(files.map(({ name, size }) => ({ name: name.slice(-120), bytes: size })));
  let answer: Response;
  try {
    answer = await fetch(`/api/money/statements?files=${encodeURIComponent(about)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Blob([...files]),
    });
  } catch {
    throw new Trouble(0, null);
  }
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new Trouble(answer.status, body);
  return body as Sent;
}
