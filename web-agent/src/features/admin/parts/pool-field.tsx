import { Fieldset, NumberInput, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { firstPool } from '@/shared/api/pools';
import { may, useSession } from '@/shared/api/session';
import classes from '@/features/admin/admin.module.css';
import { poolsQuery } from '@/features/admin/queries';
import type { Field } from './field';

/** Where there is one pool only, nothing is said of pools. */
export function usePools(): { names: string[]; several: boolean } {
  const pools = useQuery({ ...poolsQuery, enabled: may(useSession(), 'queues.read') }).data ?? [];
  return { names: pools.map((pool) => pool.name), several: pools.length > 1 };
}

/** The one that is always there has no name of the operator's. */
export function usePoolName(): (name: string) => string {
  const { t } = useTranslation();
  const { several } = usePools();
  return (name) => (name === firstPool ? t(several ? 'pools.first' : 'pools.main') : name);
}

export function PoolField({ label, hint, value, onChange, error }: Field<string> & { label: string; hint: string }) {
  const { names, several } = usePools();
  const nameOf = usePoolName();
  if (!several && value === firstPool) return null;
  return (
    <Select
      label={label}
      description={hint}
      data={names.map((name) => ({ value: name, label: nameOf(name) }))}
      value={value}
      onChange={(name) => { onChange(name ?? value); }}
      error={error}
      allowDeselect={false}
      openOnFocus={false}
    />
  );
}

export interface Overflow {
  /** Null: its work stays in its pool. */
  pool: string | null;
  afterSeconds: number | string;
}

/** To which pool the queue's work goes that has waited so long, and when. */
export function OverflowField({ own, value, onChange, error }: Field<Overflow> & { own: string }) {
  const { t } = useTranslation();
  const { names, several } = usePools();
  const nameOf = usePoolName();
  if (!several && value.pool === null) return null;
  return (
    <Fieldset legend={t('pools.overflow')}>
      <Text size="sm" c="dimmed" mb="sm">{t('pools.overflowHint')}</Text>
      <div className={classes.pair}>
        <Select
          label={t('pools.overflowTo')}
          data={names.filter((name) => name !== own || name === value.pool).map((name) => ({ value: name, label: nameOf(name) }))}
          value={value.pool}
          onChange={(pool) => { onChange({ ...value, pool }); }}
          placeholder={t('common.none')}
          clearable
          openOnFocus={false}
        />
        <NumberInput
          label={t('pools.overflowAfter')}
          hideControls
          disabled={value.pool === null}
          value={value.afterSeconds}
          onChange={(afterSeconds) => { onChange({ ...value, afterSeconds }); }}
        />
      </div>
      {error && <Text size="sm" c="var(--mantine-color-error)" mt="xs" role="alert">{error}</Text>}
    </Fieldset>
  );
}

export function overflowOf(row: { pool: string; afterSeconds: number } | null | undefined): Overflow {
  return { pool: row?.pool ?? null, afterSeconds: row?.afterSeconds ?? 60 };
}

export function plainOverflow({ pool, afterSeconds }: Overflow): { pool: string; afterSeconds: number } | null {
  return pool === null ? null : { pool, afterSeconds: Number(afterSeconds) };
}

export function validOverflow({ pool, afterSeconds }: Overflow, own: string): boolean {
  const after = Number(afterSeconds);
  return pool === null || (pool !== own && Number.isInteger(after) && after >= 1 && after <= 86_400);
}
