import type { Simulation, SimulationResult } from '@/shared/api/types';

/** One result among those that are shown beside each other; the first is what the others are measured by. */
export interface Series {
  name: string;
  result: SimulationResult;
}

/** Base and changed of a run; with another one its own, too, unless it has the same base. */
export function seriesOf(run: Simulation, other: Simulation | undefined, base: string, changed: string): Series[] {
  const of = ({ name, result }: Simulation): Series[] => {
    if (!result) return [];
    const said = (what: string) => (other ? `${name}: ${what}` : what);
    return [{ name: said(base), result: result.base }, ...(result.changed ? [{ name: said(changed), result: result.changed }] : [])];
  };
  const own = of(run);
  const theirs = other ? of(other) : [];
  const all = [...own, ...theirs.filter(({ result }) => !own.some((one) => one.result.decisionsDigest === result.decisionsDigest))];
  const start = all[0]?.result.halfHours[0]?.from;
  return all.map(({ name, result }) => ({ name, result: start === undefined ? result : begunAt(start, result) }));
}

type HalfHours = SimulationResult['halfHours'];

/** Half-hours of another day stand beside those of the first: what is compared is how a day goes. */
function begunAt(start: string, result: SimulationResult): SimulationResult {
  const by = Date.parse(start) - Date.parse(result.halfHours[0]?.from ?? start);
  const moved = (halfHours: HalfHours): HalfHours => halfHours.map(({ from, figures }) => ({ from: new Date(Date.parse(from) + by).toISOString(), figures }));
  const all = <Part extends { halfHours: HalfHours }>(parts: Part[]): Part[] => parts.map((part) => ({ ...part, halfHours: moved(part.halfHours) }));
  return { ...result, halfHours: moved(result.halfHours), clients: all(result.clients), queues: all(result.queues) };
}
