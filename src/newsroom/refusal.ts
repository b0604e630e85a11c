import type { FieldFault } from './border-faults.ts';
import type { Reason, Refused } from './types.ts';

/** A call that cannot be right whatever the newsroom holds: a malformed draft, an id that was never given out. */
export class NewsroomError extends Error {
  readonly code: string;
  /** The first field that is wrong, by its path: `names.en`; empty when no field is meant. */
  readonly field: string;
  /** What is wrong with that field; null when no field is meant. */
  readonly fault: FieldFault | null;

  constructor(
    code: string,
    message: string,
    options: { cause?: unknown; field?: string; fault?: FieldFault } = {},
  ) {
    const { field = '', fault = null, ...rest } = options;
    super(message, rest);
    this.name = 'NewsroomError';
    this.code = code;
    this.field = field;
    this.fault = fault;
  }
}

export function refused(...reasons: Reason[]): Refused {
  return { ok: false, reasons };
}

export function reason(code: string, message: string, about?: Reason['about']): Reason {
  return { code, message, ...(about && { about }) };
}

export function noStory(id: string): NewsroomError {
  return new NewsroomError('no_story', `No story has the id "${id}"; list the stories to find it`);
}
