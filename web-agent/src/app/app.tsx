import { DirectionProvider, MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { keepAntiforgeryOf, whenSignedOut } from '@/shared/api/client';
import { keys } from '@/shared/api/query-client';
import { cssVariablesResolver, theme } from '@/shared/ui/theme';
import type { AppRouter } from './router';

export interface AppProps {
  queryClient: QueryClient;
  router: AppRouter;
  nonce: string;
}

export function App({ queryClient, router, nonce }: AppProps) {
  useEffect(() => {
    // Any answer may say that the session is over. The shell then shows the sign-in; drafts stay in storage.
    whenSignedOut(() => {
      keepAntiforgeryOf(null);
      queryClient.setQueryData(keys.session, null);
    });
  }, [queryClient]);

  const { t } = useTranslation();
  // The button that closes a notification is Mantine's own and has no words.
  const named = useMemo(
    () => mergeThemeOverrides(theme, { components: { Notification: { defaultProps: { closeButtonProps: { 'aria-label': t('common.close') } } } } }),
    [t],
  );

  return (
    // The languages of the menu all run one way; another way comes with another load, which has set it on the page.
    <DirectionProvider>
      <MantineProvider
        theme={named}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        {/* Where they cover neither a dialog's words nor its buttons. */}
        <Notifications position="bottom-left" autoClose={8000} limit={4} />
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}
