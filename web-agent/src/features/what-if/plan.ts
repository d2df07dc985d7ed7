import type { Change, Scenario } from '@/shared/api/types';
import { daily, daysBetween, instantOf } from './zone-instant';

// What a planner types, as plain data, and what it says to the server. A field that is left empty says nothing.

type Typed = number | string;

export interface QueueLine {
  client: string;
  name: string;
  channel: string;
  /** Expected contacts of each half-hour of the day. */
  arrivals: Typed[];
  handle: Typed;
  patience: Typed;
  wrapUp: Typed;
  target: Typed;
}

export interface GroupLine {
  name: string;
  count: Typed;
  clients: string[];
  from: string;
  to: string;
}

export const changeKinds = ['staffing', 'add-group', 'skill', 'weight', 'queue', 'shares', 'site', 'shift', 'volume', 'handle', 'patience'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** One line of changes; each kind uses the fields that it needs. */
export interface ChangeLine {
  kind: ChangeKind;
  group: string;
  name: string;
  count: Typed;
  skill: string;
  channel: string;
  /** A queue as the list of queues writes it, or a client; empty for all. */
  of: string;
  target: Typed;
  headStart: Typed;
  offer: Typed;
  ring: Typed;
  bestSkilled: string;
  from: string;
  to: string;
  site: string;
  percent: Typed;
  shares: { client: string; guaranteed: Typed; cap: Typed }[];
}

export interface Plan {
  name: string;
  source: 'recorded' | 'generated';
  date: string;
  timeZone: string;
  /** A draft of rules that is tried on the recorded day; empty for none. */
  draft: string;
  seed: Typed;
  day: string;
  queues: QueueLine[];
  groups: GroupLine[];
  changes: ChangeLine[];
}

export const halfHours = 48;

export const presets = {
  none: () => Array.from({ length: halfHours }, (): Typed => 0),
  office: (perHalfHour = 12) => Array.from({ length: halfHours }, (_, at): Typed => (at >= 18 && at < 34 ? perHalfHour : 0)),
  // Two humps, at ten and at three, as most contact centres know them.
  humps: (top = 20) =>
    Array.from({ length: halfHours }, (_, at): Typed => {
      const near = (peak: number) => Math.exp(-(((at + 0.5) / 2 - peak) ** 2) / 4);
      return at >= 16 && at < 38 ? Math.round(top * Math.max(near(10.5), 0.9 * near(15))) : 0;
    }),
  always: (perHalfHour = 6) => Array.from({ length: halfHours }, (): Typed => perHalfHour),
};

export const newQueue = (client: string, name: string): QueueLine => ({
  client, name, channel: 'chat', arrivals: presets.humps(), handle: 300, patience: 180, wrapUp: 30, target: 60,
});

export const newGroup = (name: string, clients: string[]): GroupLine => ({ name, count: 5, clients, from: '08:00', to: '19:00' });

export const newChange = (kind: ChangeKind): ChangeLine => ({
  kind, group: '', name: '', count: '', skill: '', channel: '', of: '', target: '', headStart: '', offer: '', ring: '', bestSkilled: '', from: '', to: '', site: '', percent: '', shares: [],
});

const num = (typed: Typed): number | undefined => (typed === '' ? undefined : Number(typed));

/** The generated day; its patience without a number is endless. */
export function scenarioOf(plan: Plan): Scenario {
  const at = (slot: number) => instantOf(plan.day, `${String(Math.floor(slot / 2)).padStart(2, '0')}:${slot % 2 === 0 ? '00' : '30'}`, plan.timeZone);
  const next = daily([plan.day], '00:00', '00:00', plan.timeZone)[0]?.to ?? '';
  return {
    name: plan.name, start: at(0), end: next, timeZone: plan.timeZone, seed: num(plan.seed) ?? 1, shares: [], sites: [],
    queues: plan.queues.map((queue) => ({
      name: queue.name.trim(), client: queue.client, channel: queue.channel, skills: {}, offerSeconds: 20, autoAccept: false, ringAgents: 1, bestSkilled: false, headStartSeconds: 0, relaxations: [],
      answerTargetSeconds: num(queue.target) ?? 60,
      handle: { distribution: 'exponential' as const, meanSeconds: num(queue.handle) ?? 0, coefficientOfVariation: 1 },
      ...(queue.patience === '' ? {} : { patience: { distribution: 'exponential' as const, meanSeconds: Number(queue.patience), coefficientOfVariation: 1 } }),
      ...(num(queue.wrapUp) ? { wrapUp: { distribution: 'fixed' as const, meanSeconds: Number(queue.wrapUp), coefficientOfVariation: 1 } } : {}),
      // A half-hour that the clocks leave out has no time for anybody to come in.
      arrivals: queue.arrivals.map((count, slot) => ({ from: at(slot), to: slot + 1 < halfHours ? at(slot + 1) : next, count: num(count) ?? 0 })).filter(({ from, to, count }) => count > 0 && to > from),
      contacts: [],
    })),
    agents: plan.groups.map((group) => ({
      name: group.name.trim(), count: num(group.count) ?? 0, clients: served(plan, group), channels: [...new Set(plan.queues.map(({ channel }) => channel))],
      skills: {}, weights: {}, interruptible: false, handleFactor: 1, acceptSeconds: { distribution: 'fixed' as const, meanSeconds: 2, coefficientOfVariation: 1 },
      ...(group.from === '' ? {} : { shifts: clipped(daily([plan.day], group.from, group.to, plan.timeZone), next) }),
    })),
  } as Scenario;
}

// Whom nothing comes from needs nobody.
const served = (plan: Plan, group: GroupLine) => group.clients.filter((client) => plan.queues.some((queue) => queue.client === client));

const clipped = (shifts: { from: string; to: string }[], end: string) => shifts.map(({ from, to }) => ({ from, to: to < end ? to : end }));

export const queueKey = ({ client, name }: { client: string; name: string }) => `${client} · ${name}`;

/** What is said to the server of a line; it stands on a scenario, whose queues, groups and days it names. */
export function changeOf(line: ChangeLine, scenario: Scenario): Change {
  const queue = scenario.queues.find((one) => queueKey(one) === line.of);
  const days = daysBetween(scenario.start, scenario.end, scenario.timeZone ?? 'UTC');
  const hours = line.from === '' ? undefined : clipped(daily(days, line.from, line.to, scenario.timeZone ?? 'UTC'), new Date(scenario.end).toISOString());
  const which = queue ? { queue: queue.name, client: queue.client } : line.of === '' ? {} : { client: line.of };
  const factor = Number(line.percent) / 100;
  switch (line.kind) {
    case 'staffing':
      return { kind: 'staffing', group: line.group, count: Number(line.count) };
    case 'add-group': {
      const like = scenario.agents?.find(({ name }) => name === line.group);
      return { kind: 'add-group', group: { ...like, name: line.name.trim(), count: Number(line.count), ...(hours ? { shifts: hours } : {}) } } as Change;
    }
    case 'skill':
      return { kind: 'skill', group: line.group, skill: line.skill.trim(), level: Number(line.count) };
    case 'weight':
      return { kind: 'weight', group: line.group, channel: line.channel, weight: Number(line.count) };
    case 'queue':
      return {
        kind: 'queue', queue: queue?.name ?? '', client: queue?.client ?? '',
        answerTargetSeconds: num(line.target) ?? null, headStartSeconds: num(line.headStart) ?? null, offerSeconds: num(line.offer) ?? null,
        ringAgents: num(line.ring) ?? null, bestSkilled: line.bestSkilled === '' ? null : line.bestSkilled === 'yes', open: hours ?? null,
      };
    case 'shares':
      return {
        kind: 'shares',
        shares: line.shares.filter(({ guaranteed, cap }) => guaranteed !== '' || cap !== '')
          .map(({ client, guaranteed, cap }) => ({ client, guaranteed: num(guaranteed) ?? null, cap: num(cap) ?? null })),
      };
    case 'site':
      return { kind: 'site', site: line.site, open: hours ?? null };
    case 'shift':
      return { kind: 'shift', group: line.group, shifts: hours ?? null };
    case 'volume':
    case 'handle':
    case 'patience':
      return { kind: line.kind, factor, ...which } as Change;
  }
}

const whole = (typed: Typed, least: number, most: number) => typed !== '' && Number.isInteger(Number(typed)) && Number(typed) >= least && Number(typed) <= most;
const optional = (typed: Typed, least: number, most: number) => typed === '' || whole(typed, least, most);

export type PlanError = 'required' | 'number' | 'hours' | 'taken' | 'choose' | 'nothing' | 'traffic';

/** What is wrong, by field; the server looks again, and at more. */
export function errorsOf(plan: Plan, scenario: Scenario | null): Record<string, PlanError> {
  const errors: Record<string, PlanError> = {};
  const need = (held: boolean, field: string, error: PlanError) => {
    if (!held) errors[field] ??= error;
  };
  need(plan.name.trim() !== '', 'name', 'required');
  need(whole(plan.seed, 0, 2_147_483_647), 'seed', 'number');
  if (plan.source === 'recorded') need(plan.date !== '', 'date', 'choose');
  else generated(plan, need);
  plan.changes.forEach((line, at) => { changed(line, scenario, (held, field, error) => { need(held, `changes.${String(at)}.${field}`, error); }); });
  return errors;
}

type Need = (held: boolean, field: string, error: PlanError) => void;

function generated(plan: Plan, need: Need): void {
  need(plan.day !== '', 'day', 'required');
  plan.queues.forEach((queue, at) => {
    const field = (name: string) => `queues.${String(at)}.${name}`;
    need(queue.name.trim() !== '', field('name'), 'required');
    need(plan.queues.findIndex((one) => queueKey(one) === queueKey(queue)) === at, field('name'), 'taken');
    need(queue.client !== '', field('client'), 'choose');
    need(whole(queue.handle, 1, 86_400), field('handle'), 'number');
    need(whole(queue.target, 1, 86_400), field('target'), 'number');
    need(optional(queue.patience, 1, 86_400), field('patience'), 'number');
    need(optional(queue.wrapUp, 0, 86_400), field('wrapUp'), 'number');
    need(queue.arrivals.every((count) => count === '' || (Number(count) >= 0 && Number(count) <= 100_000)), field('arrivals'), 'number');
    need(queue.arrivals.some((count) => Number(count) > 0), field('arrivals'), 'traffic');
  });
  plan.groups.forEach((group, at) => {
    const field = (name: string) => `groups.${String(at)}.${name}`;
    need(group.name.trim() !== '', field('name'), 'required');
    need(plan.groups.findIndex(({ name }) => name.trim() === group.name.trim()) === at, field('name'), 'taken');
    need(whole(group.count, 0, 20_000), field('count'), 'number');
    need(served(plan, group).length > 0, field('clients'), 'choose');
    need((group.from === '') === (group.to === '') && (group.from === '' || group.from !== group.to), field('to'), 'hours');
  });
}

function changed(line: ChangeLine, scenario: Scenario | null, need: Need): void {
  const { kind } = line;
  const groups = ['staffing', 'add-group', 'skill', 'weight', 'shift'];
  if (groups.includes(kind)) need(scenario?.agents?.some(({ name }) => name === line.group) ?? false, 'group', 'choose');
  if (kind === 'add-group') need(line.name.trim() !== '', 'name', 'required');
  if (kind === 'add-group') need(scenario?.agents?.every(({ name }) => name !== line.name.trim()) ?? true, 'name', 'taken');
  if (kind === 'staffing' || kind === 'add-group') need(whole(line.count, 0, 20_000), 'count', 'number');
  if (kind === 'skill') need(whole(line.count, 0, 100), 'count', 'number');
  if (kind === 'skill') need(line.skill.trim() !== '', 'skill', 'required');
  if (kind === 'weight') need(whole(line.count, 1, 100), 'count', 'number');
  if (kind === 'weight') need(line.channel !== '', 'channel', 'choose');
  if (kind === 'queue') need(scenario?.queues.some((queue) => queueKey(queue) === line.of) ?? false, 'of', 'choose');
  if (kind === 'queue') need([line.target, line.headStart, line.offer, line.ring, line.bestSkilled, line.from].some((typed) => typed !== ''), 'target', 'nothing');
  if (kind === 'queue') need(optional(line.target, 1, 86_400) && optional(line.headStart, 0, 3_600), 'target', 'number');
  if (kind === 'queue') need(optional(line.offer, 5, 300), 'offer', 'number');
  if (kind === 'queue') need(optional(line.ring, 1, 5), 'ring', 'number');
  if (kind === 'site') need(scenario?.sites?.some(({ name }) => name === line.site) ?? false, 'site', 'choose');
  if (kind === 'shares') need(line.shares.every(({ guaranteed, cap }) => optional(guaranteed, 1, 100) && optional(cap, 1, 100)), 'shares', 'number');
  if (kind === 'volume' || kind === 'handle' || kind === 'patience') need(whole(line.percent, 0, 10_000), 'percent', 'number');
  need((line.from === '') === (line.to === '') && (line.from === '' || line.from !== line.to), 'to', 'hours');
}
