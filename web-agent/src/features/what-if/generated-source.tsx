import { Button, Fieldset, Group, MultiSelect, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api/session';
import { type GroupLine, newGroup, newQueue, type Plan, presets, type QueueLine } from './plan';
import classes from './what-if.module.css';

interface GeneratedProps {
  plan: Plan;
  change: (part: Partial<Plan> | ((before: Plan) => Partial<Plan>)) => void;
  errorOf: (field: string) => string | undefined;
}

const replaced = <Line,>(lines: Line[], at: number, part: Partial<Line>) => lines.map((line, other) => (other === at ? { ...line, ...part } : line));
const without = <Line,>(lines: Line[], at: number) => lines.filter((_, other) => other !== at);

/** A day that has not been: what comes to each queue, and who works. */
export function GeneratedSource({ plan, change, errorOf }: GeneratedProps) {
  const { t } = useTranslation();
  const names = useSession().clients.map(({ name }) => name);
  return (
    <>
      <TextInput
        type="date"
        mt="sm"
        maw={240}
        label={t('whatIf.generatedDay')}
        description={plan.timeZone}
        value={plan.day}
        onChange={(event) => { change({ day: event.currentTarget.value }); }}
        error={errorOf('day')}
      />
      {plan.queues.map((line, at) => (
        <QueueFields
          key={at}
          line={line}
          clients={names}
          change={(part) => { change((before) => ({ queues: replaced(before.queues, at, part) })); }}
          remove={plan.queues.length > 1 ? () => { change({ queues: without(plan.queues, at) }); } : null}
          errorOf={(field) => errorOf(`queues.${String(at)}.${field}`)}
        />
      ))}
      <Button mt="sm" size="xs" variant="default" onClick={() => { change({ queues: [...plan.queues, newQueue(names[0] ?? '', '')] }); }}>
        {t('whatIf.addQueue')}
      </Button>
      {plan.groups.map((line, at) => (
        <GroupFields
          key={at}
          line={line}
          clients={names}
          change={(part) => { change({ groups: replaced(plan.groups, at, part) }); }}
          remove={() => { change({ groups: without(plan.groups, at) }); }}
          errorOf={(field) => errorOf(`groups.${String(at)}.${field}`)}
        />
      ))}
      <Button mt="sm" size="xs" variant="default" onClick={() => { change({ groups: [...plan.groups, newGroup('', names)] }); }}>
        {t('whatIf.addGroupLine')}
      </Button>
    </>
  );
}

interface LineProps<Line> {
  line: Line;
  clients: string[];
  change: (part: Partial<Line>) => void;
  remove: (() => void) | null;
  errorOf: (field: string) => string | undefined;
}

function QueueFields({ line, clients, change, remove, errorOf }: LineProps<QueueLine>) {
  const { t } = useTranslation();
  const seconds = (field: 'handle' | 'patience' | 'wrapUp' | 'target', placeholder?: string) => (
    <NumberInput
      label={t(`whatIfFields.${field}`)}
      suffix=" s"
      min={0}
      allowDecimal={false}
      hideControls
      placeholder={placeholder ?? ''}
      value={line[field]}
      onChange={(value) => { change({ [field]: value }); }}
      error={errorOf(field)}
    />
  );
  return (
    <Fieldset legend={line.name || t('whatIf.queue')} mt="md">
      <div className={classes.row}>
        <TextInput label={t('whatIf.queueName')} maxLength={100} value={line.name} onChange={(event) => { change({ name: event.currentTarget.value }); }} error={errorOf('name')} />
        <Select label={t('whatIf.client')} data={clients} value={line.client} onChange={(client) => { change({ client: client ?? '' }); }} allowDeselect={false} error={errorOf('client')} />
        <Select label={t('whatIf.channel')} data={['chat', 'voice', 'email']} value={line.channel} onChange={(channel) => { change({ channel: channel ?? 'chat' }); }} allowDeselect={false} />
        {seconds('target')}
        {seconds('handle')}
        {seconds('wrapUp')}
        {seconds('patience', t('whatIf.endless'))}
      </div>
      <TrafficGrid arrivals={line.arrivals} change={change} error={errorOf('arrivals')} />
      {remove && (
        <Group justify="flex-end" mt="sm">
          <Button size="xs" variant="default" onClick={remove}>
            {t('whatIf.removeQueue')}
          </Button>
        </Group>
      )}
    </Fieldset>
  );
}

const clockOf = (slot: number) => `${String(Math.floor(slot / 2)).padStart(2, '0')}:${slot % 2 === 0 ? '00' : '30'}`;

interface GridProps {
  arrivals: QueueLine['arrivals'];
  change: (part: Partial<QueueLine>) => void;
  error: string | undefined;
}

/** Forty-eight fields: drawn anew only when one of them changes. What changes them looks at the plan as it is then. */
const TrafficGrid = memo(Grid, (before, now) => before.arrivals === now.arrivals && before.error === now.error);

function Grid({ arrivals, change, error }: GridProps) {
  const { t } = useTranslation();
  const total = arrivals.reduce<number>((sum, count) => sum + Number(count), 0);
  return (
    <Fieldset legend={t('whatIf.arrivals')} mt="sm">
      <Group gap="xs">
        <Text size="sm">{t('whatIf.preset')}</Text>
        {(['humps', 'office', 'always', 'none'] as const).map((preset) => (
          <Button key={preset} size="compact-xs" variant="default" onClick={() => { change({ arrivals: presets[preset]() }); }}>
            {t(`whatIfPresets.${preset}`)}
          </Button>
        ))}
        <Text size="sm" c="dimmed" role="status">
          {t('whatIf.contacts', { count: Math.round(total) })}
        </Text>
      </Group>
      <div className={classes.grid}>
        {arrivals.map((count, slot) => (
          <NumberInput
            key={slot}
            size="xs"
            label={clockOf(slot)}
            min={0}
            hideControls
            value={count}
            onChange={(value) => { change({ arrivals: arrivals.map((other, at) => (at === slot ? value : other)) }); }}
            error={error !== undefined && slot === 0}
          />
        ))}
      </div>
      {error !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" mt={4}>
          {error}
        </Text>
      )}
    </Fieldset>
  );
}

function GroupFields({ line, clients, change, remove, errorOf }: LineProps<GroupLine>) {
  const { t } = useTranslation();
  return (
    <Fieldset legend={line.name || t('whatIf.group')} mt="md">
      <div className={classes.row}>
        <TextInput label={t('whatIf.groupName')} maxLength={100} value={line.name} onChange={(event) => { change({ name: event.currentTarget.value }); }} error={errorOf('name')} />
        <NumberInput label={t('whatIf.agents')} min={0} allowDecimal={false} value={line.count} onChange={(count) => { change({ count }); }} error={errorOf('count')} />
        <TextInput type="time" label={t('whatIf.from')} value={line.from} onChange={(event) => { change({ from: event.currentTarget.value }); }} />
        <TextInput type="time" label={t('whatIf.to')} value={line.to} onChange={(event) => { change({ to: event.currentTarget.value }); }} error={errorOf('to')} />
        <MultiSelect className={classes.wide} label={t('whatIf.clients')} data={clients} value={line.clients} onChange={(chosen) => { change({ clients: chosen }); }} error={errorOf('clients')} />
      </div>
      {remove && (
        <Group justify="flex-end" mt="sm">
          <Button size="xs" variant="default" onClick={remove}>
            {t('whatIf.removeGroup')}
          </Button>
        </Group>
      )}
    </Fieldset>
  );
}
