import { Select, TextInput } from '@mantine/core';
import type { GetInputPropsReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api/session';
import { useClientName } from './client-filter';

/** Whose the entry is: chosen once, when it is made. */
export function ClientField({ owner, ...input }: { owner: string | null } & GetInputPropsReturnType) {
  const { t } = useTranslation();
  const { clients } = useSession();
  const clientName = useClientName();
  if (owner !== null) return <TextInput label={t('fields.client')} value={clientName(owner)} readOnly />;
  return (
    <Select
      label={t('fields.client')}
      data={clients.map((client) => ({ value: client.id, label: client.name }))}
      searchable
      nothingFoundMessage={t('common.none')}
      openOnFocus={false}
      required
      data-autofocus
      {...input}
    />
  );
}

/** The client of a new entry when there is nothing to choose. */
export function usePresetClient(filtered: string | null): string | null {
  const { clients } = useSession();
  return filtered ?? (clients.length === 1 ? (clients[0]?.id ?? null) : null);
}
