import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { applyNews } from './apply-news';

interface Count {
  seen: number[];
}

const key = ['count'];
const add = (number: number) => (data: Count): Count => (data.seen.includes(number) ? data : { seen: [...data.seen, number] });
let client: QueryClient;
let answers: ((data: Count) => void)[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
  answers = [];
  const observer = new QueryObserver<Count>(client, { queryKey: key, queryFn: () => new Promise((done) => answers.push(done)), staleTime: Infinity });
  stop = observer.subscribe(() => undefined);
});

afterEach(() => {
  stop();
  client.clear();
  vi.useRealTimers();
});

const seen = () => client.getQueryData<Count>(key)?.seen;

it('writes what arrives during a fetch into its answer too, and fetches once more later, however much arrives', async () => {
  for (const number of [1, 2, 3]) applyNews(client, key, add(number));
  expect(answers).toHaveLength(1);
  answers[0]?.({ seen: [1] });
  await vi.advanceTimersByTimeAsync(0);
  expect(seen()).toEqual([1, 2, 3]);
  expect(answers).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(answers).toHaveLength(2);
  applyNews(client, key, add(4));
  expect(seen()).toEqual([1, 2, 3, 4]);
  answers[1]?.({ seen: [1, 2, 3] });
  await vi.advanceTimersByTimeAsync(0);
  expect(seen()).toEqual([1, 2, 3, 4]);
});

it('keeps them when the fetch is broken off and another begins', async () => {
  answers[0]?.({ seen: [] });
  await vi.advanceTimersByTimeAsync(0);
  void client.invalidateQueries({ queryKey: key });
  await vi.advanceTimersByTimeAsync(0);
  applyNews(client, key, add(1));
  void client.invalidateQueries({ queryKey: key });
  await vi.advanceTimersByTimeAsync(0);
  expect(answers).toHaveLength(3);
  answers[2]?.({ seen: [] });
  await vi.advanceTimersByTimeAsync(0);
  expect(seen()).toEqual([1]);
});

it('writes at once where nothing is being fetched, and fetches nothing', async () => {
  answers[0]?.({ seen: [] });
  await vi.advanceTimersByTimeAsync(0);
  applyNews(client, key, add(1));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(seen()).toEqual([1]);
  expect(answers).toHaveLength(1);
});
