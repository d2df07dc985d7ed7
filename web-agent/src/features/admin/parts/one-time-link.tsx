import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface Invitation {
  name: string;
  url: string;
}

/** Shows a new user's link, which nobody can look up again. */
export function OneTimeLink({ invitation, done }: { invitation: Invitation | null; done: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={invitation !== null}
      onClose={done}
      // A click beside it is too easily made for something that is shown once.
      closeOnClickOutside={false}
      title={t('users.inviteTitle', { name: invitation?.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      size="lg"
    >
      {invitation !== null && (
        <Stack>
          <Text size="sm">{t('users.inviteLead', { name: invitation.name })}</Text>
          <TextInput
            label={t('users.inviteLink')}
            value={invitation.url}
            readOnly
            onFocus={(event) => { event.currentTarget.select(); }}
          />
          <Group justify="flex-end">
            <CopyButton value={invitation.url} timeout={4000}>
              {({ copied, copy }) => (
                <Button onClick={copy} data-autofocus>
                  {copied ? t('admin.copied') : t('admin.copy')}
                </Button>
              )}
            </CopyButton>
            <Button variant="default" onClick={done}>
              {t('common.close')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
