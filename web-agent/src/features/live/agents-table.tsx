import { Button, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { may, useSession } from '@/shared/api/session';
import type { Board } from '@/shared/api/types';
import { spanText } from '@/shared/ui/duration';
import { useNow } from '@/shared/ui/use-now';
import { Panel } from './panel';
import { useStateText } from './use-state-text';

const stateOrder = ['ready', 'break', 'offline'];

export function AgentsTable({ board, change }: { board: Board; change: (agentId: string) => void }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const stateText = useStateText();
  const forces = may(useSession(), 'agents.state');
  const load = new Intl.NumberFormat(i18n.language, { style: 'percent' });
  const rows = board.agents
    .toSorted((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || a.name.localeCompare(b.name));
  return (
    <Panel title={t('live.agents')} count={rows.length} empty={t('live.noAgents')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('live.agent')}</Table.Th>
            <Table.Th>{t('live.state')}</Table.Th>
            <Table.Th>{t('live.since')}</Table.Th>
            <Table.Th>{t('live.work')}</Table.Th>
            <Table.Th>{t('live.load')}</Table.Th>
            {forces && <Table.Th>{t('live.actions')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((agent) => (
            <Table.Tr key={agent.id}>
              <Table.Td>{agent.name}</Table.Td>
              <Table.Td>{stateText(agent)}</Table.Td>
              <Table.Td>{spanText(now - Date.parse(agent.since), i18n.language)}</Table.Td>
              <Table.Td>{board.active.filter((ticket) => ticket.agentId === agent.id).length}</Table.Td>
              <Table.Td>{load.format(agent.load / 100)}</Table.Td>
              {forces && (
                <Table.Td>
                  <Button
                    size="compact-sm"
                    fz="xs"
                    px={6}
                    variant="default"
                    aria-label={t('live.changeStateOf', { name: agent.name })}
                    onClick={() => { change(agent.id); }}
                  >
                    {t('live.changeState')}
                  </Button>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
