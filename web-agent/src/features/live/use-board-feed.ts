import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { keys } from '@/shared/api/query-client';
import type { Board } from '@/shared/api/types';
import { type FeedStatus, NewsFeed } from '@/shared/hub/news-feed';
import { withSnapshot } from './board';

function makeFeed(queryClient: QueryClient): NewsFeed {
  const refetch = () => void queryClient.invalidateQueries({ queryKey: keys.board });
  return new NewsFeed({
    url: '/hubs/supervisor',
    refetch,
    lost: () => void queryClient.invalidateQueries({ queryKey: keys.session }),
    on: {
      boardChanged: (item: { topic: string; board: Board }) => {
        const clientId = item.topic.replace(/^client:/, '');
        const known = queryClient.getQueryData<Board>(keys.board);
        // A snapshot that meets the first fetch is told again by it.
        if (known) queryClient.setQueryData<Board>(keys.board, withSnapshot(known, clientId, item.board));
      },
    },
  });
}

/** The board's news while the live page is open. */
export function useBoardFeed(): FeedStatus {
  const queryClient = useQueryClient();
  const [feed] = useState(() => makeFeed(queryClient));
  useEffect(() => {
    feed.start();
    return () => { feed.stop(); };
  }, [feed]);
  return useSyncExternalStore(feed.subscribe, feed.status);
}
