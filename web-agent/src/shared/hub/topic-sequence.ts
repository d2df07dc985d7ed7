export type Verdict = 'apply' | 'old' | 'gap';

/** Keeps the last number of each topic, and tells whether an item is next, known already, or shows that one was missed. */
export class TopicSequence {
  readonly #last = new Map<string, number>();

  /** These topics begin anew at these numbers, be they higher or lower than before. */
  reset(topics: Readonly<Record<string, number>>): void {
    for (const [topic, seq] of Object.entries(topics)) this.#last.set(topic, seq);
  }

  judge(topic: string, seq: number): Verdict {
    const last = this.#last.get(topic);
    if (last !== undefined && seq <= last) return 'old';
    this.#last.set(topic, seq);
    return last !== undefined && seq === last + 1 ? 'apply' : 'gap';
  }
}
