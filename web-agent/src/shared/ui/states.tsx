import { Alert, Button, Center, Loader, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useProblemText } from './use-problem-text';

export function Loading({ label }: { label: string }) {
  return (
    <Center p="xl" role="status">
      <Loader size="sm" aria-hidden />
      <Text ms="sm" c="dimmed" size="sm">
        {label}
      </Text>
    </Center>
  );
}

export function Empty({ title, children }: { title: string; children?: React.ReactNode }) {
  return (
    <Stack align="center" justify="center" p="xl" gap={4}>
      <Text fw={500}>{title}</Text>
      {children !== undefined && (
        <Text c="dimmed" size="sm" ta="center" maw={420}>
          {children}
        </Text>
      )}
    </Stack>
  );
}

/** What failed, why, and the way to try again. */
export function Failed({ title, error, retry }: { title: string; error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (
    <Alert color="red" title={title} m="md" role="alert">
      <Text size="sm">{problemText(error)}</Text>
      {retry !== undefined && (
        <Button mt="sm" size="xs" variant="default" onClick={retry}>
          {t('common.tryAgain')}
        </Button>
      )}
    </Alert>
  );
}
