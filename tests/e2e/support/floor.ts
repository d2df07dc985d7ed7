import { request } from 'playwright-core';
import { base, password } from './browser.ts';

interface Row {
  id: string;
  clientId: string;
  status: string;
}

/** Closes what earlier tests or runs left open, so that the next offer is the one a test expects. */
export async function quietFloor(): Promise<void> {
  const supervisor = await request.newContext({ baseURL: base });
  try {
    const signedIn = await supervisor.post('/api/v1/session', { data: { email: 'supervisor@demo.test', password } });
    const { antiforgeryToken } = (await signedIn.json()) as { antiforgeryToken: string };
    const list = async (path: string) => ((await (await supervisor.get(path)).json()) as { items: Row[] }).items;
    for (const status of ['waiting', 'assigned', 'wrap-up']) {
      for (const ticket of await list(`/api/v1/tickets?view=all&status=${status}&limit=100`)) {
        const dispositions = await list(`/api/v1/dispositions?clientId=${ticket.clientId}`);
        const closed = await supervisor.post(`/api/v1/tickets/${ticket.id}/close`, {
          headers: { 'X-CSRF-TOKEN': antiforgeryToken },
          data: { disposition: dispositions[0]?.id },
        });
        if (!closed.ok()) throw new Error(`Ticket ${ticket.id} was not closed: ${await closed.text()}`);
      }
    }
  } finally {
    await supervisor.dispose();
  }
}
