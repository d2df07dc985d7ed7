import { List, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Routing } from '@/shared/api/types';
import { spanText } from '@/shared/ui/duration';

type Decision = NonNullable<Routing['decision']>;

/** What the search compared, who or what it passed over, and by which rules; older decisions say nothing of it. */
export function Compared({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const { passedOver, step, queueVersion, sharesVersion } = decision;
  const rules = [
    step > 0 ? t('routing.step', { step }) : null,
    queueVersion === null ? null : t('routing.queueVersion', { version: queueVersion }),
    sharesVersion === null ? null : t('routing.sharesVersion', { version: sharesVersion }),
  ].filter((one) => one !== null);
  return (
    <>
      <Part title={t('routing.compared')} entries={[...decision.agents.map((one) => <Candidate key={one.id} one={one} at={decision.at} />),
        ...decision.tickets.map((one, place) => <Competitor key={one.id ?? place} one={one} at={decision.at} />)]} />
      <Part title={t('routing.passedOver')} entries={passedOver.map((one, place) => (
        <List.Item key={one.id ?? place}>{one.name ?? t('routing.hiddenTicket')}: {t(`routingPassed.${one.reason}`)}</List.Item>
      ))} />
      <Part title={t('routing.rules')} entries={rules.map((one) => <List.Item key={one}>{one}</List.Item>)} />
    </>
  );
}

function Part({ title, entries }: { title: string; entries: ReactNode[] }) {
  if (entries.length === 0) return null;
  return (
    <>
      <Title order={3} size="sm" mt={8}>{title}</Title>
      <List size="sm" mt={4} spacing={4}>{entries}</List>
    </>
  );
}

function Candidate({ one, at }: { one: Decision['agents'][number]; at: string }) {
  const { t, i18n } = useTranslation();
  const facts = [one.skill === null ? null : t('routing.skill', { skill: one.skill }), t('routing.idleFor', { span: spanText(between(one.idleSince, at), i18n.language) })];
  return <Entry name={one.name} facts={facts} chosen={one.chosen} />;
}

function Competitor({ one, at }: { one: Decision['tickets'][number]; at: string }) {
  const { t, i18n } = useTranslation();
  const left = between(at, one.deadline);
  const due = t(left < 0 ? 'routing.lateBy' : 'routing.dueIn', { span: spanText(Math.abs(left), i18n.language) });
  const share = one.turn === null || one.turn === 'equal' ? null : t(`routingShare.${one.turn}`);
  return <Entry name={one.subject ?? t('routing.hiddenTicket')} facts={[share, due]} chosen={one.chosen} />;
}

function Entry({ name, facts, chosen }: { name: string; facts: (string | null)[]; chosen: boolean }) {
  const { t } = useTranslation();
  return (
    <List.Item>
      <Text span inherit fw={chosen ? 600 : undefined}>{name}{chosen && ` (${t('routing.chosen')})`}</Text>
      <Text size="xs" c="dimmed">{facts.filter((fact) => fact !== null).join(' · ')}</Text>
    </List.Item>
  );
}

function between(from: string, to: string) {
  return new Date(to).getTime() - new Date(from).getTime();
}
