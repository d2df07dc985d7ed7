import { useEffect } from 'react';
import { i18next } from '@/shared/i18n/i18n';

let page = '';
let alerts = 0;

function show(): void {
  const name = page === '' ? i18next.t('common.product') : `${page} · ${i18next.t('common.product')}`;
  document.title = alerts > 0 ? `(${String(alerts)}) ${name}` : name;
}

export function usePageTitle(title: string): void {
  useEffect(() => {
    page = title;
    show();
  }, [title]);
}

/** What waits for the user, shown in the tab's title while he is elsewhere. */
export function useTitleAlerts(count: number): void {
  useEffect(() => {
    alerts = count;
    show();
    return () => {
      alerts = 0;
      show();
    };
  }, [count]);
}
