import { ApiProblem } from '@/shared/api/problem';

/** Codes that speak of one field. */
const fieldOfCode: Record<string, string> = { key_taken: 'key', name_taken: 'name', email_taken: 'email' };

/**
 * The server's complaints by field of the form. A complaint about part of a field (`skills[0].level`) is the field's;
 * one about something that the form does not show is not here, and then the problem itself is shown.
 */
export function fieldErrors(error: unknown, fields: readonly string[], taken: (code: string) => string): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  const found: Record<string, string> = {};
  for (const [path, texts] of Object.entries(error.errors)) {
    const name = (path.split(/[.[]/)[0] ?? '').replace(/^./, (first) => first.toLowerCase());
    if (fields.includes(name)) found[name] = [found[name], ...texts].filter(Boolean).join(' ');
  }
  const field = fieldOfCode[error.code];
  if (field !== undefined && fields.includes(field)) found[field] = taken(error.code);
  return found;
}
