import { useTranslation } from 'react-i18next';
import classes from './session.module.css';

/** The page of someone who is not signed in: one card. */
export function CardPage({ children }: { children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <img src="/favicon.svg" alt="" width={28} height={28} />
          {t('common.product')}
        </div>
        {children}
      </div>
    </main>
  );
}
