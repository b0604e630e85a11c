/** What those at the desk are told while they work. Names stand only where they may be known. */
export type DeskEvent =
  /** `taken`: from somebody, who may hand over what is not saved yet. */
  | {
      type: 'lock';
      story: string;
      editing: { name: string | null; since: number } | null;
      taken?: boolean;
    }
  | { type: 'saved'; story: string; revision: number; at: number }
  /** `at`: when the story was last changed, so that nobody is told the same twice. */
  | { type: 'moved'; story: string; state: string; at: number }
  | { type: 'noted'; story: string }
  | { type: 'front'; lang: string }
  | { type: 'pressing' }
  /** `more`: another edition follows at once; only that one holds what was asked for meanwhile. */
  | { type: 'pressed'; edition: number | null; more: boolean }
  | { type: 'press-failed'; message: string }
  | { type: 'pushing'; mirror: string; done: number; total: number }
  | { type: 'pushed'; mirror: string; edition: number | null; error: string | null }
  | { type: 'import'; run: string; done: number; total: number; label: string }
  | { type: 'imported'; run: string; failed: string | null }
  /** Sessions ended: whoever listens looks whether theirs still stands. */
  | { type: 'ended' };

/** Who may hear it: what concerns stories is not for those who read none. */
export const forStaff = ({ type }: DeskEvent): boolean =>
  !['pressing', 'pressed', 'press-failed', 'pushing', 'pushed', 'ended'].includes(type);

export type Bus = {
  tell(event: DeskEvent): void;
  /** @returns the function that stops listening */
  listen(listener: (event: DeskEvent) => void): () => void;
  readonly listeners: number;
};

export function openBus(): Bus {
  const listeners = new Set<(event: DeskEvent) => void>();
  return {
    tell(event) {
      for (const listener of listeners) listener(event);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get listeners() {
      return listeners.size;
    },
  };
}
