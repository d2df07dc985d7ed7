import { ActionIcon, Fieldset, NumberInput, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Skill } from '@/shared/api/types';
import classes from '@/features/admin/admin.module.css';
import { skillsQuery } from '@/features/admin/queries';
import type { Field } from './field';

export interface SkillLevel {
  skillId: string;
  level: number | string;
}

interface SkillLevelsProps extends Field<SkillLevel[]> {
  label: string;
  skills: Skill[];
  /** The form begins with it. */
  startsHere?: boolean;
}

/** The skills that an agent has or a queue asks for, each with its level. */
export function SkillLevels({ label, skills, startsHere, value, onChange, error }: SkillLevelsProps) {
  const { t } = useTranslation();
  const nameOf = (id: string) => skills.find((skill) => skill.id === id)?.name ?? id;
  const left = skills.filter((skill) => !value.some((item) => item.skillId === skill.id));
  return (
    <Fieldset legend={label}>
      {value.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('skills.none')}
        </Text>
      )}
      {value.map((item) => (
        <div key={item.skillId} className={classes.row}>
          <Text size="sm">{nameOf(item.skillId)}</Text>
          <NumberInput
            aria-label={t('skills.level', { skill: nameOf(item.skillId) })}
            min={1}
            max={10}
            allowDecimal={false}
            allowNegative={false}
            value={item.level}
            onChange={(level) => { onChange(value.map((other) => (other.skillId === item.skillId ? { ...other, level } : other))); }}
            hideControls
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            aria-label={t('skills.remove', { skill: nameOf(item.skillId) })}
            onClick={() => { onChange(value.filter((other) => other.skillId !== item.skillId)); }}
          >
            ×
          </ActionIcon>
        </div>
      ))}
      <Select
        mt="sm"
        openOnFocus={false}
        data-autofocus={startsHere || undefined}
        label={t('skills.choose')}
        description={t('skills.levelHint')}
        data={left.map((skill) => ({ value: skill.id, label: skill.name }))}
        value={null}
        onChange={(id) => {
          if (id !== null) onChange([...value, { skillId: id, level: 5 }]);
        }}
        searchable
        nothingFoundMessage={t('skills.all')}
        error={error}
      />
    </Fieldset>
  );
}

/** Levels as a line of text; a skill that is not there yet is three dots. */
export function useLevelsText(): (levels: { skillId: string; level: number }[]) => string {
  const skills = useQuery(skillsQuery);
  return (levels) => levels.map(({ skillId, level }) => `${skills.data?.find((skill) => skill.id === skillId)?.name ?? '…'} ${String(level)}`).join(', ');
}

export function validLevels(value: SkillLevel[]): boolean {
  return value.every(({ level }) => Number.isInteger(level) && Number(level) >= 1 && Number(level) <= 10);
}

export function plainLevels(value: SkillLevel[]): { skillId: string; level: number }[] {
  return value.map(({ skillId, level }) => ({ skillId, level: Number(level) }));
}
