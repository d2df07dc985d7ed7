const english = {
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
};

export type TextKey = keyof typeof english;
export type Language = 'en' | 'es';

const spanish: Record<TextKey, string> = {
  openChat: 'Abrir el chat',
  openChatUnread: 'Abrir el chat, mensajes sin leer: {n}',
  closeChat: 'Cerrar el chat',
  endChat: 'Terminar el chat',
  confirmEnd: '¿Terminar este chat?',
  keepChatting: 'Seguir en el chat',
  messages: 'Mensajes',
  write: 'Escriba un mensaje',
  send: 'Enviar',
  attach: 'Enviar un archivo',
  fileSending: 'Enviando el archivo…',
  fileTooLarge: 'Un archivo puede tener hasta 10 MB y no puede estar vacío.',
  fileFailed: 'No se ha podido enviar el archivo. Inténtelo de nuevo.',
  fileNotLoaded: 'El archivo no se puede abrir ahora. Inténtelo de nuevo.',
  save: 'Guardar {name}',
  you: 'Usted',
  agent: 'Agente',
  newMessages: 'Mensajes nuevos',
  newMessageFrom: 'Mensaje nuevo de {name}',
  newTab: 'se abre en otra pestaña',
  details: 'Añada su nombre y correo (opcional)',
  name: 'Nombre',
  email: 'Correo electrónico',
  emailInvalid: 'Revise su correo electrónico.',
  sending: 'Enviando…',
  retrying: 'Aún no se ha enviado. Se vuelve a intentar.',
  tryNow: 'Intentar ahora',
  tryAgain: 'Volver a intentar',
  remove: 'Quitar',
  tooLong: 'Este mensaje tiene {n} caracteres; caben {most}. Acórtelo o envíelo en partes.',
  failedTooLong: 'No enviado: el mensaje es demasiado largo.',
  failedRefused: 'No enviado: el mensaje no se ha aceptado.',
  failedDetails: 'No enviado: revise su nombre y su correo.',
  failedUnavailable: 'No enviado: el chat no está disponible aquí.',
  failedStale: 'No enviado: se perdió la conexión. ¿Todavía quiere enviarlo?',
  tooFast: 'Demasiados mensajes a la vez. El suyo se enviará en {n} segundos.',
  notEnded: 'No se ha podido terminar el chat. Inténtelo de nuevo.',
  inLine: 'Usted es el número {n} en la cola',
  finding: 'Estamos buscando un agente',
  chattingWith: 'Está hablando con {name}',
  chattingWithAgent: 'Está hablando con un agente',
  chatEnded: 'Este chat ha terminado. Escriba para empezar de nuevo.',
  offline: 'Ahora no hay nadie de servicio. Escríbanos y deje este chat abierto: responderemos aquí.',
  offlineWaiting:
    'Ahora no hay nadie de servicio. Su mensaje ha llegado. Deje este chat abierto para recibir respuesta o vuelva a escribir más tarde.',
  reconnecting: 'Se perdió la conexión. Conectando de nuevo…',
  typing: '{name} está escribiendo…',
  typingAgent: 'El agente está escribiendo…',
  agentJoined: '{name} se ha unido al chat',
  agentJoinedUnnamed: 'Un agente se ha unido al chat',
  transferred: 'Le estamos pasando con otro agente',
  ended: 'El chat ha terminado',
};

const languages: Record<Language, Record<TextKey, string>> = { en: english, es: spanish };

export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

/** The first wish that we have texts for; English when there is none. */
export function pickLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const primary = wish.toLowerCase().split('-')[0];
    if (primary === 'en' || primary === 'es') return primary;
  }
  return 'en';
}

export function translator(language: Language): Translate {
  return (key, values = {}) =>
    languages[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
