import type { Store } from './store';

export type Rating = 'ask' | 'thanks' | 'before';

export interface RatingDraft {
  score: number | null;
  comment: string;
}

/** The question at the end of a talk, which is known by the sequence of its end. */
export class Satisfaction {
  private settled: { at: number; as: Rating } | null = null;

  constructor(private readonly store: Store) {}

  get draft(): RatingDraft {
    return this.store.read<RatingDraft>('rating') ?? { score: null, comment: '' };
  }

  set draft(draft: RatingDraft) {
    this.store.write('rating', draft.score === null && draft.comment === '' ? null : draft);
  }

  shown(at: number): Rating | null {
    if (at === 0) return null;
    if (this.settled?.at === at) return this.settled.as;
    return this.store.read<number>('rated') === at ? null : 'ask';
  }

  /** Answered, or put aside for good: another tab does not ask again. */
  settle(at: number, as: Rating | null): void {
    this.settled = as === null ? null : { at, as };
    this.store.write('rated', at);
    this.store.write('rating', null);
  }

  /** Sequences begin again. */
  forget(): void {
    this.settled = null;
    this.store.write('rated', null);
  }
}
