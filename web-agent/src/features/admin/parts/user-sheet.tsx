import { Alert, Button, CopyButton, FileButton, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, rawBody } from '@/shared/api/client';
import { hasCode } from '@/shared/api/problem';
import { pickAnew } from '@/shared/ui/pick-file';
import { Loading } from '@/shared/ui/states';
import { useProblemText } from '@/shared/ui/use-problem-text';
import classes from '@/features/admin/admin.module.css';
import { sheetErrors } from './sheet-errors';

const send = (file: File, dryRun: boolean) =>
  answerOf(api.PUT('/api/v1/users/sheet', { params: { query: { dryRun } }, ...rawBody(file, 'text/csv') }));

/** People out as a sheet, and in: first what it would do, then, when that is wanted, it. */
export function UserSheet() {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  return (
    <Group gap="xs">
      <Button component="a" variant="default" href="/api/v1/users/sheet" download="users.csv">
        {t('cannedReplies.export')}
      </Button>
      <FileButton accept=".csv,text/csv" inputProps={pickAnew} onChange={setFile}>
        {(props) => (
          <Button {...props} variant="default">
            {t('cannedReplies.import')}
          </Button>
        )}
      </FileButton>
      {file !== null && <SheetDialog key={`${file.name} ${String(file.lastModified)}`} file={file} done={() => { setFile(null); }} />}
    </Group>
  );
}

function SheetDialog({ file, done }: { file: File; done: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const trial = useQuery({ queryKey: ['user-sheet', file.name, file.lastModified], queryFn: () => send(file, true), retry: false, staleTime: Infinity, gcTime: 0 });
  const take = useMutation({
    mutationFn: () => send(file, false),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['users'] });
      void queryClient.invalidateQueries({ queryKey: ['agents'] });
    },
  });
  const error = take.error ?? trial.error;
  return (
    <Modal
      opened
      onClose={done}
      // The links are shown once: a click beside them is too easily made.
      closeOnClickOutside={false}
      title={t('userSheet.title', { file: file.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      size="lg"
    >
      <Stack>
        {trial.isPending && <Loading label={t('userSheet.trying')} />}
        {error !== null && <SheetProblem error={error} />}
        {trial.data && !take.data && error === null && (
          <Text size="sm" role="status">
            {t('userSheet.would', { added: trial.data.added, changed: trial.data.changed, unchanged: trial.data.unchanged })}
          </Text>
        )}
        {take.data && (
          <Text size="sm" role="status">
            {t('cannedReplies.taken', { added: take.data.added, changed: take.data.changed, unchanged: take.data.unchanged })}
          </Text>
        )}
        {take.data && take.data.invited.length > 0 && <Links invited={take.data.invited} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={done}>
            {take.data || error !== null ? t('common.close') : t('common.cancel')}
          </Button>
          {trial.data && !take.data && error === null && (
            <Button data-autofocus loading={take.isPending} onClick={() => { take.mutate(); }}>
              {t('userSheet.take')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function SheetProblem({ error }: { error: Error }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const rows = sheetErrors(error);
  return (
    <Alert color="red" role="alert" title={t('cannedReplies.notTaken')}>
      {hasCode(error, 'body_too_large') ? t('userSheet.tooLarge') : rows === null ? problemText(error) : <ul className={classes.said}>{rows.map(([row, text]) => <li key={row}>{`${row}: ${text}`}</li>)}</ul>}
    </Alert>
  );
}

function Links({ invited }: { invited: { email: string; inviteUrl: string }[] }) {
  const { t } = useTranslation();
  const text = invited.map((one) => `${one.email} ${one.inviteUrl}`).join('\n');
  return (
    <>
      <Textarea label={t('userSheet.links')} description={t('userSheet.linksHint')} value={text} readOnly autosize minRows={3} maxRows={12} />
      <CopyButton value={text} timeout={4000}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} style={{ alignSelf: 'flex-start' }}>
            {copied ? t('admin.copied') : t('admin.copy')}
          </Button>
        )}
      </CopyButton>
    </>
  );
}
