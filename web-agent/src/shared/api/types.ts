import type { paths } from './schema';

type Json<R> = R extends { content: { 'application/json': infer Body } } ? Body : never;
type Answer<Operation> = Operation extends { responses: infer R }
  ? Json<R[keyof R & (200 | 201)]>
  : never;

// The answers of the routes, under the words the screens use.
export type Session = Answer<paths['/api/v1/session']['get']>;
export type AgentMe = Answer<paths['/api/v1/agents/me']['get']>;
export type Offer = NonNullable<AgentMe['offer']>;
export type BreakReason = Answer<paths['/api/v1/break-reasons']['get']>['items'][number];
export type Disposition = Answer<paths['/api/v1/dispositions']['get']>['items'][number];
export type CannedReply = Answer<paths['/api/v1/canned-replies']['get']>['items'][number];
export type Queue = Answer<paths['/api/v1/queues']['get']>['items'][number];
export type Agent = Answer<paths['/api/v1/agents']['get']>['items'][number];
export type Ticket = Answer<paths['/api/v1/tickets/{id}']['get']>;
export type TicketPage = Answer<paths['/api/v1/tickets']['get']>;
export type Routing = Answer<paths['/api/v1/tickets/{id}/routing']['get']>;
export type MessagePage = Answer<paths['/api/v1/tickets/{id}/messages']['get']>;
export type Message = MessagePage['items'][number];
export type FileView = Message['attachments'][number];
export type ContactCard = Answer<paths['/api/v1/contacts/{id}']['get']>;
export type Colleague = Answer<paths['/api/v1/colleagues']['get']>['items'][number];
export type MentionPage = Answer<paths['/api/v1/mentions']['get']>;
export type Day = Answer<paths['/api/v1/agents/me/day']['get']>;
export type Tag = Answer<paths['/api/v1/tags']['get']>['items'][number];
export type SatisfactionAnswer = Answer<paths['/api/v1/tickets/{id}/satisfaction']['get']>['items'][number];
export type SatisfactionSummary = Answer<paths['/api/v1/satisfaction/summary']['get']>;
export type Client = Answer<paths['/api/v1/clients']['get']>['items'][number];
export type Calendar = Answer<paths['/api/v1/calendars']['get']>['items'][number];
export type Pool = Answer<paths['/api/v1/pools']['get']>['items'][number];
export type DraftLine = Answer<paths['/api/v1/drafts']['get']>['items'][number];
export type Draft = Answer<paths['/api/v1/drafts/{id}']['get']>;
export type DraftedRules = Draft['rules'];
export type Site = Answer<paths['/api/v1/sites']['get']>['items'][number];
export type Skill = Answer<paths['/api/v1/skills']['get']>['items'][number];
export type User = Answer<paths['/api/v1/users']['get']>['items'][number];
export type Role = Answer<paths['/api/v1/roles']['get']>['items'][number];
export type Widget = Answer<paths['/api/v1/widgets']['get']>['items'][number];
export type DeadLetter = Answer<paths['/api/v1/outbox/dead-letters']['get']>['items'][number];
export type Board = Answer<paths['/api/v1/board']['get']>;

export type SimulationRow = Answer<paths['/api/v1/simulations']['get']>['items'][number];
export type Simulation = Answer<paths['/api/v1/simulations/{id}']['get']>;
export type SimulationResult = NonNullable<Simulation['result']>['base'];
export type Figures = SimulationResult['total'];
export type Change = Simulation['changes'][number];
export type Scenario = Answer<paths['/api/v1/simulations/scenario']['post']>;

export type Permission =
  | 'tickets.read'
  | 'tickets.work'
  | 'tickets.assign'
  | 'board.read'
  | 'agents.read'
  | 'agents.state'
  | 'agents.manage'
  | 'clients.read'
  | 'clients.manage'
  | 'queues.read'
  | 'queues.manage'
  | 'channels.read'
  | 'channels.manage'
  | 'users.manage'
  | 'simulations.run'
  | 'operations.manage';

export type AgentState = 'offline' | 'ready' | 'break';
export type MessageKind = 'reply' | 'note';
