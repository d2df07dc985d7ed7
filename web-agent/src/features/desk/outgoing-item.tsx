import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api/session';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { useDesk } from './desk-context';
import classes from './desk.module.css';
import { readDraft, writeDraft } from './drafts';
import { MessageFiles } from './files';
import type { Outgoing } from './outbox';
import { giveBackFiles } from './use-attachments';

/** A message that the server does not have yet. */
export function OutgoingItem({ item }: { item: Outgoing }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { outbox } = useDesk();
  const problemText = useProblemText();

  const edit = () => {
    const taken = outbox.takeBack(item.id);
    if (taken === undefined) return;
    // In front of what was typed since: nothing is lost.
    giveBackFiles(user.id, item.ticketId, item.kind, taken.attachments);
    const draft = readDraft(user.id, item.ticketId, item.kind);
    writeDraft(user.id, item.ticketId, item.kind, draft === '' ? taken.text : `${taken.text}\n${draft}`);
  };

  return (
    <article className={classes.message} data-kind={item.kind} data-state={item.state}>
      <header className={classes.by}>
        <span>{item.kind === 'note' ? `${user.name} · ${t('messages.note')}` : user.name}</span>
        {(item.state === 'waiting' || item.state === 'sending') && (
          <span className={classes.at}>{t(`messages.${item.state}`)}</span>
        )}
      </header>
      {item.text !== '' && <p className={classes.text}>{item.text}</p>}
      <MessageFiles files={item.attachments} />
      {item.state === 'failed' && (
        <Text size="sm" className={classes.bad} role="alert">
          {t('messages.failedSend', { reason: problemText(item.problem) })}
        </Text>
      )}
      {item.state === 'stale' && (
        <Text size="sm" className={classes.warn} role="alert">
          {t('messages.stale', { count: item.newer ?? 1 })}
        </Text>
      )}
      {(item.state === 'failed' || item.state === 'stale') && (
        <Group gap="xs" mt={6}>
          {item.state === 'failed' ? (
            <Button size="xs" onClick={() => { outbox.retry(item.id); }}>
              {t('messages.retry')}
            </Button>
          ) : (
            <Button size="xs" onClick={() => { outbox.sendAnyway(item.id); }}>
              {t('messages.sendAnyway')}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={edit}>
            {t('messages.edit')}
          </Button>
        </Group>
      )}
    </article>
  );
}
