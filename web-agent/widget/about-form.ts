import { fields, type AboutCustomer } from './about-customer';
import { button, element, setText } from './dom';
import type { Snapshot } from './snapshot';
import type { TextKey, Translate } from './texts';
import type { Field } from './wire';

interface Row {
  node: HTMLElement;
  label: HTMLElement;
  input: HTMLInputElement;
  wrong: HTMLElement;
}

const kinds: Record<Field, Record<string, string>> = {
  name: { type: 'text', autocomplete: 'name', maxlength: '100' },
  email: { type: 'email', autocomplete: 'email', maxlength: '254' },
  topic: { type: 'text', autocomplete: 'off', maxlength: '200' },
};

/** Who the customer is and what it is about: folded above the composer, or in its place while something is required. */
export class AboutForm {
  readonly node: HTMLElement;
  private readonly lead: HTMLElement;
  private readonly fold = element('details');
  private readonly summary = element('summary');
  private readonly rows: Record<Field, Row>;
  private readonly list: HTMLElement;
  private readonly start: HTMLButtonElement;
  private shown: Snapshot['form'] = null;
  private refused: readonly string[] = [];

  /** onDone: everything is as it should be and the customer wants to go on. */
  constructor(
    private readonly about: AboutCustomer,
    private readonly text: Translate,
    private readonly onDone: () => void,
  ) {
    this.rows = { name: this.row('name'), email: this.row('email'), topic: this.row('topic') };
    this.list = element('div', {}, ...fields.map((field) => this.rows[field].node));
    this.lead = element('h3', { id: 'about-lead' }, text('beforeWeStart'));
    this.start = button(text('startChat'), 'strong', () => { this.submit(); });
    this.fold.append(this.summary);
    this.node = element('div', { class: 'about-form', role: 'group' }, this.lead, this.fold, this.start);
    this.node.hidden = true;
  }

  render({ form, refusedFields }: Snapshot): void {
    this.node.hidden = form === null;
    if (form === null) return;
    const { asks } = this.about;
    const required = form === 'required';
    for (const field of fields) {
      const { node, label, input } = this.rows[field];
      node.hidden = asks[field] === 'off';
      setText(label, required && asks[field] !== 'required' ? this.text('optional', { label: this.text(field) }) : this.text(field));
      input.required = asks[field] === 'required';
    }
    setText(this.summary, this.text(asks.name !== 'off' && asks.email !== 'off' && asks.topic === 'off' ? 'details' : 'aboutYou'));
    if (form !== this.shown) this.arrange(required);
    this.shown = form;
    if (refusedFields === this.refused) return;
    this.refused = refusedFields;
    for (const field of fields) if (refusedFields.includes(field)) this.complain(field, field === 'email' ? 'emailInvalid' : 'needed');
  }

  /** False when something is missing or wrong; it is said beside its field, and the first of them has the focus. */
  check(): boolean {
    if (this.node.hidden) return true;
    const wrong = fields.filter((field) => !this.checkField(field));
    const [first] = wrong;
    if (first === undefined) return true;
    this.fold.open = true;
    this.rows[first].input.focus();
    return false;
  }

  focus(): void {
    this.rows[fields.find((field) => !this.rows[field].node.hidden) ?? 'name'].input.focus();
  }

  private submit(): void {
    if (this.check()) this.onDone();
  }

  private row(field: Field): Row {
    const wrong = element('p', { class: 'wrong', id: `${field}-wrong` });
    const input = element('input', { ...kinds[field], id: field });
    const label = element('label', { for: field });
    input.value = this.about.details[field] ?? '';
    input.addEventListener('input', () => {
      this.about.details = { ...this.about.details, [field]: input.value.trim() };
      this.complain(field, null);
    });
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    return { node: element('div', { class: 'field' }, label, input, wrong), label, input, wrong };
  }

  /** Only ever when what is asked has changed: a field that is moved loses the focus. */
  private arrange(required: boolean): void {
    this.lead.hidden = this.start.hidden = !required;
    this.fold.hidden = required;
    this.node.classList.toggle('first', required);
    if (required) {
      this.node.insertBefore(this.list, this.start);
      this.node.setAttribute('aria-labelledby', 'about-lead');
    } else {
      this.fold.append(this.list);
      this.node.removeAttribute('aria-labelledby');
    }
  }

  private checkField(field: Field): boolean {
    const { node, input } = this.rows[field];
    if (node.hidden) return true;
    const missing = input.required && input.value.trim() === '';
    const wrong = missing ? 'needed' : input.checkValidity() ? null : 'emailInvalid';
    this.complain(field, wrong);
    return wrong === null;
  }

  private complain(field: Field, problem: TextKey | null): void {
    const { input, wrong } = this.rows[field];
    setText(wrong, problem === null ? '' : this.text(problem));
    if (problem === null) {
      input.removeAttribute('aria-invalid');
      input.removeAttribute('aria-describedby');
    } else {
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', wrong.id);
    }
  }
}
