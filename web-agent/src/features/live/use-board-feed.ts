import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { applyNews } from '@/shared/api/apply-news';
import { keys } from '@/shared/api/query-client';
import type { Board } from '@/shared/api/types';
import { type FeedStatus, NewsFeed } from '@/shared/hub/news-feed';

function makeFeed(queryClient: QueryClient): NewsFeed {
  const refetch = () => void queryClient.invalidateQueries({ queryKey: keys.boards });
  return new NewsFeed({
    url: '/hubs/supervisor',
    refetch,
    lost: () => void queryClient.invalidateQueries({ queryKey: keys.session }),
    on: {
      boardChanged: (item: { topic: string; board: Board }) => {
        applyNews<Board>(queryClient, keys.board(item.topic.replace(/^client:/, '')), () => item.board);
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
