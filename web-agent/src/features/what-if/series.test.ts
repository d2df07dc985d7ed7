import { expect, it } from 'vitest';
import type { Simulation, SimulationResult } from '@/shared/api/types';
import { seriesOf } from './series';

const result = (digest: string, day: string) =>
  ({ decisionsDigest: digest, halfHours: [{ from: `${day}T00:00:00+00:00`, figures: {} }, { from: `${day}T00:30:00+00:00`, figures: {} }], clients: [], queues: [] }) as unknown as SimulationResult;
const run = (name: string, base: SimulationResult, changed: SimulationResult | null) => ({ name, result: { base, changed } }) as unknown as Simulation;

it('shows a base that two runs share once', () => {
  const base = result('same', '2026-03-09');
  const shown = seriesOf(run('One', base, result('one', '2026-03-09')), run('Two', base, result('two', '2026-03-09')), 'Base', 'Changed');
  expect(shown.map(({ name }) => name)).toEqual(['One: Base', 'One: Changed', 'Two: Changed']);
});

it('puts the half-hours of another day beside those of the first', () => {
  const [first, second] = seriesOf(run('One', result('one', '2026-03-09'), null), run('Two', result('two', '2026-03-12'), null), 'Base', 'Changed');
  const times = (one: typeof first) => one?.result.halfHours.map(({ from }) => from);
  expect(times(first)).toEqual(['2026-03-09T00:00:00.000Z', '2026-03-09T00:30:00.000Z']);
  expect(times(second)).toEqual(times(first));
});
