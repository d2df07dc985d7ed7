import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { breakReasonsQuery, useBreakLabel } from '@/shared/api/break-reasons';
import { answerOf, api } from '@/shared/api/client';
import { may, useSession } from '@/shared/api/session';
import type { AgentMe, AgentState } from '@/shared/api/types';
import { spanText } from '@/shared/ui/duration';
import { later } from '@/shared/ui/later';
import { useNow } from '@/shared/ui/use-now';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { applyMe } from './cache';
import classes from './desk.module.css';
import { meQuery } from './queries';

const Today = later(async () => (await import('./today')).Today);

interface StateChange {
  state: AgentState;
  reason?: string;
}

export function StateSwitch() {
  const session = useSession();
  const works = may(session, 'tickets.work');
  const { data: me } = useQuery({ ...meQuery, enabled: works });
  return me ? <Switch me={me} /> : null;
}

function Switch({ me }: { me: AgentMe }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const reasons = useQuery(breakReasonsQuery);
  const change = useChangeState();
  useNotRespondingNotice(me);
  const today = useId();

  const labelOf = useBreakLabel();
  const stateText = (state: string, reason: string | null) =>
    state === 'break' && reason !== null ? t('state.breakWith', { reason: labelOf(reason) }) : stateWord(state);
  const stateWord = (state: string): string => i18n.t(`state.${state}` as 'state.ready');
  const shown = me.derived ?? me.state;
  const text = me.derived ? stateWord(me.derived) : stateText(me.state, me.reason ?? null);
  const next = me.nextState ? t('state.next', { state: stateText(me.nextState, me.nextReason ?? null) }) : undefined;

  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          loading={change.isPending}
          aria-label={t('state.change', { state: next ? `${text}, ${next}` : text })}
          leftSection={<span className={classes.stateDot} data-state={shown} aria-hidden="true" />}
        >
          {text}
          {next !== undefined && <span className={classes.stateNext}>{next}</span>}
          <span className={classes.stateSince}>{spanText(now - Date.parse(me.since), i18n.language)}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('state.label')} aria-describedby={today}>
        <Menu.Item
          data-autofocus
          leftSection={<span className={classes.stateDot} data-state="ready" aria-hidden="true" />}
          onClick={() => { change.mutate({ state: 'ready' }); }}
        >
          {t('state.ready')}
        </Menu.Item>
        <Menu.Item
          leftSection={<span className={classes.stateDot} data-state="offline" aria-hidden="true" />}
          onClick={() => { change.mutate({ state: 'offline' }); }}
        >
          {t('state.offline')}
        </Menu.Item>
        <Menu.Label>{t('state.breaks')}</Menu.Label>
        {(reasons.data?.items ?? [])
          .filter((reason) => reason.active && !reason.system)
          .map((reason) => (
            <Menu.Item
              key={reason.id}
              leftSection={<span className={classes.stateDot} data-state="break" aria-hidden="true" />}
              onClick={() => { change.mutate({ state: 'break', reason: reason.key }); }}
            >
              {reason.label}
            </Menu.Item>
          ))}
        <Menu.Label>{t('today.title')}</Menu.Label>
        <Today id={today} />
      </Menu.Dropdown>
    </Menu>
  );
}

export function useChangeState() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: (body: StateChange) => answerOf(api.PUT('/api/v1/agents/me/state', { body })),
    onSuccess: (answer) => { applyMe(queryClient, answer); },
    onError: (error) =>
      notifications.show({ color: 'red', title: t('state.failed'), message: problemText(error) }),
  });
}

/** Being set on a break by the system must not pass unseen. */
function useNotRespondingNotice(me: AgentMe): void {
  const { t } = useTranslation();
  const told = useRef<string | null>(null);
  const stopped = me.state === 'break' && me.reason === 'not-responding';
  useEffect(() => {
    if (!stopped || told.current === me.since) return;
    told.current = me.since;
    notifications.show({ color: 'yellow', autoClose: false, message: t('state.notRespondingNotice') });
  }, [stopped, me.since, t]);
}
