import { Alert, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { useSetOpen } from './use-open';

type Words = { ask: string; sure: string; yes: string; done: string; failed: string };

/** Takes the record that is open away, after it has been asked once more; `list` is the query in which it stood. */
export function Removal({ list, remove, words }: { list: string; remove: () => Promise<unknown>; words: Words }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const setOpen = useSetOpen();
  const [asking, setAsking] = useState(false);
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      notifications.show({ message: words.done });
      void queryClient.invalidateQueries({ queryKey: [list] });
      setOpen(undefined);
    },
  });
  return (
    <div>
      {asking ? (
        <Group role="group" aria-label={words.sure}>
          <Text size="sm">{words.sure}</Text>
          <Button color="red" size="xs" autoFocus loading={removal.isPending} onClick={() => { removal.mutate(); }}>
            {words.yes}
          </Button>
          <Button variant="default" size="xs" onClick={() => { setAsking(false); }}>
            {t('common.cancel')}
          </Button>
        </Group>
      ) : (
        <Button variant="default" onClick={() => { setAsking(true); }}>
          {words.ask}
        </Button>
      )}
      {removal.isError && (
        <Alert color="red" title={words.failed} role="alert" mt="sm">
          {problemText(removal.error)}
        </Alert>
      )}
    </div>
  );
}
