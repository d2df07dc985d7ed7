import { Button, Fieldset, NumberInput, Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Session } from '@/shared/api/types';
import classes from '@/features/admin/admin.module.css';
import { useClientName } from './client-filter';
import type { Field } from './field';

export interface ClientShare {
  clientId: string;
  /** Empty: nothing is guaranteed, or there is no cap. */
  guaranteedPercent: number | string;
  capPercent: number | string;
}

/** What of the pool is guaranteed to which clients, and what they may take of it at most. */
export function ClientShares({ clients, value, onChange, error }: Field<ClientShare[]> & { clients: Session['clients'] }) {
  const { t } = useTranslation();
  const nameOf = (id: string) => clients.find((client) => client.id === id)?.name ?? '–';
  const left = clients.filter((client) => !value.some((share) => share.clientId === client.id));
  const change = (id: string, part: Partial<ClientShare>) => {
    onChange(value.map((share) => (share.clientId === id ? { ...share, ...part } : share)));
  };
  return (
    <Fieldset legend={t('pools.shares')}>
      <Text size="sm" c="dimmed" mb="sm">{t('pools.hint')}</Text>
      {value.length === 0 && <Text size="sm">{t('pools.none')}</Text>}
      {value.map((share, index) => (
        <Fieldset key={share.clientId} legend={nameOf(share.clientId)} mb="sm">
          <div className={classes.pair}>
            <NumberInput
              label={t('pools.guaranteed')}
              data-autofocus={index === 0 || undefined}
              hideControls
              allowDecimal={false}
              allowNegative={false}
              suffix=" %"
              value={share.guaranteedPercent}
              onChange={(guaranteedPercent) => { change(share.clientId, { guaranteedPercent }); }}
            />
            <NumberInput
              label={t('pools.cap')}
              hideControls
              allowDecimal={false}
              allowNegative={false}
              suffix=" %"
              value={share.capPercent}
              onChange={(capPercent) => { change(share.clientId, { capPercent }); }}
            />
          </div>
          <Button variant="subtle" size="xs" mt="xs" onClick={() => { onChange(value.filter((other) => other.clientId !== share.clientId)); }}>
            {t('pools.remove', { client: nameOf(share.clientId) })}
          </Button>
        </Fieldset>
      ))}
      <Select
        mt="sm"
        openOnFocus={false}
        data-autofocus={value.length === 0 || undefined}
        label={t('pools.choose')}
        data={left.map((client) => ({ value: client.id, label: client.name }))}
        value={null}
        onChange={(id) => {
          if (id !== null) onChange([...value, { clientId: id, guaranteedPercent: '', capPercent: '' }]);
        }}
        searchable
        nothingFoundMessage={t('pools.all')}
        error={error}
      />
    </Fieldset>
  );
}

/** Shares as a line of text. */
export function useSharesText(): (shares: { clientId: string; guaranteedPercent?: number | null; capPercent?: number | null }[]) => string {
  const { t } = useTranslation();
  const clientName = useClientName();
  return (shares) =>
    shares.map(({ clientId, guaranteedPercent, capPercent }) => {
      const said = [guaranteedPercent && t('pools.atLeast', { percent: guaranteedPercent }), capPercent && t('pools.atMost', { percent: capPercent })];
      return `${clientName(clientId)}: ${said.filter(Boolean).join(', ')}`;
    }).join(' · ');
}

export function validShares(value: ClientShare[]): boolean {
  const shares = plainShares(value);
  const percent = (share: number | null) => share === null || (Number.isInteger(share) && share >= 1 && share <= 100);
  return shares.every(({ guaranteedPercent, capPercent }) =>
    percent(guaranteedPercent) && percent(capPercent)
    && (guaranteedPercent !== null || capPercent !== null)
    && (guaranteedPercent === null || capPercent === null || capPercent >= guaranteedPercent))
    && shares.reduce((sum, share) => sum + (share.guaranteedPercent ?? 0), 0) <= 100;
}

export function plainShares(value: ClientShare[]): { clientId: string; guaranteedPercent: number | null; capPercent: number | null }[] {
  const percent = (share: number | string) => (share === '' ? null : Number(share));
  return value.map(({ clientId, guaranteedPercent, capPercent }) => ({ clientId, guaranteedPercent: percent(guaranteedPercent), capPercent: percent(capPercent) }));
}
