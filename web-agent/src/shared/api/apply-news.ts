import type { Query, QueryClient } from '@tanstack/react-query';

type Update = (data: never) => unknown;

/** What arrived while an answer was on its way, to be written into that answer as well. */
const meanwhile = new WeakMap<Query, Update[]>();
const looksAgain = new WeakSet<Query>();
const lookAgainAfterMs = 3_000;

/**
 * Writes news into a cached answer. An answer that is on its way may be older than the news, so they are written into it too
 * when it comes, and some time later all is fetched once more. Fetching anew at each item would never end where many come:
 * updates know versions and sequences, so that one done twice is one done once.
 */
export function applyNews<T>(queryClient: QueryClient, queryKey: readonly unknown[], update: (data: T) => T): void {
  const query = queryClient.getQueryCache().find({ queryKey, exact: true });
  if (query === undefined) return;
  if (query.state.data !== undefined) queryClient.setQueryData<T>(queryKey, (data) => (data === undefined ? undefined : update(data)));
  if (query.state.fetchStatus !== 'fetching') return;
  const known = meanwhile.get(query);
  if (known) {
    known.push(update as Update);
    return;
  }
  const updates = [update as Update];
  meanwhile.set(query, updates);
  const ended = () => {
    meanwhile.delete(query);
    for (const each of updates) applyNews(queryClient, queryKey, each as (data: T) => T);
    lookAgain(queryClient, query);
  };
  void query.promise?.then(ended, ended);
}

function lookAgain(queryClient: QueryClient, query: Query): void {
  if (looksAgain.has(query)) return;
  looksAgain.add(query);
  setTimeout(() => {
    looksAgain.delete(query);
    void queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
  }, lookAgainAfterMs);
}
