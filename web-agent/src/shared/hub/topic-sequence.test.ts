import { describe, expect, it } from 'vitest';
import { TopicSequence } from './topic-sequence';

describe('topic sequence', () => {
  it('applies what follows, ignores what is known, and reports what was missed', () => {
    const sequence = new TopicSequence();
    sequence.reset({ 'user:1': 7 });
    expect(sequence.judge('user:1', 7)).toBe('old');
    expect(sequence.judge('user:1', 8)).toBe('apply');
    expect(sequence.judge('user:1', 8)).toBe('old');
    expect(sequence.judge('user:1', 11)).toBe('gap');
    expect(sequence.judge('user:1', 12)).toBe('apply');
  });

  it('counts each topic by itself and takes an unknown one for missed', () => {
    const sequence = new TopicSequence();
    sequence.reset({ a: 1, b: 5 });
    expect(sequence.judge('a', 2)).toBe('apply');
    expect(sequence.judge('b', 6)).toBe('apply');
    expect(sequence.judge('c', 1)).toBe('gap');
  });

  it('starts anew after a reset, also backwards', () => {
    const sequence = new TopicSequence();
    sequence.reset({ a: 90 });
    sequence.reset({ a: 0 });
    expect(sequence.judge('a', 1)).toBe('apply');
  });

  it('leaves topics alone that a reset does not name', () => {
    const sequence = new TopicSequence();
    sequence.reset({ a: 3, b: 7 });
    sequence.reset({ a: 1000 });
    expect(sequence.judge('a', 1001)).toBe('apply');
    expect(sequence.judge('b', 8)).toBe('apply');
  });
});
