import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api/session';
import classes from './admin.module.css';
import { sectionsFor } from './sections';

/** The menu of the administration pages beside the one that is open. */
export function AdminPage() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <div className={classes.frame}>
      <nav aria-label={t('admin.sections')} className={classes.menu}>
        <ul>
          {sectionsFor(session).map((section) => (
            <li key={section.path}>
              <Link to={section.path} className={classes.entry} activeOptions={{ includeSearch: false }}>
                {t(`${section.name}.title`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  );
}
