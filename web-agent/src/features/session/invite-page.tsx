import { Alert, Anchor, Button, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { usePageTitle } from '@/shared/ui/page-title';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { CardPage } from './card-page';
import { useNewPassword } from './use-new-password';

export function InvitePage({ userId, token }: { userId: string | undefined; token: string | undefined }) {
  const { t } = useTranslation();
  usePageTitle(t('invite.title'));
  const problemText = useProblemText();
  const newPassword = useNewPassword();
  const form = useForm({ initialValues: newPassword.initialValues, validate: newPassword.validate });
  const accept = useMutation({
    mutationFn: (body: { userId: string; token: string; password: string }) =>
      answerOf(api.POST('/api/v1/invites/accept', { body })),
    onError: (error) => { form.setErrors(newPassword.errorsOf(error)); },
  });
  if (userId === undefined || token === undefined) {
    return (
      <CardPage>
        <Title order={1} size="h3" mb="md">
          {t('invite.title')}
        </Title>
        <Alert color="red" role="alert">
          {t('invite.broken')}
        </Alert>
      </CardPage>
    );
  }
  if (accept.isSuccess) {
    return (
      <CardPage>
        <Title order={1} size="h3" mb="md">
          {t('invite.title')}
        </Title>
        <Text role="status" mb="md">
          {t('invite.done')}
        </Text>
        <Anchor href="/sign-in">{t('invite.toSignIn')}</Anchor>
      </CardPage>
    );
  }
  return (
    <CardPage>
      <form noValidate onSubmit={form.onSubmit(({ next }) => { accept.mutate({ userId, token, password: next }); })}>
        <Stack>
          <Title order={1} size="h3">
            {t('invite.title')}
          </Title>
          <Text c="dimmed" size="sm">
            {t('invite.lead')}
          </Text>
          <PasswordInput label={t('password.next')} autoComplete="new-password" autoFocus {...form.getInputProps('next')} />
          <PasswordInput label={t('password.repeat')} autoComplete="new-password" {...form.getInputProps('repeat')} />
          {accept.isError && Object.keys(newPassword.errorsOf(accept.error)).length === 0 && (
            <Text c="var(--mantine-color-error)" size="sm" role="alert">
              {problemText(accept.error)}
            </Text>
          )}
          <Button type="submit" loading={accept.isPending} fullWidth>
            {t('invite.submit')}
          </Button>
        </Stack>
      </form>
    </CardPage>
  );
}
