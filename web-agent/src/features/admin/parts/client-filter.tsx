import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api/session';

export interface ClientFilter {
  id: string | null;
  select: React.ReactNode;
}

/** Narrows a list to one of the user's clients. */
export function useClientFilter(): ClientFilter {
  const { t } = useTranslation();
  const { clients } = useSession();
  const [id, setId] = useState<string | null>(null);
  const select = clients.length > 1 && (
    <Select
      aria-label={t('admin.client')}
      placeholder={t('common.all')}
      data={clients.map((client) => ({ value: client.id, label: client.name }))}
      value={id}
      onChange={setId}
      clearable
      clearButtonProps={{ 'aria-label': t('common.all') }}
      searchable
      nothingFoundMessage={t('common.none')}
      w={220}
    />
  );
  return { id, select };
}

/** The names of clients that are served; another's entries keep a dash. */
export function useClientName(): (id: string | null | undefined) => string {
  const { clients } = useSession();
  return (id) => clients.find((client) => client.id === id)?.name ?? '–';
}
