import type { Figures, SimulationResult } from '@/shared/api/types';

export type Measure = 'serviceLevel' | 'asaSeconds' | 'abandonRate' | 'longestWaitSeconds' | 'occupancy' | 'load';

/** How each is written, and in which direction it is better; null: neither. */
export const measures: { measure: Measure; unit: 'share' | 'seconds' | 'erlangs'; better: 'more' | 'less' | null }[] = [
  { measure: 'serviceLevel', unit: 'share', better: 'more' },
  { measure: 'asaSeconds', unit: 'seconds', better: 'less' },
  { measure: 'abandonRate', unit: 'share', better: 'less' },
  { measure: 'longestWaitSeconds', unit: 'seconds', better: 'less' },
  { measure: 'occupancy', unit: 'share', better: null },
  { measure: 'load', unit: 'erlangs', better: null },
];

export const unitOf = (measure: Measure) => measures.find((one) => one.measure === measure)?.unit ?? 'erlangs';

/** A part of a result: the whole of it, one client's, or one queue's. */
export interface Part {
  key: string;
  client: string | null;
  queue: string | null;
}

export const whole: Part = { key: '', client: null, queue: null };

/** All parts that any of the results has. */
export function partsOf(results: SimulationResult[]): Part[] {
  const parts = results.flatMap(({ clients, queues }) => [
    ...clients.map(({ client }): Part => ({ key: `client ${client}`, client, queue: null })),
    ...queues.map(({ client, queue }): Part => ({ key: `queue ${client} ${queue}`, client, queue })),
  ]);
  const sorted = [...new Map(parts.map((part) => [part.key, part])).values()];
  const rank = ({ client, queue }: Part) => `${client ?? ''}\n${queue ?? ''}`;
  return [whole, ...sorted.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))];
}

export interface PartFigures {
  figures: Figures;
  halfHours: { from: string; figures: Figures }[];
}

export function figuresOf(result: SimulationResult, { client, queue }: Part): PartFigures | undefined {
  if (client === null) return { figures: result.total, halfHours: result.halfHours };
  if (queue === null) return result.clients.find((one) => one.client === client);
  return result.queues.find((one) => one.client === client && one.queue === queue);
}

/** The half-hours of any of them in which something came or somebody worked. */
export function timesOf(parts: (PartFigures | undefined)[]): string[] {
  const busy = parts.flatMap((part) => part?.halfHours.filter(({ figures }) => figures.offered > 0 || figures.occupancy !== null || (figures.load ?? 0) > 0) ?? []);
  return [...new Set(busy.map(({ from }) => from))].toSorted((a, b) => Date.parse(a) - Date.parse(b));
}

/** As people read it; a dash where there is no base. */
export function figureText(value: number | null | undefined, unit: 'share' | 'seconds' | 'erlangs', locale: string): string {
  if (value === null || value === undefined) return '–';
  if (unit === 'share') return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value);
  if (unit === 'seconds') return new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', unitDisplay: 'narrow', maximumFractionDigits: value < 100 ? 1 : 0 }).format(value);
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
}

/** What a change makes of it, with its sign; of shares in percentage points. Null when one of the two has no base. */
export function differenceOf(measure: Measure, before: number | null | undefined, now: number | null | undefined) {
  if (before === null || before === undefined || now === null || now === undefined) return null;
  const { unit, better } = measures.find((one) => one.measure === measure) ?? { unit: 'erlangs' as const, better: null };
  const scaled = (now - before) * (unit === 'share' ? 100 : 1);
  const value = Math.round(scaled * 10) / 10;
  return { value, unit, good: better === null || value === 0 ? null : value > 0 === (better === 'more') };
}
