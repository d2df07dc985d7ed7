import { useTranslation } from 'react-i18next';

type Check = (value: unknown) => string | null;

/** What can be said of a field without the server, in the reader's language. */
export function useChecks() {
  const { t } = useTranslation();
  const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
  const required: Check = (value) => (text(value) === '' ? t('fields.required') : null);
  return {
    required,
    text: (most: number): Check =>
      (value) => required(value) ?? (text(value).length > most ? t('fields.tooLong', { most }) : null),
    atMost: (most: number): Check =>
      (value) => (text(value).length > most ? t('fields.tooLong', { most }) : null),
    key: (most = 50): Check =>
      (value) =>
        required(value) ??
        (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(String(value)) && String(value).length <= most ? null : t('fields.keyShape', { most })),
    chosen: ((value) => (value === null || value === '' ? t('fields.choose') : null)) satisfies Check,
    whole: (least: number, most: number): Check =>
      (value) => (Number.isInteger(value) && Number(value) >= least && Number(value) <= most ? null : t('fields.range', { least, most })),
  };
}
