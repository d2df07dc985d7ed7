import { Text, Title } from '@mantine/core';
import { useId } from 'react';
import classes from './live.module.css';

interface PanelProps {
  title: string;
  count: number;
  empty: string;
  children: React.ReactNode;
  note?: string;
}

export function Panel({ title, count, empty, children, note }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <Title order={2} size="h5" id={id} className={classes.panelTitle}>
        {title} <span className={classes.count}>{count}</span>
      </Title>
      {count === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          {empty}
        </Text>
      ) : (
        // A wide table scrolls in its own frame, by keyboard too.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes.scroll} tabIndex={0} role="group" aria-labelledby={id}>
          {children}
        </div>
      )}
      {note !== undefined && count > 0 && (
        <Text size="xs" c="dimmed" px="md" pb="sm">
          {note}
        </Text>
      )}
    </section>
  );
}
