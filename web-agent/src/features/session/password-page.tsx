import { Button, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { ApiProblem } from '@/shared/api/problem';
import { keys } from '@/shared/api/query-client';
import { usePageTitle } from '@/shared/ui/page-title';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { useNewPassword } from './use-new-password';

export function PasswordPage() {
  const { t } = useTranslation();
  usePageTitle(t('password.title'));
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const newPassword = useNewPassword();
  const form = useForm({
    initialValues: { current: '', ...newPassword.initialValues },
    validate: { current: (value) => (value === '' ? t('signIn.required') : null), ...newPassword.validate },
  });
  const errorsOf = (error: unknown): Record<string, string> => {
    const current = error instanceof ApiProblem ? (error.errors.current ?? []) : [];
    return { ...newPassword.errorsOf(error), ...(current.length > 0 ? { current: current.join(' ') } : {}) };
  };
  const change = useMutation({
    mutationFn: (body: { current: string; next: string }) => answerOf(api.PUT('/api/v1/session/password', { body })),
    onSuccess: () => {
      form.reset();
      // The new password comes with a new antiforgery token.
      void queryClient.invalidateQueries({ queryKey: keys.session });
    },
    onError: (error) => { form.setErrors(errorsOf(error)); },
  });
  return (
    <Stack maw={400} mx="auto" p="xl">
      <Title order={1} size="h3">
        {t('password.title')}
      </Title>
      <form noValidate onSubmit={form.onSubmit(({ current, next }) => { change.mutate({ current, next }); })}>
        <Stack>
          <PasswordInput label={t('password.current')} autoComplete="current-password" {...form.getInputProps('current')} />
          <PasswordInput label={t('password.next')} autoComplete="new-password" {...form.getInputProps('next')} />
          <PasswordInput label={t('password.repeat')} autoComplete="new-password" {...form.getInputProps('repeat')} />
          {change.isError && Object.keys(errorsOf(change.error)).length === 0 && (
            <Text c="var(--mantine-color-error)" size="sm" role="alert">
              {problemText(change.error)}
            </Text>
          )}
          {change.isSuccess && (
            <Text size="sm" role="status">
              {t('password.done')}
            </Text>
          )}
          <Button type="submit" loading={change.isPending}>
            {t('password.submit')}
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}
