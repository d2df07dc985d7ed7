import { ActionIcon, Button, Loader, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FileView } from '@/shared/api/types';
import { sizeText } from '@/shared/ui/size';
import { useProblemText } from '@/shared/ui/use-problem-text';
import classes from './desk.module.css';
import type { Attachments } from './use-attachments';
import { mostFiles } from './use-attachments';

/** The files of a message: pictures are shown, everything else is for saving. */
export function MessageFiles({ files }: { files: readonly FileView[] }) {
  const { t, i18n } = useTranslation();
  if (files.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t('messages.files')}>
      {files.map((file) => {
        const address = `/api/v1/files/${file.id}`;
        return (
          <li key={file.id}>
            {file.contentType.startsWith('image/') ? (
              <a href={address} target="_blank" rel="noreferrer" className={classes.picture}>
                <img src={address} alt={file.name} loading="lazy" />
              </a>
            ) : (
              <a href={address} download={file.name} className={classes.file}>
                <span className={classes.fileName}>{file.name}</span>
                <span className={classes.fileSize}>{sizeText(file.size, i18n.language)}</span>
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The files that go along with what is being written. */
export function AttachedFiles({ attachments }: { attachments: Attachments }) {
  const { t, i18n } = useTranslation();
  const problemText = useProblemText();
  if (attachments.items.length === 0) return null;
  return (
    <ul className={classes.attached} aria-label={t('composer.files')}>
      {attachments.items.map((item) => (
        <li key={item.key} className={classes.file} data-state={item.state}>
          {item.state === 'sending' && <Loader size={14} aria-label={t('composer.fileSending')} />}
          <span className={classes.fileName}>{item.name}</span>
          <span className={classes.fileSize}>{sizeText(item.size, i18n.language)}</span>
          {item.state === 'too-large' && <Text size="xs" className={classes.bad} role="alert">{t('composer.fileTooLarge')}</Text>}
          {item.state === 'failed' && (
            <>
              <Text size="xs" className={classes.bad} role="alert">{problemText(item.problem)}</Text>
              <Button size="compact-xs" variant="default" onClick={() => { attachments.retry(item.key); }}>
                {t('messages.retry')}
              </Button>
            </>
          )}
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t('composer.fileRemove', { name: item.name })}
            onClick={() => { attachments.remove(item.key); }}
          >
            <span aria-hidden="true">×</span>
          </ActionIcon>
        </li>
      ))}
      {attachments.tooMany && (
        <li>
          <Text size="xs" className={classes.bad} role="alert">{t('composer.fileTooMany', { most: mostFiles })}</Text>
        </li>
      )}
    </ul>
  );
}
