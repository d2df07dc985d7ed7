import { render } from '@testing-library/react';
import { createMemoryHistory } from '@tanstack/react-router';
import { App } from '@/app/app';
import { makeRouter } from '@/app/router';
import { makeQueryClient } from '@/shared/api/query-client';

/** The whole console at a path, as main.tsx mounts it. */
export function renderApp(path: string) {
  const queryClient = makeQueryClient();
  const router = makeRouter(queryClient);
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) });
  return { ...render(<App queryClient={queryClient} router={router} nonce="" />), queryClient, router };
}
