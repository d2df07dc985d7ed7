import { notifications } from '@mantine/notifications';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { hasCode } from '@/shared/api/problem';
import type { Agent, Skill } from '@/shared/api/types';
import { useProblemText } from '@/shared/ui/use-problem-text';
import classes from '@/features/admin/admin.module.css';
import { agentsQuery } from '@/features/admin/queries';

const best = 10;

/** Thrown when somebody else has given this very level another value meanwhile. */
class ChangedMeanwhile extends Error {}

/** One cell of the matrix: a level is typed over, arrows go on to the next cell, and nothing or 0 takes the skill away. */
export function LevelCell({ agent, skill }: { agent: Agent; skill: Skill }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const known = levelOf(agent, skill.id);
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation({
    // One after the other: each needs the version that the one before it made.
    scope: { id: `levels of ${agent.id}` },
    mutationFn: (level: number | null) => put(queryClient, agent.id, skill.id, known, level),
    onSuccess: (changed) => {
      keep(queryClient, changed);
      setTyped(null);
    },
    onError: (error) => {
      // What was typed stays in the cell, marked.
      void queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey });
      notifications.show({
        color: 'red',
        message: error instanceof ChangedMeanwhile
          ? t('agents.levelChanged', { skill: skill.name, name: agent.name })
          : t('agents.levelNotSaved', { skill: skill.name, name: agent.name, reason: problemText(error) }),
      });
    },
  });
  const text = typed ?? (known === null ? '' : String(known));
  const wanted = read(text);

  const leave = () => {
    if (typed === null || save.isPending) return;
    if (wanted === known) setTyped(null);
    else if (wanted !== undefined) save.mutate(wanted);
  };

  return (
    <input
      className={classes.levelInput}
      data-tier={tierOf(known)}
      inputMode="numeric"
      autoComplete="off"
      maxLength={2}
      placeholder="–"
      aria-label={t('agents.levelOf', { skill: skill.name, name: agent.name })}
      aria-invalid={wanted === undefined || save.isError}
      readOnly={save.isPending}
      value={text}
      onFocus={(event) => { event.currentTarget.select(); }}
      onChange={(event) => {
        save.reset();
        setTyped(event.currentTarget.value.trim());
      }}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setTyped(null);
        else if (event.key === 'Enter' && !move(event.currentTarget, 1, 0)) event.currentTarget.blur();
        else if (event.key === 'Enter') return;
        else if (event.key === 'ArrowDown') move(event.currentTarget, 1, 0);
        else if (event.key === 'ArrowUp') move(event.currentTarget, -1, 0);
        else if (event.key === 'ArrowRight') move(event.currentTarget, 0, 1);
        else if (event.key === 'ArrowLeft') move(event.currentTarget, 0, -1);
        else return;
        event.preventDefault();
      }}
    />
  );
}

/** Null: not the skill at all. Undefined: no level. */
function read(text: string): number | null | undefined {
  if (text === '' || text === '0') return null;
  return /^\d+$/.test(text) && Number(text) <= best ? Number(text) : undefined;
}

function levelOf(agent: Agent, skillId: string): number | null {
  return agent.skills.find((one) => one.skillId === skillId)?.level ?? null;
}

function tierOf(level: number | null): string | undefined {
  return level === null ? undefined : level >= 8 ? 'best' : level >= 4 ? 'good' : 'some';
}

/** Focus on the cell so many rows and columns on; false at the table's edge. */
function move(from: HTMLInputElement, rows: number, columns: number): boolean {
  const cell = from.closest('td');
  const row = cell?.parentElement as HTMLTableRowElement | null;
  const table = row?.parentElement as HTMLTableSectionElement | null;
  if (!cell || !row || !table) return false;
  const next = table.rows[row.sectionRowIndex + rows]?.cells[cell.cellIndex + columns]?.querySelector('input');
  next?.focus();
  return next !== null && next !== undefined;
}

function keep(queryClient: QueryClient, changed: Agent): void {
  queryClient.setQueryData<Agent[]>(agentsQuery.queryKey, (list) => list?.map((one) => (one.id === changed.id ? changed : one)));
}

/** An agent's state changes all day and his version with it: only another value of this very level is a conflict. */
async function put(queryClient: QueryClient, agentId: string, skillId: string, known: number | null, level: number | null): Promise<Agent> {
  const cached = queryClient.getQueryData<Agent[]>(agentsQuery.queryKey)?.find((one) => one.id === agentId);
  const send = (agent: Agent) => {
    if (levelOf(agent, skillId) !== known) throw new ChangedMeanwhile();
    const others = agent.skills.filter((one) => one.skillId !== skillId).map((one) => ({ skillId: one.skillId, level: one.level }));
    const skills = level === null ? others : [...others, { skillId, level }];
    return answerOf(api.PUT('/api/v1/agents/{id}', { params: { path: { id: agentId } }, body: { skills, weights: agent.weights, siteId: agent.siteId, version: agent.version } }));
  };
  const fresh = () => answerOf(api.GET('/api/v1/agents/{id}', { params: { path: { id: agentId } } }));
  try {
    return await send(cached ?? (await fresh()));
  } catch (error) {
    if (!hasCode(error, 'version_conflict')) throw error;
    return send(await fresh());
  }
}
