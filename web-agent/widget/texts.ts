export const english = {
  openChat: 'Open chat',
  openChatUnread: 'Open chat, unread messages: {n}',
  closeChat: 'Close chat',
  endChat: 'End chat',
  confirmEnd: 'End this chat?',
  keepChatting: 'Keep chatting',
  messages: 'Messages',
  write: 'Write a message',
  send: 'Send',
  attach: 'Send a file',
  fileSending: 'Sending the file…',
  fileTooLarge: 'A file may have up to 10 MB and must not be empty.',
  fileFailed: 'The file could not be sent. Please try again.',
  fileNotLoaded: 'The file cannot be opened now. Please try again.',
  save: 'Save {name}',
  you: 'You',
  agent: 'Agent',
  newMessages: 'New messages',
  newMessageFrom: 'New message from {name}',
  newTab: 'opens in a new tab',
  details: 'Add your name and email (optional)',
  name: 'Name',
  email: 'Email',
  emailInvalid: 'Please check your email address.',
  sending: 'Sending…',
  retrying: 'Not sent yet. Trying again.',
  tryNow: 'Try now',
  tryAgain: 'Try again',
  remove: 'Remove',
  tooLong: 'This message has {n} characters; {most} are possible. Please make it shorter or send it in parts.',
  failedTooLong: 'Not sent: this message is too long.',
  failedRefused: 'Not sent: this message was not accepted.',
  failedDetails: 'Not sent: please check your name and email.',
  failedUnavailable: 'Not sent: chat is not available here.',
  failedStale: 'Not sent: the connection was lost. Do you still want to send it?',
  tooFast: 'Too many messages at once. Yours will be sent in {n} seconds.',
  notEnded: 'The chat could not be ended. Please try again.',
  inLine: 'You are number {n} in line',
  inLineWait: 'You are number {n} in line, for about {wait}',
  finding: 'An agent is being found',
  chattingWith: 'You are chatting with {name}',
  chattingWithAgent: 'You are chatting with an agent',
  chatEnded: 'This chat has ended. Write to start again.',
  offline: 'Nobody is on duty right now. Write to us and keep this chat open: we answer here.',
  offlineWaiting: 'Nobody is on duty right now. Your message has arrived. Keep this chat open to be answered, or write again later.',
  reconnecting: 'Connection lost. Reconnecting…',
  typing: '{name} is typing…',
  typingAgent: 'The agent is typing…',
  agentJoined: '{name} joined the chat',
  agentJoinedUnnamed: 'An agent joined the chat',
  transferred: 'You are being transferred to another agent',
  ended: 'The chat has ended',
  aboutYou: 'About you (optional)',
  beforeWeStart: 'Before we start',
  topic: 'What is it about?',
  optional: '{label} (optional)',
  needed: 'Please fill this in.',
  startChat: 'Start chat',
  download: 'Save this chat',
  downloadFailed: 'The chat cannot be saved now. Please try again.',
  rate: 'How was this chat?',
  rate1: 'Very bad',
  rate2: 'Bad',
  rate3: 'Fair',
  rate4: 'Good',
  rate5: 'Very good',
  rateComment: 'Would you like to add something? (optional)',
  rateSend: 'Send answer',
  rateLater: 'Not now',
  rateThanks: 'Thank you for your answer.',
  rateBefore: 'You have answered already. Thank you.',
  rateFailed: 'Your answer could not be sent. Please try again.',
};

export type TextKey = keyof typeof english;
export type Texts = Record<TextKey, string>;

/** What the widget speaks; all but English are loaded when they are wanted. */
export const languages = ['en', 'es', 'de', 'fr', 'pt', 'ar'] as const;
export type Language = (typeof languages)[number];

export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

/** The first wish that we have texts for; English when there is none. */
export function pickLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const primary = wish.toLowerCase().split('-')[0];
    const known = languages.find((language) => language === primary);
    if (known) return known;
  }
  return 'en';
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** What a table lacks is said in English. */
export function translator(table: Partial<Texts> = {}): Translate {
  return (key, values = {}) => (table[key] ?? english[key]).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
