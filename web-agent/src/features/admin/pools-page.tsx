import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { firstPool } from '@/shared/api/pools';
import { useSession } from '@/shared/api/session';
import type { Pool } from '@/shared/api/types';
import { type ClientShare, ClientShares, plainShares, useSharesText, validShares } from './parts/client-shares';
import { Editor, Gone } from './parts/editor';
import { fieldOf } from './parts/field';
import { ListPage } from './parts/list-page';
import { Removal } from './parts/removal';
import { usePoolName } from './parts/pool-field';
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
      nameOf={(pool) => nameOf(pool.name)}
      columns={[{ label: t('pools.shares'), cell: sharesOf }]}
      words={(pool) => [nameOf(pool.name), sharesOf(pool)]}
      empty={t('pools.empty')}
      addLabel={t('pools.add')}
    >
      {open === 'new' && <NewPool />}
      {open !== undefined && open !== 'new' && list.data && (row ? <PoolEditor key={open} row={row} /> : <Gone />)}
    </ListPage>
  );
}

/** A name is for good: queues and agents name the pool by it. */
function NewPool() {
  const { t } = useTranslation();
  return (
    <Editor
      room="pools"
      title={t('pools.add')}
      row={null as Pool | null}
      valuesOf={() => ({ name: '' })}
      labels={{ name: t('fields.name') }}
      nameOf={(values) => values.name}
      validate={{ name: (value: string) => (/^[a-z0-9-]{2,30}$/.test(value.trim()) ? null : t('pools.nameShape')) }}
      read={(id) => answerOf(api.GET('/api/v1/pools/{id}', { params: { path: { id } } }))}
      save={({ name }) => answerOf(api.POST('/api/v1/pools', { body: { name: name.trim() } }))}
    >
      {(form) => <TextInput label={t('fields.name')} description={t('pools.nameHint')} required data-autofocus {...form.getInputProps('name')} />}
    </Editor>
  );
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
  const name = usePoolName()(row.name);
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
      more={row.name === firstPool ? null : <RemovePool pool={row} />}
    >
      {(form) => <ClientShares clients={clients} {...fieldOf(form, 'shares')} />}
    </Editor>
  );
}

function RemovePool({ pool }: { pool: Pool }) {
  const { t } = useTranslation();
  return (
    <Removal
      list="pools"
      remove={() => answerOf(api.DELETE('/api/v1/pools/{id}', { params: { path: { id: pool.id } } }))}
      words={{
        ask: t('pools.removePool'),
        sure: t('pools.removeSure', { name: pool.name }),
        yes: t('pools.removeYes'),
        done: t('pools.removed', { name: pool.name }),
        failed: t('pools.removeFailed'),
      }}
    />
  );
}
