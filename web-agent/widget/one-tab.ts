/** Runs work when no other tab of the site is at it. */
export type OneTabAtATime = (work: () => Promise<void>) => Promise<void>;

/** Two tabs that send the same message would each open a session for it. Null where the browser has no locks (pages without TLS). */
export function oneTabAtATime(name: string): OneTabAtATime | null {
  const locks = (navigator as { locks?: LockManager }).locks;
  return locks ? async (work) => { await locks.request(`contact-center:${name}`, work); } : null;
}
