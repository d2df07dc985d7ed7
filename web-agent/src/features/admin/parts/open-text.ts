import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

interface Opening {
  openNow: boolean;
  nextChange?: string | null;
}

/** "Open, until Monday 17:00" in the time of the place. */
export function useOpenText(): (opening: Opening, timeZone: string) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    ({ openNow, nextChange }: Opening, timeZone: string) => {
      if (!nextChange) return openNow ? t('calendars.openAlways') : t('calendars.openNever');
      const time = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(nextChange));
      return openNow ? t('calendars.openUntil', { time }) : t('calendars.opensAt', { time });
    },
    [t, i18n],
  );
}
