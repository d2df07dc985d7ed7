import { may } from '@/shared/api/session';
import type { Permission, Session } from '@/shared/api/types';

/** The administration pages in the order of the menu; each with all that it reads and writes. */
export const sections = [
  { path: '/admin/clients', name: 'clients', needs: ['clients.read', 'clients.manage'] },
  { path: '/admin/queues', name: 'queues', needs: ['queues.read', 'queues.manage', 'agents.read'] },
  { path: '/admin/pools', name: 'pools', needs: ['queues.read', 'queues.manage', 'clients.read'] },
  { path: '/admin/drafts', name: 'drafts', needs: ['queues.read', 'queues.manage', 'agents.read', 'clients.read'] },
  { path: '/admin/skills', name: 'skills', needs: ['agents.read', 'agents.manage'] },
  { path: '/admin/agents', name: 'agents', needs: ['agents.read', 'agents.manage'] },
  { path: '/admin/users', name: 'users', needs: ['users.manage'] },
  { path: '/admin/roles', name: 'roles', needs: ['users.manage'] },
  { path: '/admin/widgets', name: 'widgets', needs: ['channels.read', 'channels.manage', 'queues.read'] },
  { path: '/admin/dispositions', name: 'dispositions', needs: ['tickets.read', 'queues.manage'] },
  { path: '/admin/canned-replies', name: 'cannedReplies', needs: ['tickets.read', 'queues.manage'] },
  { path: '/admin/break-reasons', name: 'breakReasons', needs: ['agents.read', 'agents.manage'] },
  { path: '/admin/calendars', name: 'calendars', needs: ['clients.read', 'clients.manage'] },
  { path: '/admin/sites', name: 'sites', needs: ['clients.read', 'clients.manage'] },
  { path: '/admin/failed-events', name: 'deadLetters', needs: ['operations.manage'] },
] as const satisfies { path: string; name: string; needs: Permission[] }[];

export type Section = (typeof sections)[number];

export function sectionsFor(session: Session): Section[] {
  return sections.filter((section) => section.needs.every((permission) => may(session, permission)));
}
