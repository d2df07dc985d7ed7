import { type APIRequestContext, type APIResponse, request } from 'playwright-core';
import { base, password } from './browser.ts';

/** Somebody signed in without a browser. What is refused throws. */
export class Staff {
  private constructor(private readonly context: APIRequestContext, private readonly csrf: string) {}

  static async signIn(email: string): Promise<Staff> {
    const context = await request.newContext({ baseURL: `${base}/api/v1/`, timeout: 60_000 });
    const { antiforgeryToken } = await read<{ antiforgeryToken: string }>(await context.post('session', { data: { email, password } }));
    return new Staff(context, antiforgeryToken);
  }

  async get<T>(path: string): Promise<T> {
    return read<T>(await this.context.get(path));
  }

  /** All pages of a list. */
  async all<T>(path: string): Promise<T[]> {
    const rows: T[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const at: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: T[]; nextCursor: string | null } = await this.get(`${path}${path.includes('?') ? '&' : '?'}limit=100${at}`);
      rows.push(...page.items);
      cursor = page.nextCursor;
    }
    return rows;
  }

  async post<T>(path: string, data: object): Promise<T> {
    return read<T>(await this.context.post(path, { headers: { 'X-CSRF-TOKEN': this.csrf }, data }));
  }

  async put<T>(path: string, data: object): Promise<T> {
    return read<T>(await this.context.put(path, { headers: { 'X-CSRF-TOKEN': this.csrf }, data }));
  }

  async leave(): Promise<void> {
    await this.context.dispose();
  }
}

async function read<T>(answer: APIResponse): Promise<T> {
  if (!answer.ok()) throw new Error(`${answer.url()} answered ${String(answer.status())}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
