import { type QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeQueryClient } from './query-client';

const key = ['mentions'];
let client: QueryClient;
let answers: ((unread: number) => void)[];
let stop: () => void;

beforeEach(() => {
  client = makeQueryClient();
  answers = [];
  const observer = new QueryObserver<number>(client, { queryKey: key, queryFn: () => new Promise((done) => answers.push(done)) });
  stop = observer.subscribe(() => undefined);
});

afterEach(() => {
  stop();
  client.clear();
});

it('asks once more when news came during the first fetch', async () => {
  void client.invalidateQueries({ queryKey: key });
  void client.invalidateQueries({ queryKey: key });
  expect(answers).toHaveLength(1);
  answers[0]?.(0);
  await vi.waitFor(() => { expect(answers).toHaveLength(2); });
  answers[1]?.(1);
  await vi.waitFor(() => { expect(client.getQueryData(key)).toBe(1); });
  expect(client.isFetching()).toBe(0);
  expect(answers).toHaveLength(2);
});

it('asks no more than once when nothing came', async () => {
  answers[0]?.(0);
  await vi.waitFor(() => { expect(client.getQueryData(key)).toBe(0); });
  expect(client.isFetching()).toBe(0);
  expect(answers).toHaveLength(1);
});
