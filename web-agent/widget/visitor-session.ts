import type { Store } from './store';
import type { Answer, VisitorDetails, Wire } from './wire';

/** The visitor's token: opened when first needed, kept in the browser, shared by tabs. */
export class VisitorSession {
  constructor(
    private readonly wire: Wire,
    private readonly store: Store,
    private readonly details: () => VisitorDetails,
  ) {}

  get token(): string | null {
    return this.store.read<{ token: string }>('session')?.token ?? null;
  }

  /** The token at hand, or a new session's. */
  async ensure(): Promise<Answer<string>> {
    const token = this.token;
    if (token !== null) return { ok: true, value: token };
    const answer = await this.wire.openSession(this.details());
    if (!answer.ok) return answer;
    this.store.write('session', answer.value);
    return { ok: true, value: answer.value.token };
  }

  /** Forgets a token that the server refused, unless another tab has already replaced it. */
  forget(refused: string): void {
    if (this.token === refused) this.store.write('session', null);
  }
}
