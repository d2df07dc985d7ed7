import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api, keepAntiforgeryOf } from '@/shared/api/client';
import { keys } from '@/shared/api/query-client';
import { usePageTitle } from '@/shared/ui/page-title';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { CardPage } from './card-page';

export function SignInPage({ expired, onSignedIn }: { expired: boolean; onSignedIn: () => void }) {
  const { t } = useTranslation();
  usePageTitle(t('signIn.title'));
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const required = (value: string) => (value === '' ? t('signIn.required') : null);
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: { email: required, password: required },
  });
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string }) => answerOf(api.POST('/api/v1/session', { body })),
    onSuccess: (session) => {
      // What the last user of this desk saw is not the next one's to see.
      queryClient.clear();
      keepAntiforgeryOf(session);
      queryClient.setQueryData(keys.session, session);
      onSignedIn();
    },
  });

  return (
    <CardPage>
      <form
        noValidate
        onSubmit={form.onSubmit((values) => { signIn.mutate({ email: values.email.trim(), password: values.password }); })}
      >
        <Stack>
          <Title order={1} size="h3">
            {t('signIn.title')}
          </Title>
          {expired && !signIn.isError && (
            <Alert color="yellow" role="status">
              {t('signIn.expired')}
            </Alert>
          )}
          <TextInput
            label={t('signIn.email')}
            type="email"
            autoComplete="username"
            data-autofocus
            autoFocus
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t('signIn.password')}
            autoComplete="current-password"
            {...form.getInputProps('password')}
          />
          {signIn.isError && (
            <Text c="var(--mantine-color-error)" size="sm" role="alert">
              {problemText(signIn.error)}
            </Text>
          )}
          <Button type="submit" loading={signIn.isPending} fullWidth>
            {t('signIn.submit')}
          </Button>
        </Stack>
      </form>
    </CardPage>
  );
}
