import { button, element, setText } from './dom';
import type { Satisfaction } from './satisfaction';
import type { Snapshot } from './snapshot';
import type { Translate } from './texts';

const scores = [1, 2, 3, 4, 5] as const;

/** How it was, from 1 to 5, and why: in the way of nothing, and gone when the customer does not want it. */
export class RatingForm {
  readonly node: HTMLElement;
  private readonly question: HTMLElement;
  private readonly thanks = element('p', { role: 'status' });
  private readonly why: HTMLElement;
  private readonly comment: HTMLTextAreaElement;
  private readonly send: HTMLButtonElement;
  private readonly choices: HTMLInputElement[];
  private asked = false;

  constructor(
    private readonly satisfaction: Satisfaction,
    private readonly text: Translate,
    private readonly onAnswer: (score: number | null, comment: string) => void,
  ) {
    this.choices = scores.map((score) => element('input', { type: 'radio', name: 'score', value: String(score), 'aria-label': `${score}: ${text(`rate${score}`)}` }));
    const scale = element('div', { class: 'scale' }, ...this.choices.map((choice, index) =>
      element('label', { class: 'score', title: text(`rate${scores[index] ?? 1}`) }, choice, element('span', { 'aria-hidden': 'true' }, choice.value))));
    const ends = element('div', { class: 'ends', 'aria-hidden': 'true' }, element('span', {}, text('rate1')), element('span', {}, text('rate5')));
    this.comment = element('textarea', { rows: '2', maxlength: '1000', id: 'rate-comment' });
    this.why = element('div', { class: 'field' }, element('label', { for: 'rate-comment' }, text('rateComment')), this.comment);
    this.send = button(text('rateSend'), 'strong', () => { this.answer(); });
    this.question = element('fieldset', {}, element('legend', {}, text('rate')), scale, ends, this.why,
      element('div', { class: 'answer' }, this.send, button(text('rateLater'), 'plain', () => { this.onAnswer(null, ''); })));
    this.node = element('div', { class: 'rating' }, this.question, this.thanks);
    this.node.hidden = true;
    for (const input of [...this.choices, this.comment]) input.addEventListener('input', () => { this.keep(); });
  }

  render({ rating }: Snapshot): void {
    this.node.hidden = rating === null;
    this.question.hidden = rating !== 'ask';
    setText(this.thanks, rating === 'thanks' ? this.text('rateThanks') : rating === 'before' ? this.text('rateBefore') : '');
    if (rating === 'ask' && !this.asked) this.restore();
    this.asked = rating === 'ask';
  }

  private get score(): number | null {
    const chosen = this.choices.find((choice) => choice.checked);
    return chosen ? Number(chosen.value) : null;
  }

  private restore(): void {
    const { score, comment } = this.satisfaction.draft;
    for (const choice of this.choices) choice.checked = Number(choice.value) === score;
    this.comment.value = comment;
    this.why.hidden = this.send.hidden = score === null;
  }

  private keep(): void {
    this.satisfaction.draft = { score: this.score, comment: this.comment.value };
    this.why.hidden = this.send.hidden = this.score === null;
  }

  private answer(): void {
    if (this.score !== null) this.onAnswer(this.score, this.comment.value.trim());
  }
}
