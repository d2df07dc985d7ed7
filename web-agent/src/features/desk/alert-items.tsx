import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { may, useSession } from '@/shared/api/session';
import { askForNotifications, turnSound, useNotificationChoice, useSoundOn } from './alert-choices';

/** How an offer makes itself noticed, for the account's menu. */
export function AlertItems() {
  const { t } = useTranslation();
  const session = useSession();
  const sound = useSoundOn(session.user.id);
  const choice = useNotificationChoice();
  if (!may(session, 'tickets.work')) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('alerts.title')}</Menu.Label>
      <Menu.CheckboxItem checked={sound} onChange={(on) => { turnSound(session.user.id, on); }}>
        {t('alerts.sound')}
      </Menu.CheckboxItem>
      {choice !== 'unsupported' && (
        <Menu.CheckboxItem checked={choice === 'granted'} disabled={choice !== 'default'} onChange={() => void askForNotifications()}>
          {choice === 'denied' ? t('alerts.denied') : t('alerts.desktop')}
        </Menu.CheckboxItem>
      )}
    </>
  );
}
