import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeskFeed } from '@/features/desk/desk-feed';
import { OfferCard } from '@/features/desk/offer-card';
import { TitleAlerts } from '@/features/desk/title-alerts';
import { sessionQuery } from '@/shared/api/session';
import { useCommand, useShortcutKeys } from '@/shared/keys/commands';
import { later } from '@/shared/ui/later';
import { Failed, Loading } from '@/shared/ui/states';
import classes from './shell.module.css';
import { TopBar } from './top-bar';

const Palette = later(async () => (await import('./palette')).Palette);
const ShortcutHelp = later(async () => (await import('./shortcut-help')).ShortcutHelp);

/** The keys of the whole page, and what they open over it. */
function Overlays() {
  const [open, setOpen] = useState<'palette' | 'help' | null>(null);
  useShortcutKeys();
  useCommand('palette', () => { setOpen('palette'); });
  useCommand('help', () => { setOpen('help'); });
  const done = () => { setOpen(null); };
  return (
    <>
      {open === 'palette' && <Palette done={done} />}
      {open === 'help' && <ShortcutHelp done={done} />}
    </>
  );
}

/** Everything behind the sign-in: top bar, the news connection, the offer wherever the user is. */
export function Shell() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);
  const navigate = useNavigate();
  const here = useLocation({ select: (location) => location.href });
  const signedOut = session.data === null;

  useEffect(() => {
    if (signedOut) void navigate({ to: '/sign-in', search: { next: here, expired: true }, replace: true });
    // Only the end of the session moves the user, not each of his own steps.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [signedOut]);

  if (session.isError && !session.data) {
    return <Failed title={t('problems.database_unavailable')} error={session.error} retry={() => void session.refetch()} />;
  }
  if (!session.data) return <Loading label={t('common.loading')} />;
  return (
    <DeskFeed key={session.data.user.id}>
      <a className={classes.skip} href="#content">
        {t('common.skip')}
      </a>
      <div className={classes.shell}>
        <TopBar />
        <main id="content" tabIndex={-1} className={classes.main}>
          <Outlet />
        </main>
        <OfferCard />
        <TitleAlerts />
        <Overlays />
      </div>
    </DeskFeed>
  );
}
