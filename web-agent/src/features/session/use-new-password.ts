import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/shared/api/problem';

/** Two fields that must be filled and agree; what a password must be is the server's rule. */
export function useNewPassword() {
  const { t } = useTranslation();
  return {
    initialValues: { next: '', repeat: '' },
    validate: {
      next: (value: string) => (value === '' ? t('signIn.required') : null),
      repeat: (value: string, all: { next: string }) => (value === all.next ? null : t('password.mismatch')),
    },
    /** The server's complaints about the password itself, for its field. */
    errorsOf(error: unknown): { next?: string } {
      if (!(error instanceof ApiProblem)) return {};
      const texts = error.errors.password ?? error.errors.next ?? [];
      return texts.length > 0 ? { next: texts.join(' ') } : {};
    },
  };
}
