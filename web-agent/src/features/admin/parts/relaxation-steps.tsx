import { Button, Fieldset, NumberInput, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Skill } from '@/shared/api/types';
import type { Field } from './field';
import { plainLevels, type SkillLevel, SkillLevels, validLevels } from './skill-levels';

export interface RelaxationStep {
  afterSeconds: number | string;
  skills: SkillLevel[];
}

const most = 10;

/** What a queue asks for instead of its skills from what has waited so long. */
export function RelaxationSteps({ skills, value, onChange, error }: Field<RelaxationStep[]> & { skills: Skill[] }) {
  const { t } = useTranslation();
  const change = (index: number, part: Partial<RelaxationStep>) => {
    onChange(value.map((step, at) => (at === index ? { ...step, ...part } : step)));
  };
  return (
    <Fieldset legend={t('queues.relaxations')}>
      <Text size="sm" c="dimmed" mb="sm">{t('queues.relaxationsHint')}</Text>
      {value.map((step, index) => (
        // A step has no name of its own, and its place only changes by removing another.
        <Fieldset key={index} legend={t('queues.step', { number: index + 1 })} mb="sm">
          <NumberInput
            label={t('queues.afterSeconds')}
            hideControls
            value={step.afterSeconds}
            onChange={(afterSeconds) => { change(index, { afterSeconds }); }}
          />
          <SkillLevels label={t('queues.skillsThen')} skills={skills} value={step.skills} onChange={(levels) => { change(index, { skills: levels }); }} />
          <Button variant="subtle" size="xs" mt="xs" onClick={() => { onChange(value.filter((_, at) => at !== index)); }}>
            {t('queues.removeStep', { number: index + 1 })}
          </Button>
        </Fieldset>
      ))}
      {error && <Text size="sm" c="var(--mantine-color-error)" role="alert">{error}</Text>}
      <Button
        variant="default"
        size="xs"
        disabled={value.length >= most}
        onClick={() => { onChange([...value, { afterSeconds: Number(value.at(-1)?.afterSeconds ?? 0) + 30, skills: [] }]); }}
      >
        {t('queues.addStep')}
      </Button>
    </Fieldset>
  );
}

export function validSteps(value: RelaxationStep[]): boolean {
  const seconds = value.map((step) => Number(step.afterSeconds));
  return new Set(seconds).size === value.length
    && seconds.every((after) => Number.isInteger(after) && after >= 1 && after <= 86_400)
    && value.every((step) => validLevels(step.skills));
}

export function plainSteps(value: RelaxationStep[]): { afterSeconds: number; skills: { skillId: string; level: number }[] }[] {
  return value.map(({ afterSeconds, skills }) => ({ afterSeconds: Number(afterSeconds), skills: plainLevels(skills) }));
}
