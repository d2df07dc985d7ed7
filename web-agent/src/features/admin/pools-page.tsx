import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { useSession } from '@/shared/api/session';
import type { Pool } from '@/shared/api/types';
import { type ClientShare, ClientShares, plainShares, useSharesText, validShares } from './parts/client-shares';
import { Editor, Gone } from './parts/editor';
import { fieldOf } from './parts/field';
import { ListPage } from './parts/list-page';
import { useOpen } from './parts/use-open';
import { poolsQuery } from './queries';

export function PoolsPage() {
  const { t } = useTranslation();
  const list = useQuery(poolsQuery);
  const open = useOpen();
  const nameOf = usePoolName();
  const row = list.data?.find((pool) => pool.id === open) ?? null;
  const sharesText = useSharesText();
  const sharesOf = (pool: Pool) => sharesText(pool.shares) || t('pools.none');
  return (
    <ListPage
      title={t('pools.title')}
      lead={t('pools.lead')}
      list={list}
      nameLabel={t('fields.name')}
      nameOf={nameOf}
      columns={[{ label: t('pools.shares'), cell: sharesOf }]}
      words={(pool) => [nameOf(pool), sharesOf(pool)]}
      empty={t('pools.empty')}
    >
      {open !== undefined && list.data && (row ? <PoolEditor key={open} row={row} /> : <Gone />)}
    </ListPage>
  );
}

/** The one that is always there has no name of the operator's. */
export function usePoolName(): (pool: Pool) => string {
  const { t } = useTranslation();
  return (pool) => (pool.name === 'main' ? t('pools.main') : pool.name);
}

function valuesOf(row: Pool | null) {
  return {
    shares: (row?.shares ?? []).map(({ clientId, guaranteedPercent, capPercent }): ClientShare => ({
      clientId, guaranteedPercent: guaranteedPercent ?? '', capPercent: capPercent ?? '',
    })),
  };
}

function PoolEditor({ row }: { row: Pool }) {
  const { t } = useTranslation();
  const { clients } = useSession();
  const name = usePoolName()(row);
  return (
    <Editor
      room="pools"
      title={t('pools.edit', { name })}
      row={row}
      valuesOf={valuesOf}
      labels={{ shares: t('pools.shares') }}
      nameOf={() => name}
      validate={{ shares: (value: ClientShare[]) => (validShares(value) ? null : t('pools.shape')) }}
      read={(id) => answerOf(api.GET('/api/v1/pools/{id}', { params: { path: { id } } }))}
      save={({ shares }, version) => answerOf(api.PUT('/api/v1/pools/{id}', { params: { path: { id: row.id } }, body: { shares: plainShares(shares), version } }))}
      draft={({ shares }) => ({ pools: [{ poolId: row.id, shares: plainShares(shares) }] })}
    >
      {(form) => <ClientShares clients={clients} {...fieldOf(form, 'shares')} />}
    </Editor>
  );
}
