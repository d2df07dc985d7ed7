import { Button, FileButton, Group, SegmentedControl, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '@/shared/api/query-client';
import { serverNow } from '@/shared/api/clock';
import { useSession } from '@/shared/api/session';
import type { MessageKind, Ticket } from '@/shared/api/types';
import { uuidV7 } from '@/shared/ids/uuid';
import { useCommand } from '@/shared/keys/commands';
import { isPressed } from '@/shared/keys/shortcuts';
import { pickAnew } from '@/shared/ui/pick-file';
import { messagesOf } from './cache';
import { unfilledIn } from './canned';
import { useCannedMenu } from './canned-menu';
import { useCaret } from './caret-menu';
import { useDesk } from './desk-context';
import classes from './desk.module.css';
import { readDraft, useDraft } from './drafts';
import { AttachedFiles } from './files';
import { useMentionMenu } from './mention-menu';
import { useAttachments } from './use-attachments';
import { useTypingReport } from './use-typing-report';

// The server's limit for one message.
const maxLength = 10_000;

export function Composer({ ticket, canReply }: { ticket: Ticket; canReply: boolean }) {
  const ticketId = ticket.id;
  const { t } = useTranslation();
  const { user } = useSession();
  const { outbox } = useDesk();
  const queryClient = useQueryClient();
  const [wanted, setWanted] = useState<MessageKind>('reply');
  // A reply that is being written stays one when its ticket is taken away: its letters are no note's.
  const kind: MessageKind = wanted === 'reply' && !canReply && readDraft(user.id, ticketId, 'reply') === '' ? 'note' : wanted;
  const [text, setText] = useDraft(user.id, ticketId, kind);
  const box = useRef<HTMLTextAreaElement>(null);
  const report = useTypingReport(ticketId);
  const caret = useCaret(box);
  const canned = useCannedMenu(ticket, caret, text, setText);
  const mentions = useMentionMenu(ticket, kind === 'note', caret, text, setText);
  const files = useAttachments(user.id, ticketId, ticket.clientId, kind);
  const [dragging, setDragging] = useState(false);
  const over = text.trim().length - maxLength;
  const unfilled = kind === 'reply' ? unfilledIn(text) : undefined;

  useEffect(() => {
    box.current?.focus({ preventScroll: true });
  }, []);

  useCommand('note', canReply ? () => {
    setWanted(kind === 'note' ? 'reply' : 'note');
    box.current?.focus();
  } : null);

  const nothing = text.trim() === '' && files.items.length === 0;
  const send = () => {
    const trimmed = text.trim();
    if (nothing || over > 0 || unfilled !== undefined || !files.ready || !mentions.ready) return;
    const seen = messagesOf(queryClient.getQueryData(keys.messages(ticketId))).at(-1);
    const now = serverNow();
    outbox.add({ id: uuidV7(now), ticketId, kind, text: trimmed, attachments: files.take(), mentions: mentions.named(), lastSeen: seen?.id ?? null, at: new Date(now).toISOString() });
    setText('');
    report(false);
    box.current?.focus();
  };

  return (
    <form
      className={classes.composer}
      data-kind={kind}
      data-dragging={dragging || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => { setDragging(false); }}
      onDrop={(event) => {
        setDragging(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        files.add(event.dataTransfer.files);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Group justify="space-between" mb={6}>
        <SegmentedControl
          size="xs"
          aria-label={t('composer.kind')}
          value={kind}
          onChange={(value) => { setWanted(value as MessageKind); }}
          data={[
            { value: 'reply', label: t('composer.reply'), disabled: !canReply },
            { value: 'note', label: t('composer.note') },
          ]}
        />
        <Text size="xs" c="dimmed" id="composer-hint">
          {kind === 'note' ? t('composer.noteHint') : t('composer.hint')}
        </Text>
      </Group>
      <AttachedFiles attachments={files} />
      <Group align="flex-end" gap="sm" wrap="nowrap">
        <FileButton onChange={files.add} multiple inputProps={pickAnew}>
          {(props) => (
            <Button {...props} variant="default" px="sm">
              {t('composer.attach')}
            </Button>
          )}
        </FileButton>
        <div className={classes.box}>
          {canned.list}
          {mentions.list}
          <Textarea
            ref={box}
            {...(mentions.open ? mentions.aria : canned.aria)}
            aria-label={kind === 'reply' ? t('composer.replyLabel') : t('composer.noteLabel')}
            aria-describedby="composer-hint"
            placeholder={kind === 'reply' ? t('composer.replyPlaceholder') : t('composer.notePlaceholder')}
            autosize
            minRows={2}
            maxRows={10}
            value={text}
            error={over > 0 ? t('composer.tooLong', { over }) : unfilled !== undefined ? t('composer.unfilled', { variable: unfilled }) : undefined}
            onChange={(event) => {
              setText(event.currentTarget.value);
              // A note is not for the customer, and neither is that it is being written.
              if (kind === 'reply') report(event.currentTarget.value !== '');
              caret.moved();
            }}
            onSelect={caret.moved}
            onPaste={(event) => {
              if (event.clipboardData.files.length === 0) return;
              event.preventDefault();
              files.add(event.clipboardData.files);
            }}
            onKeyDown={(event) => {
              if (canned.onKey(event) || mentions.onKey(event)) return;
              if (!isPressed('send', event) || event.nativeEvent.isComposing) return;
              event.preventDefault();
              send();
            }}
          />
        </div>
        <Button type="submit" disabled={nothing || over > 0 || unfilled !== undefined || !files.ready || !mentions.ready}>
          {kind === 'reply' ? t('composer.send') : t('composer.addNote')}
        </Button>
      </Group>
    </form>
  );
}
