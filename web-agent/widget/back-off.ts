/** Waiting times of repeated attempts: doubling from a second to half a minute, spread so that many customers do not return at once. */
export class BackOff {
  private attempts = 0;

  constructor(private readonly random: () => number = Math.random) {}

  next(): number {
    const ceiling = Math.min(30_000, 1_000 * 2 ** this.attempts);
    this.attempts = Math.min(this.attempts + 1, 10);
    return ceiling * (0.5 + this.random() / 2);
  }

  reset(): void {
    this.attempts = 0;
  }
}
