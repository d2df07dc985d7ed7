import { Anchor, Button, Center, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '@/shared/ui/page-title';
import { useProblemText } from '@/shared/ui/use-problem-text';

export function NotFound() {
  const { t } = useTranslation();
  usePageTitle(t('nav.notFound'));
  return (
    <Center component="main" h="60vh">
      <Stack align="center" gap="xs">
        <Title order={1} size="h3">
          {t('nav.notFound')}
        </Title>
        <Anchor href="/">{t('nav.home')}</Anchor>
      </Stack>
    </Center>
  );
}

/** A page that threw, or whose first data did not come. What was typed is in storage, so a reload is safe. */
export function Broken({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (
    <Center h="60vh">
      <Stack align="center" gap="xs" role="alert">
        <Text fw={600}>{problemText(error)}</Text>
        <Button variant="default" onClick={() => { window.location.reload(); }}>
          {t('common.reload')}
        </Button>
      </Stack>
    </Center>
  );
}

export function NotAllowed() {
  const { t } = useTranslation();
  usePageTitle(t('nav.notAllowed'));
  return (
    <Center h="60vh">
      <Stack align="center" gap="xs">
        <Title order={1} size="h3">
          {t('nav.notAllowed')}
        </Title>
        <Text c="dimmed">{t('nav.notAllowedHint')}</Text>
        <Anchor href="/">{t('nav.home')}</Anchor>
      </Stack>
    </Center>
  );
}
