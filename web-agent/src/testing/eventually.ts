import { vi } from 'vitest';

/** Waits for what must come, with time enough on a busy machine. */
export function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 15_000 });
}
