import type { Store } from './store';
import type { Field, PreChat, VisitorDetails } from './wire';

export const fields: readonly Field[] = ['name', 'email', 'topic'];

/** What is asked by a server that does not say. */
const standard: PreChat = { name: 'optional', email: 'optional', topic: 'off' };

/** What the customer says of himself before he writes; kept as he types it. */
export class AboutCustomer {
  /** What the server did not take. */
  refused: readonly string[] = [];

  constructor(
    private readonly store: Store,
    private readonly asked: () => PreChat | undefined,
  ) {}

  get asks(): PreChat {
    return this.asked() ?? standard;
  }

  get details(): VisitorDetails {
    return this.store.read<VisitorDetails>('details') ?? {};
  }

  set details(details: VisitorDetails) {
    this.store.write('details', fields.some((field) => details[field]) ? details : null);
  }

  /** Of it what this widget asks for. */
  toSend(): VisitorDetails {
    const { asks, details } = this;
    const said = fields.flatMap((field) => (asks[field] !== 'off' && details[field] ? [[field, details[field]]] : []));
    return Object.fromEntries(said) as VisitorDetails;
  }

  form(): 'required' | 'optional' | null {
    const { asks, details } = this;
    if (fields.every((field) => asks[field] === 'off')) return null;
    if (this.refused.length > 0) return 'required';
    const required = fields.filter((field) => asks[field] === 'required');
    const ready = required.every((field) => details[field]) && this.store.read<boolean>('begun');
    return required.length > 0 && !ready ? 'required' : 'optional';
  }

  begin(): void {
    this.refused = [];
    this.store.write('begun', true);
  }

  refuse(refused: readonly string[]): void {
    this.refused = refused;
    this.store.write('begun', null);
  }
}
