import { describe, expect, it } from 'vitest';
import type { Scenario } from '@/shared/api/types';
import { changeOf, errorsOf, newChange, newGroup, newQueue, type Plan, queueKey, scenarioOf } from './plan';
import { daily, daysBetween, instantOf } from './zone-instant';

const plan = (part: Partial<Plan> = {}): Plan => ({
  name: 'Try', source: 'generated', date: '', timeZone: 'Europe/Madrid', draft: '', seed: 3, day: '2026-03-29',
  queues: [newQueue('Acme', 'Support')], groups: [newGroup('Crew', ['Acme'])], changes: [], ...part,
});

describe('times on the wall', () => {
  it('become instants, also where the clocks change', () => {
    expect(instantOf('2026-03-28', '09:00', 'Europe/Madrid')).toBe('2026-03-28T08:00:00.000Z');
    expect(instantOf('2026-03-29', '09:00', 'Europe/Madrid')).toBe('2026-03-29T07:00:00.000Z');
    expect(instantOf('2026-03-29', '00:00', 'Asia/Kolkata')).toBe('2026-03-28T18:30:00.000Z');
  });

  it('run over midnight when they end before they begin', () => {
    expect(daily(['2026-03-28'], '22:00', '06:00', 'UTC')).toEqual([{ from: '2026-03-28T22:00:00.000Z', to: '2026-03-29T06:00:00.000Z' }]);
  });

  it('belong to the days of their zone', () => {
    expect(daysBetween('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 'Europe/Madrid')).toEqual(['2026-03-29']);
    expect(daysBetween('2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z', 'UTC')).toEqual(['2026-03-28', '2026-03-29']);
  });
});

describe('a generated day', () => {
  it('is as long as that day is there, and says nothing of empty half-hours', () => {
    const scenario = scenarioOf(plan());
    expect(Date.parse(scenario.end) - Date.parse(scenario.start)).toBe(23 * 3_600_000);
    const [queue] = scenario.queues;
    expect(queue?.arrivals?.every(({ count, from, to }) => count > 0 && to > from)).toBe(true);
    expect(queue?.arrivals?.length).toBeLessThan(48);
    expect(queue?.patience?.meanSeconds).toBe(180);
    expect(scenario.agents?.[0]?.shifts).toEqual([{ from: '2026-03-29T06:00:00.000Z', to: '2026-03-29T17:00:00.000Z' }]);
  });

  it('has endless patience where none is said', () => {
    expect(scenarioOf(plan({ queues: [{ ...newQueue('Acme', 'Support'), patience: '' }] })).queues[0]).not.toHaveProperty('patience');
  });
});

describe('changes', () => {
  const scenario: Scenario = scenarioOf(plan());
  const of = queueKey({ client: 'Acme', name: 'Support' });

  it.each([
    [{ ...newChange('staffing'), group: 'Crew', count: 7 }, { kind: 'staffing', group: 'Crew', count: 7 }],
    [{ ...newChange('volume'), percent: 120 }, { kind: 'volume', factor: 1.2 }],
    [{ ...newChange('handle'), of, percent: 90 }, { kind: 'handle', factor: 0.9, queue: 'Support', client: 'Acme' }],
    [{ ...newChange('patience'), of: 'Acme', percent: 50 }, { kind: 'patience', factor: 0.5, client: 'Acme' }],
    [{ ...newChange('shift'), group: 'Crew' }, { kind: 'shift', group: 'Crew', shifts: null }],
    [{ ...newChange('queue'), of, target: 20 }, { kind: 'queue', queue: 'Support', client: 'Acme', answerTargetSeconds: 20, headStartSeconds: null, offerSeconds: null, ringAgents: null, bestSkilled: null, open: null }],
  ])('are said as the server reads them: %#', (line, said) => {
    expect(changeOf(line, scenario)).toEqual(said);
  });

  it('add a group that is like another one', () => {
    const said = changeOf({ ...newChange('add-group'), group: 'Crew', name: 'Late', count: 2, from: '16:00', to: '22:00' }, scenario);
    expect(said).toMatchObject({ kind: 'add-group', group: { name: 'Late', count: 2, clients: ['Acme'], shifts: [{ from: '2026-03-29T14:00:00.000Z', to: '2026-03-29T20:00:00.000Z' }] } });
  });
});

describe('what is wrong', () => {
  it('is nothing where all is said', () => {
    const changes = [{ ...newChange('staffing'), group: 'Crew', count: 7 }];
    expect(errorsOf(plan({ changes }), scenarioOf(plan()))).toEqual({});
  });

  it('is said by field', () => {
    const bad = plan({
      name: ' ', seed: 1.5, queues: [{ ...newQueue('', ''), handle: 0 }, { ...newQueue('', ''), arrivals: [0] }], groups: [{ ...newGroup('', []), from: '' }],
      changes: [newChange('staffing'), newChange('queue'), { ...newChange('volume'), percent: '' }],
    });
    expect(errorsOf(bad, scenarioOf(plan()))).toEqual({
      name: 'required', seed: 'number', 'queues.0.name': 'required', 'queues.0.client': 'choose', 'queues.0.handle': 'number', 'queues.1.name': 'required', 'queues.1.client': 'choose',
      'queues.1.arrivals': 'traffic', 'groups.0.name': 'required', 'groups.0.clients': 'choose', 'groups.0.to': 'hours', 'changes.0.group': 'choose', 'changes.0.count': 'number', 'changes.1.of': 'choose',
      'changes.1.target': 'nothing', 'changes.2.percent': 'number',
    });
  });
});
