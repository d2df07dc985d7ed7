import { Kbd, Modal, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type KeyGroup, keyText, shortcuts } from '@/shared/keys/shortcuts';
import classes from './palette.module.css';

const groups: readonly KeyGroup[] = ['everywhere', 'offer', 'tickets', 'writing'];

/** Every key there is, out of the table that binds them. */
export function ShortcutHelp({ done }: { done: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={done} size="lg" title={t('keys.title')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group} aria-label={t(`keyGroups.${group}`)}>
            <Title order={3} size="h6">
              {t(`keyGroups.${group}`)}
            </Title>
            <dl className={classes.keys}>
              {shortcuts
                .filter((shortcut) => shortcut.group === group && shortcut.keys.length > 0)
                .map(({ id, keys }) => (
                  <div key={id}>
                    <dt>{t(`keys.${id}`)}</dt>
                    <dd>
                      {keys.map((key) => (
                        <Kbd key={keyText(key)}>{keyText(key)}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
