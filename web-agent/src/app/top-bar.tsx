import { Button, Kbd, Menu, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { sectionsFor } from '@/features/admin/sections';
import { AlertItems } from '@/features/desk/alert-items';
import { FeedIndicator } from '@/features/desk/feed-indicator';
import { MentionsMenu } from '@/features/desk/mentions-menu';
import { StateSwitch } from '@/features/desk/state-switch';
import { useSignOut } from '@/features/session/use-sign-out';
import { may, useSession } from '@/shared/api/session';
import { type Language, languages } from '@/shared/i18n/i18n';
import { runCommand } from '@/shared/keys/commands';
import { keyOf } from '@/shared/keys/shortcuts';
import classes from './shell.module.css';
import { useChangeLanguage } from './use-change-language';

export function TopBar() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <header className={classes.bar}>
      <span className={classes.brand}>
        <img src="/favicon.svg" alt="" width={24} height={24} />
        {t('common.product')}
      </span>
      <nav className={classes.nav} aria-label={t('nav.label')}>
        {may(session, 'tickets.work') && (
          <Link to="/tickets" className={classes.link}>
            {t('nav.tickets')}
          </Link>
        )}
        {may(session, 'board.read') && (
          <Link to="/live" className={classes.link}>
            {t('nav.live')}
          </Link>
        )}
        {may(session, 'simulations.run') && (
          <Link to="/what-if" className={classes.link}>
            {t('nav.whatIf')}
          </Link>
        )}
        {sectionsFor(session).length > 0 && (
          <Link to="/admin" className={classes.link}>
            {t('nav.admin')}
          </Link>
        )}
      </nav>
      <div className={classes.end}>
        <FeedIndicator />
        <MentionsMenu />
        <StateSwitch />
        <AccountMenu />
      </div>
    </header>
  );
}

function AccountMenu() {
  const { t, i18n } = useTranslation();
  const { user } = useSession();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const changeLanguage = useChangeLanguage();
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <Button variant="subtle" color="gray" c="var(--mantine-color-text)" size="sm">
          {user.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('nav.account')}>
        <Menu.Label>{user.email}</Menu.Label>
        <Menu.Item component={Link} to="/password" data-autofocus>
          {t('nav.password')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => { setColorScheme(value as 'auto' | 'light' | 'dark'); }}
        >
          <Menu.Label>{t('nav.colours')}</Menu.Label>
          <Menu.RadioItem value="auto">{t('nav.coloursAuto')}</Menu.RadioItem>
          <Menu.RadioItem value="light">{t('nav.coloursLight')}</Menu.RadioItem>
          <Menu.RadioItem value="dark">{t('nav.coloursDark')}</Menu.RadioItem>
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.RadioGroup value={i18n.language} onChange={(value) => { changeLanguage(value as Language); }}>
          <Menu.Label>{t('nav.language')}</Menu.Label>
          {Object.entries(languages).map(([tag, name]) => (
            <Menu.RadioItem key={tag} value={tag} lang={tag}>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <AlertItems />
        <Menu.Divider />
        <Menu.Item rightSection={<Kbd size="xs" aria-hidden>{keyOf('palette')}</Kbd>} onClick={() => { runCommand('palette'); }}>
          {t('keys.palette')}
        </Menu.Item>
        <Menu.Item rightSection={<Kbd size="xs" aria-hidden>{keyOf('help')}</Kbd>} onClick={() => { runCommand('help'); }}>
          {t('keys.help')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={signOut}>{t('nav.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
