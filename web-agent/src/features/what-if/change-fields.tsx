import { Autocomplete, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '@/shared/api/types';
import { type ChangeLine, queueKey } from './plan';
import classes from './what-if.module.css';

interface FieldsProps {
  line: ChangeLine;
  change: (part: Partial<ChangeLine>) => void;
  scenario: Scenario;
  errorOf: (field: string) => string | undefined;
}

/** The fields that a change of its kind needs. */
export function ChangeFields(props: FieldsProps) {
  const { kind } = props.line;
  return (
    <div className={classes.row}>
      {['staffing', 'add-group', 'skill', 'weight', 'shift'].includes(kind) && <GroupChoice {...props} />}
      {kind === 'add-group' && <NameField {...props} />}
      {kind === 'skill' && <SkillField {...props} />}
      {kind === 'weight' && <ChannelChoice {...props} />}
      {['staffing', 'add-group', 'skill', 'weight'].includes(kind) && <CountField {...props} />}
      {['queue', 'volume', 'handle', 'patience'].includes(kind) && <QueueChoice {...props} />}
      {kind === 'queue' && <RuleFields {...props} />}
      {['volume', 'handle', 'patience'].includes(kind) && <PercentField {...props} />}
      {kind === 'site' && <SiteChoice {...props} />}
      {['queue', 'site', 'shift', 'add-group'].includes(kind) && <HoursFields {...props} />}
      {kind === 'shares' && <ShareFields {...props} />}
    </div>
  );
}

function GroupChoice({ line, change, scenario, errorOf }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Select
      className={classes.wide}
      label={t(line.kind === 'add-group' ? 'whatIf.like' : 'whatIf.group')}
      searchable
      data={(scenario.agents ?? []).map(({ name, count }) => ({ value: name, label: t('whatIf.groupWith', { name, count }) }))}
      value={line.group === '' ? null : line.group}
      onChange={(group) => { change({ group: group ?? '' }); }}
      nothingFoundMessage={t('whatIf.noGroup')}
      error={errorOf('group')}
    />
  );
}

function NameField({ line, change, errorOf }: FieldsProps) {
  const { t } = useTranslation();
  return <TextInput label={t('whatIf.groupName')} maxLength={100} value={line.name} onChange={(event) => { change({ name: event.currentTarget.value }); }} error={errorOf('name')} />;
}

function SkillField({ line, change, scenario, errorOf }: FieldsProps) {
  const { t } = useTranslation();
  const known = [...(scenario.agents ?? []), ...scenario.queues].flatMap(({ skills }) => Object.keys(skills ?? {}));
  return (
    <Autocomplete label={t('whatIf.skill')} data={[...new Set(known)].toSorted()} value={line.skill} onChange={(skill) => { change({ skill }); }} error={errorOf('skill')} />
  );
}

function ChannelChoice({ line, change, scenario, errorOf }: FieldsProps) {
  const { t } = useTranslation();
  const channels = [...new Set([...scenario.queues.map(({ channel }) => channel), ...(scenario.agents ?? []).flatMap((group) => group.channels)])];
  return (
    <Select label={t('whatIf.channel')} data={channels} value={line.channel === '' ? null : line.channel} onChange={(channel) => { change({ channel: channel ?? '' }); }} error={errorOf('channel')} />
  );
}

function CountField({ line, change, errorOf }: FieldsProps) {
  const { t } = useTranslation();
  const label = line.kind === 'skill' ? t('whatIf.level') : line.kind === 'weight' ? t('whatIf.weight') : t('whatIf.agents');
  return (
    <NumberInput
      label={label}
      {...(line.kind === 'skill' ? { description: t('whatIf.levelHint'), inputWrapperOrder: ['label' as const, 'input' as const, 'description' as const, 'error' as const] } : {})}
      min={0}
      allowDecimal={false}
      value={line.count}
      onChange={(count) => { change({ count }); }}
      error={errorOf('count')}
    />
  );
}

function QueueChoice({ line, change, scenario, errorOf }: FieldsProps) {
  const { t } = useTranslation();
  const queues = scenario.queues.map(queueKey);
  const clients = [...new Set(scenario.queues.map(({ client }) => client))];
  const all = line.kind === 'queue' ? [] : [{ value: '', label: t('whatIf.allQueues') }, ...clients.map((client) => ({ value: client, label: t('whatIf.allOf', { client }) }))];
  return (
    <Select
      className={classes.wide}
      label={t('whatIf.queue')}
      searchable
      data={[...all, ...queues.map((key) => ({ value: key, label: key }))]}
      value={line.kind === 'queue' && line.of === '' ? null : line.of}
      onChange={(of) => { change({ of: of ?? '' }); }}
      allowDeselect={false}
      error={errorOf('of')}
    />
  );
}

function RuleFields({ line, change, scenario, errorOf }: FieldsProps) {
  const { t } = useTranslation();
  const now = scenario.queues.find((queue) => queueKey(queue) === line.of);
  const number = (field: 'target' | 'headStart' | 'offer' | 'ring', label: string, present: number | undefined, suffix = ' s') => (
    <NumberInput
      label={label}
      suffix={suffix}
      min={0}
      allowDecimal={false}
      hideControls
      placeholder={present === undefined ? '' : t('whatIf.asItIs', { seconds: present })}
      value={line[field]}
      onChange={(value) => { change({ [field]: value }); }}
      error={errorOf(field)}
    />
  );
  return (
    <>
      {number('target', t('whatIfFields.target'), now?.answerTargetSeconds)}
      {number('headStart', t('whatIf.headStart'), now?.headStartSeconds)}
      {number('offer', t('whatIf.offerSeconds'), now?.offerSeconds)}
      {number('ring', t('whatIf.ringAgents'), now?.ringAgents, '')}
      <Select
        label={t('whatIf.bestSkilled')}
        placeholder={t('whatIf.unchanged')}
        clearable
        data={[{ value: 'yes', label: t('whatIf.yes') }, { value: 'no', label: t('whatIf.no') }]}
        value={line.bestSkilled === '' ? null : line.bestSkilled}
        onChange={(value) => { change({ bestSkilled: value ?? '' }); }}
      />
    </>
  );
}

function PercentField({ line, change, errorOf }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={t('whatIf.percent')}
      description={t('whatIf.percentHint')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      suffix=" %"
      min={0}
      allowDecimal={false}
      value={line.percent}
      onChange={(percent) => { change({ percent }); }}
      error={errorOf('percent')}
    />
  );
}

function SiteChoice({ line, change, scenario, errorOf }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Select label={t('whatIf.site')} data={(scenario.sites ?? []).map(({ name }) => name)} value={line.site === '' ? null : line.site} onChange={(site) => { change({ site: site ?? '' }); }} error={errorOf('site')} />
  );
}

function HoursFields({ line, change, scenario, errorOf }: FieldsProps) {
  const { t } = useTranslation();
  const hint = line.kind === 'queue' || line.kind === 'add-group' ? t('whatIf.hoursAsTheyAre') : t('whatIf.hoursAlways');
  return (
    <>
      <TextInput type="time" label={t('whatIf.from')} value={line.from} onChange={(event) => { change({ from: event.currentTarget.value }); }} />
      <TextInput type="time" label={t('whatIf.to')} value={line.to} onChange={(event) => { change({ to: event.currentTarget.value }); }} error={errorOf('to')} />
      <Text size="xs" c="dimmed" mt={28}>
        {hint} {scenario.timeZone}
      </Text>
    </>
  );
}

function ShareFields({ line, change, errorOf }: FieldsProps) {
  const { t } = useTranslation();
  const percent = (at: number, field: 'guaranteed' | 'cap', label: string) => (
    <NumberInput
      label={label}
      suffix=" %"
      min={1}
      max={100}
      allowDecimal={false}
      hideControls
      value={line.shares[at]?.[field] ?? ''}
      onChange={(value) => { change({ shares: line.shares.map((share, other) => (other === at ? { ...share, [field]: value } : share)) }); }}
      error={at === 0 ? errorOf('shares') : undefined}
    />
  );
  return line.shares.map(({ client }, at) => [
    <div key={`${client} guaranteed`}>{percent(at, 'guaranteed', t('whatIf.guaranteed', { client }))}</div>,
    <div key={`${client} cap`}>{percent(at, 'cap', t('whatIf.cap', { client }))}</div>,
  ]);
}
