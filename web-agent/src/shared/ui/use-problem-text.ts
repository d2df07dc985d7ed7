import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/shared/api/problem';

/** The server's problem codes in the reader's words; an unknown code shows the server's own title. */
export function useProblemText(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiProblem)) return t('problems.unexpected');
      const key = `problems.${error.code}`;
      return i18n.exists(key) ? i18n.t(key as 'problems.unexpected') : (error.detail ?? error.message);
    },
    [t, i18n],
  );
}
