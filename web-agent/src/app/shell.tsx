import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { DeskFeed } from '@/features/desk/desk-feed';
import { OfferCard } from '@/features/desk/offer-card';
import { sessionQuery } from '@/shared/api/session';
import { Failed, Loading } from '@/shared/ui/states';
import classes from './shell.module.css';
import { TopBar } from './top-bar';

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
      </div>
    </DeskFeed>
  );
}
