import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './desk.module.css';
import { useFeedStatus } from './desk-context';

/** Whether what is on the screen is the present. */
export function FeedIndicator() {
  const { t } = useTranslation();
  const status = useFeedStatus();
  if (status === null) return null;
  return (
    <Text component="span" size="sm" role="status" className={classes.feed} data-status={status}>
      <span className={classes.dot} aria-hidden="true" />
      <span className={status === 'live' ? classes.feedLive : undefined}>{t(`feed.${status}`)}</span>
    </Text>
  );
}
