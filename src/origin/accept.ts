/** Which encodings a client takes. */
export type Accepted = { br: boolean; gzip: boolean; identity: boolean };

const known = new Map<string, Accepted>();
const KNOWN_LIMIT = 256;
const LONGEST_KNOWN = 100;

/** Nothing was said: every encoding would be allowed, but a client that is silent seldom unpacks any. */
export const ANYTHING: Accepted = { br: false, gzip: false, identity: true };

let lastField = '';
let lastAccepted: Accepted = { br: false, gzip: false, identity: true };

/** Reads an `Accept-Encoding` field (RFC 9110, 12.5.3). Browsers send the same few again and again. */
export function readAccepted(field: string): Accepted {
  // Comparing with the last one is quicker than hashing a string that has just come off the wire.
  if (field === lastField) return lastAccepted;
  const before = known.get(field);
  if (before !== undefined) {
    [lastField, lastAccepted] = [field, before];
    return before;
  }
  const accepted = parse(field);
  if (known.size < KNOWN_LIMIT && field.length <= LONGEST_KNOWN) known.set(field, accepted);
  return accepted;
}

function parse(field: string): Accepted {
  const weights = new Map<string, boolean>();
  for (const part of field.toLowerCase().split(',').slice(0, 32)) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    weights.set(name === 'x-gzip' ? 'gzip' : name, weight === undefined || Number(weight.slice(2)) > 0);
  }
  const rest = weights.get('*');
  return {
    br: weights.get('br') ?? rest ?? false,
    gzip: weights.get('gzip') ?? rest ?? false,
    identity: weights.get('identity') ?? rest !== false,
  };
}
