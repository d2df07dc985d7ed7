import type { Snapshot } from './snapshot';
import type { Translate } from './texts';
import type { VisitorMessage, VisitorState } from './wire';

/** One honest line about where the conversation stands; null when there is nothing to say. */
export function statusText(snapshot: Snapshot, text: Translate, language: string): string | null {
  const { state, config } = snapshot;
  if (snapshot.slowedDownFor !== null) return text('tooFast', { n: snapshot.slowedDownFor });
  if (snapshot.connectionLost || snapshot.troubled) return text('reconnecting');
  switch (state.status) {
    case 'none':
      return state.online ? null : config?.offlineText || text('offline');
    case 'waiting':
      if (!state.online) return text('offlineWaiting');
      if (state.position === null) return text('finding');
      return state.expectedWait === null
        ? text('inLine', { n: state.position })
        : text('inLineWait', { n: state.position, wait: waitText(state.expectedWait, language) });
    case 'assigned':
      return state.agentName ? text('chattingWith', { name: state.agentName }) : text('chattingWithAgent');
    case 'closed':
      return text('chatEnded');
  }
}

/** Whole minutes from and to, at least one. */
function waitText(wait: NonNullable<VisitorState['expectedWait']>, language: string): string {
  const [from, to] = [Math.max(1, Math.floor(wait.shortestSeconds / 60)), Math.max(1, Math.ceil(wait.longestSeconds / 60))];
  const minutes = new Intl.NumberFormat(language, { style: 'unit', unit: 'minute' });
  return from === to ? minutes.format(to) : minutes.formatRange(from, to);
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
