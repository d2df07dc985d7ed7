import type { QueryClient } from '@tanstack/react-query';

/**
 * Writes news into a cached answer. A write that meets a running fetch would be overwritten by an answer that may be
 * older, so that fetch is started again.
 */
export function applyNews<T>(queryClient: QueryClient, queryKey: readonly unknown[], update: (data: T) => T): void {
  const query = queryClient.getQueryCache().find({ queryKey, exact: true });
  if (query === undefined) return;
  const again = () => queryClient.invalidateQueries({ queryKey, exact: true, refetchType: 'all' });
  if (query.state.data === undefined) {
    // A first fetch cannot be broken off: it is followed by a second one.
    if (query.state.fetchStatus === 'fetching') void query.promise?.then(again, () => undefined);
    return;
  }
  queryClient.setQueryData<T>(queryKey, (data) => (data === undefined ? undefined : update(data)));
  if (query.state.fetchStatus === 'fetching') void again();
}
