import { ApiProblem } from '@/shared/api/problem';

/** What the server says of a sheet's rows, by row; null when it is about something else. */
export function sheetErrors(error: unknown): [string, string][] | null {
  const errors = error instanceof ApiProblem ? (error.body as { errors?: Record<string, string[]> } | null)?.errors : undefined;
  return errors ? Object.entries(errors).map(([row, texts]): [string, string] => [row, texts.join(' ')]) : null;
}
