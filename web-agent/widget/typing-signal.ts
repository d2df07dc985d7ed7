/** The server hears at most one "typing" in four seconds, and one "stopped" after five seconds of silence. */
const repeatAfter = 4_000;
const stopAfter = 5_000;

export class TypingSignal {
  private saidAt = 0;
  private typing = false;
  private stopTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly say: (typing: boolean) => void) {}

  input(hasText: boolean): void {
    clearTimeout(this.stopTimer);
    if (!hasText) {
      this.stop();
      return;
    }
    const now = Date.now();
    if (!this.typing || now - this.saidAt >= repeatAfter) {
      this.typing = true;
      this.saidAt = now;
      this.say(true);
    }
    this.stopTimer = setTimeout(() => { this.stop(); }, stopAfter);
  }

  /** The message itself tells that typing is over. */
  sent(): void {
    clearTimeout(this.stopTimer);
    this.typing = false;
  }

  private stop(): void {
    clearTimeout(this.stopTimer);
    if (!this.typing) return;
    this.typing = false;
    this.say(false);
  }
}
