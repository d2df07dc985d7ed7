import { useTranslation } from 'react-i18next';
import classes from './desk.module.css';

/** A ticket's tags, to be read. */
export function Tags({ tags }: { tags: readonly string[] }) {
  const { t } = useTranslation();
  if (tags.length === 0) return null;
  return (
    <span className={classes.tags} role="group" aria-label={t('tags.title')}>
      {tags.map((tag) => (
        <span key={tag} className={classes.tag}>
          {tag}
        </span>
      ))}
    </span>
  );
}
