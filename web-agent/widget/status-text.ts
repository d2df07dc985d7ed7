import type { Snapshot } from './snapshot';
import type { Translate } from './texts';
import type { VisitorMessage } from './wire';

/** One honest line about where the conversation stands; null when there is nothing to say. */
export function statusText(snapshot: Snapshot, text: Translate): string | null {
  const { state, config } = snapshot;
  if (snapshot.slowedDownFor !== null) return text('tooFast', { n: snapshot.slowedDownFor });
  if (snapshot.connectionLost || snapshot.troubled) return text('reconnecting');
  switch (state.status) {
    case 'none':
      return state.online ? null : config?.offlineText || text('offline');
    case 'waiting':
      if (!state.online) return text('offlineWaiting');
      return state.position === null ? text('finding') : text('inLine', { n: state.position });
    case 'assigned':
      return state.agentName ? text('chattingWith', { name: state.agentName }) : text('chattingWithAgent');
    case 'closed':
      return text('chatEnded');
  }
}

/** A system message in the customer's language; the server's own words for a code that this widget does not know yet. */
export function systemText(message: VisitorMessage, text: Translate): string {
  switch (message.code) {
    case 'agent_joined':
      return message.name ? text('agentJoined', { name: message.name }) : text('agentJoinedUnnamed');
    case 'transferred':
      return text('transferred');
    case 'ended':
      return text('ended');
    default:
      return message.text;
  }
}

export function typingText(snapshot: Snapshot, text: Translate): string {
  if (!snapshot.agentTyping) return '';
  return snapshot.state.agentName ? text('typing', { name: snapshot.state.agentName }) : text('typingAgent');
}
