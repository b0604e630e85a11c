import type { Fetch } from '#edition';
import { unpacked } from './answer.ts';
import type { Answer, Look } from './answer.ts';
import type { Verdict } from './verdict.ts';

/** Why a walk through a mirror came to its end: the way to it, not what stands there. */
export type Hindrance = { verdict: Extract<Verdict, 'blocked' | 'slow'>; text: string };

const REDIRECTS = 3;

/** Statuses by which a host says that it has no such file. Object storage says 403 where listing is not allowed. */
const ABSENT = [403, 404, 410];

/** One walk through a mirror from a vantage. After the first hindrance nothing more is asked. */
export class Walk {
  readonly #look: Look;
  readonly #base: string;
  readonly #ms: number;
  readonly #ends: () => boolean;
  readonly #signal: AbortSignal;
  #hindrance: Hindrance | null = null;
  /** The last status that said that a file is not there. */
  absent: number | null = null;
  /** Whether anything came that was not an error. */
  answered = false;

  /** @param options.ends whether the time for the whole walk is over */
  constructor(options: { look: Look; base: string; ms: number; ends: () => boolean; signal: AbortSignal }) {
    this.#signal = options.signal;
    this.#look = options.look;
    this.#base = options.base;
    this.#ms = options.ms;
    this.#ends = options.ends;
  }

  get hindrance(): Hindrance | null {
    return this.#hindrance;
  }

  readonly fetch: Fetch = async (path, limit) => {
    let url = addressOf(this.#base, path);
    for (let hops = 0; ; hops++) {
      if (this.#ends()) this.#stop({ verdict: 'slow', text: 'it took longer than a probe may' });
      if (this.#hindrance !== null) throw new Error(this.#hindrance.text);
      const answer = await this.#look({ url, limit, ms: this.#ms, signal: this.#signal });
      if (answer.kind !== 'answer')
        this.#stop({ verdict: answer.kind === 'late' ? 'slow' : 'blocked', text: answer.text });
      const next = this.#read(answer, url, hops);
      if (next === null) return ABSENT.includes(answer.status) ? null : unpacked(answer, limit);
      url = next;
    }
  };

  /** @returns where to go on, or null where this is the answer */
  #read({ status, fields }: Extract<Answer, { kind: 'answer' }>, url: string, hops: number): string | null {
    if (ABSENT.includes(status)) this.absent = status;
    else if (status === 200) this.answered = true;
    else if (status >= 300 && status < 400) return this.#sentOn(fields.get('location') ?? '', url, hops);
    else if (status === 451)
      this.#stop({ verdict: 'blocked', text: 'it answers 451, not available for legal reasons' });
    else this.#stop({ verdict: 'blocked', text: `it answers ${status}` });
    return null;
  }

  #sentOn(location: string, url: string, hops: number): string {
    const target = URL.canParse(location, url) ? new URL(location, url) : null;
    if (target === null || target.hostname !== new URL(url).hostname)
      this.#stop({ verdict: 'blocked', text: `it sends on to "${location}", another host` });
    if (hops >= REDIRECTS) this.#stop({ verdict: 'blocked', text: 'it sends on in a circle' });
    return target.href;
  }

  #stop(hindrance: Hindrance): never {
    this.#hindrance ??= hindrance;
    throw new Error(hindrance.text);
  }
}

/** An address in which neither a shell nor a program finds anything to obey. */
export function addressOf(base: string, path: string): string {
  const names = path.split('/').map(encodeURIComponent).join('/');
  return `${base}${names}`.replace(
    /[^A-Za-z0-9\-._~%/:[\]@]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
}
