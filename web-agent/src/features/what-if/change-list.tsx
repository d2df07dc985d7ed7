import { ActionIcon, Button, Menu, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '@/shared/api/types';
import { ChangeFields } from './change-fields';
import { changeKinds, type ChangeKind, type ChangeLine, newChange, type Plan } from './plan';
import classes from './what-if.module.css';

interface ChangeListProps {
  plan: Plan;
  change: (part: Partial<Plan>) => void;
  /** What the changes are made to; null while it is not known. */
  scenario: Scenario | null;
  errorOf: (field: string) => string | undefined;
}

/** What is different in the run beside the base, in the order in which it is applied. */
export function ChangeList({ plan, change, scenario, errorOf }: ChangeListProps) {
  const { t } = useTranslation();
  const edit = (at: number, part: Partial<ChangeLine>) => {
    change({ changes: plan.changes.map((line, other) => (other === at ? { ...line, ...part } : line)) });
  };
  const add = (kind: ChangeKind) => {
    const clients = [...new Set(scenario?.queues.map(({ client }) => client))];
    const shares = clients.map((client) => {
      const now = scenario?.shares?.find((share) => share.client === client);
      return { client, guaranteed: now?.guaranteed ?? '', cap: now?.cap ?? '' };
    });
    change({ changes: [...plan.changes, { ...newChange(kind), ...(kind === 'shares' ? { shares } : {}) }] });
  };
  return (
    <section className={`${classes.panel ?? ''} ${classes.padded ?? ''}`} aria-labelledby="what-if-changes">
      <Title order={2} size="h5" id="what-if-changes">
        {t('whatIf.changes')}
      </Title>
      <Text size="sm" c="dimmed">
        {scenario === null ? t('whatIf.changesNeedSource') : t('whatIf.changesLead')}
      </Text>
      {scenario !== null &&
        plan.changes.map((line, at) => (
          <div key={at} className={classes.line} role="group" aria-label={t('whatIf.changeNumber', { number: at + 1, kind: t(`whatIfKinds.${line.kind}`) })}>
            <div>
              <Text size="sm" fw={500} mb={4}>
                {t(`whatIfKinds.${line.kind}`)}
              </Text>
              <ChangeFields line={line} change={(part) => { edit(at, part); }} scenario={scenario} errorOf={(field) => errorOf(`changes.${String(at)}.${field}`)} />
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              c="var(--mantine-color-text)"
              aria-label={t('whatIf.removeChange', { number: at + 1 })}
              onClick={() => { change({ changes: plan.changes.filter((_, other) => other !== at) }); }}
            >
              ×
            </ActionIcon>
          </div>
        ))}
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button mt="sm" size="sm" variant="default" disabled={scenario === null}>
            {t('whatIf.addChange')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown aria-label={t('whatIf.addChange')}>
          {changeKinds.filter((kind) => kind !== 'site' || (scenario?.sites?.length ?? 0) > 0).map((kind, at) => (
            <Menu.Item key={kind} {...(at === 0 ? { 'data-autofocus': true } : {})} onClick={() => { add(kind); }}>
              {t(`whatIfKinds.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </section>
  );
}
