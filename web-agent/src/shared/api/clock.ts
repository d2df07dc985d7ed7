// Deadlines are the server's instants; a desk's own clock may be minutes off. Each answer's Date header
// corrects it; the sample with the shortest round trip is the most exact, and ages out.
let offset = 0;
let bestTrip = Number.POSITIVE_INFINITY;
let bestAt = 0;

const sampleLifetime = 10 * 60_000;

export function learnServerTime(dateHeader: string | null, sentAt: number, receivedAt: number): void {
  if (dateHeader === null) return;
  const seconds = Date.parse(dateHeader);
  if (Number.isNaN(seconds)) return;
  const trip = receivedAt - sentAt;
  if (trip > bestTrip && receivedAt - bestAt < sampleLifetime) return;
  bestTrip = trip;
  bestAt = receivedAt;
  // The header is cut to whole seconds: half a second is its mean error.
  const measured = seconds + 500 - (sentAt + receivedAt) / 2;
  // Within the header's own error the desk's clock is as good, and does not jump.
  offset = Math.abs(measured) < 1500 ? 0 : measured;
}

export function serverNow(): number {
  return Date.now() + offset;
}
