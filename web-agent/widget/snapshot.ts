import type { UnsentMessage } from './outbox';
import type { Rating } from './satisfaction';
import type { TextKey } from './texts';
import type { VisitorMessage, VisitorState, WidgetConfig } from './wire';

/** All that a screen needs to know of the conversation. */
export interface Snapshot {
  config: WidgetConfig | null;
  state: VisitorState;
  messages: VisitorMessage[];
  unsent: UnsentMessage[];
  troubled: boolean;
  slowedDownFor: number | null;
  connectionLost: boolean;
  agentTyping: boolean;
  unread: VisitorMessage[];
  hasSession: boolean;
  notice: TextKey | null;
  /** The form about the customer: in the way of his first message, beside it, or not at all. */
  form: 'required' | 'optional' | null;
  /** What of it the server did not take. */
  refusedFields: readonly string[];
  /** The question at the end, or what became of it. */
  rating: Rating | null;
}
