import { Staff } from './staff.ts';

interface Row {
  id: string;
  clientId: string;
}

/** Closes what earlier tests or runs left open, so that the next offer is the one a test expects. */
export async function quietFloor(): Promise<void> {
  const supervisor = await Staff.signIn('supervisor@demo.test');
  for (const status of ['waiting', 'assigned', 'wrap-up']) {
    for (const ticket of await supervisor.all<Row>(`tickets?view=all&status=${status}`)) {
      const dispositions = await supervisor.all<{ id: string }>(`dispositions?clientId=${ticket.clientId}`);
      await supervisor.post(`tickets/${ticket.id}/close`, { disposition: dispositions[0]?.id });
    }
  }
  await supervisor.leave();
}
