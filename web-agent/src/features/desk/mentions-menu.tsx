import { Badge, Button, Menu, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { may, useSession } from '@/shared/api/session';
import { momentText } from '@/shared/ui/duration';
import { useNow } from '@/shared/ui/use-now';
import classes from './desk.module.css';
import { mentionsQuery } from './queries';

/** Where colleagues have named me, and how many of them I have not opened. */
export function MentionsMenu() {
  const works = may(useSession(), 'tickets.work');
  return works ? <Mentions /> : null;
}

function Mentions() {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const { data, isError } = useQuery(mentionsQuery);
  const unread = data?.unread ?? 0;
  const items = data?.items ?? [];
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          size="sm"
          px="xs"
          aria-label={t('mentions.button', { count: unread })}
          rightSection={unread > 0 ? <Badge size="sm" circle={unread < 10}>{unread}</Badge> : undefined}
        >
          @
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('mentions.title')} className={classes.mentions}>
        <Menu.Label>{t('mentions.title')}</Menu.Label>
        {items.length === 0 && (
          <Menu.Item disabled data-autofocus className={classes.mentionsNone}>
            {isError ? t('mentions.failed') : t('mentions.none')}
          </Menu.Item>
        )}
        {items.map((mention, index) => (
          <Menu.Item
            key={mention.id}
            component={Link}
            to={`/tickets/${mention.ticketId}`}
            data-autofocus={index === 0 || undefined}
            fw={mention.read ? undefined : 600}
          >
            <span className={classes.rowHead}>
              <span className={classes.rowName}>{mention.author ?? t('mentions.someone')}</span>
              <span className={classes.at}>{momentText(mention.at, now, i18n.language)}</span>
            </span>
            <Text component="span" size="sm" lineClamp={2}>
              {mention.preview}
            </Text>
            <Text component="span" size="xs" c="dimmed" truncate display="block">
              {mention.clientName} · {mention.subject}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
